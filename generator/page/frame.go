package page

import (
	"html/template"
	"strings"

	"leadline/generator/period"
)

// Frame is what every page has around its content.
type Frame struct {
	Site        string
	Title       string
	Description string
	Path        string // of the page within the site
	Root        string // relative way to the site's root: "", "../", "../../", …
	Canonical   string // address of the page that this one repeats; ""
	Indexed     bool
	Restricted  string // who may read it, where not everybody may; ""
	Nav         []Link
	Crumbs      []Link // from home to the page above this one
	Here        string // the page's name after them; "" on the first page
	Preview     Preview
	Bare        bool     // no style, script or way: it is not known where the page will be shown
	Feed        bool     // the page names the feed of reports
	Scripts     []string // that this page loads beside the site's own
	Edition
}

// Preview is what a program shows of a link to the page (Open Graph). It holds no figure, and
// no unit's name where the site is not for everybody.
type Preview struct {
	Title, Description string
	Type               string // "website"; "article" for a month's page
	URL                string // "" where the site's address is not known
}

// Link is a way to another page; Href is relative to the site's root.
type Link struct {
	Text    string
	Href    string
	Current bool
}

// sections are the site's main ways, in order. The portfolio has its own; see
// portfolioNav.
var sections = []Link{
	{Text: "Home", Href: "index.html"},
	{Text: "Teams", Href: "teams/index.html"},
	{Text: "Services", Href: "services/index.html"},
	{Text: "Portfolio", Href: portfolioPath},
	{Text: "Review", Href: reviewFolder + "index.html"},
	{Text: "Metrics", Href: metricsPath},
	{Text: "Data quality", Href: dataPath},
	{Text: "Downloads", Href: downloadsPath},
	{Text: "Guide", Href: guidePath},
	{Text: "Search", Href: searchPath},
}

// portfolioNav is the portfolio section's own navigation: it leads to no team and to no
// service, because the section can be printed, and built, alone.
var portfolioNav = []Link{
	{Text: "Portfolio", Href: portfolioPath},
	{Text: "Metrics", Href: metricsPath},
	{Text: "Data quality", Href: dataPath},
	{Text: "Guide", Href: guidePath},
	{Text: "Home", Href: "index.html"},
	{Text: "Search", Href: searchPath},
}

// aloneNav is that of a site of the portfolio's section: its files hold no unit either.
var aloneNav = []Link{
	{Text: "Portfolio", Href: portfolioPath},
	{Text: "Review", Href: reviewPath},
	{Text: "Metrics", Href: metricsPath},
	{Text: "Data quality", Href: dataPath},
	{Text: "Downloads", Href: downloadsPath},
	{Text: "Guide", Href: guidePath},
	{Text: "Search", Href: searchPath},
}

// frame is what surrounds a page of the whole site at path; section is the Href of the
// navigation's entry to mark, crumbs the pages between the first page and this one.
func (b *book) frame(path, section, title, description string, crumbs ...Link) Frame {
	f := Frame{
		Site: b.site.name(), Title: title, Description: description, Path: path, Root: rootFrom(path), Indexed: b.site.Public,
		Restricted: b.site.Restricted, Nav: b.navigation(section), Crumbs: crumbs, Here: title,
		Preview: Preview{title, description, "website", b.absolute(path)},
		Edition: Edition{AsOf: dateOf(b.site.AsOf), Latest: b.site.Latest},
	}
	if path == "index.html" {
		f.Here = ""
	}
	return f
}

// monthFrame is what surrounds a page of one month; 0 is the page that says that there is none.
func (b *book) monthFrame(path string, m period.Month, section, title, description string, crumbs ...Link) Frame {
	f := b.frame(path, section, title, description, crumbs...)
	f.Edition = b.edition(m)
	f.Preview.Type = "article"
	return f
}

// dated is a title with its month.
func dated(title string, m period.Month) string {
	if m == 0 {
		return title
	}
	return title + ", " + m.Long()
}

func (b *book) navigation(section string) []Link {
	ways := sections
	switch {
	case b.site.Alone:
		ways = aloneNav
	case section == portfolioPath:
		ways = portfolioNav
	}
	nav := make([]Link, len(ways))
	for i, way := range ways {
		nav[i] = way
		nav[i].Current = way.Href == section
	}
	return nav
}

// Ways is the navigation as items of a list.
func (f Frame) Ways() template.HTML {
	return composed(func(m *markup) {
		for _, l := range f.Nav {
			m.element("\n<li><a href=\"", f.Root+l.Href, `"`)
			switch {
			case l.Current && l.Href == f.Path:
				m.raw(` aria-current="page"`)
			case l.Current:
				m.raw(` aria-current="true"`)
			}
			m.element(">", l.Text, "</a></li>")
		}
	})
}

// repeats says that the page shows what the one at path shows, under an address that stays.
func (f *Frame) repeats(b *book, path string) {
	if f.Canonical = b.absolute(path); f.Canonical == "" {
		f.Canonical = f.Root + path
	} else {
		f.Preview.URL = f.Canonical
	}
}

// rootFrom is the relative way from a page to the site's root.
func rootFrom(path string) string { return strings.Repeat("../", strings.Count(path, "/")) }

// absolute is a page's address on its host, "" where the site's is not known. A folder stands
// for its index.html.
func (b *book) absolute(path string) string {
	if b.site.Base == "" {
		return ""
	}
	return b.site.Base + strings.TrimSuffix(path, "index.html")
}

// anonymous takes a unit's name out of what a link to its page shows, where not everybody may
// read the site: such a preview is seen by whoever reads along.
func (f *Frame) anonymous(heading string) {
	if !f.Indexed {
		f.Preview.Title, f.Preview.Description = heading, "A page of "+f.Site+"."
	}
}
