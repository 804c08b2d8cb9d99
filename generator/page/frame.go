package page

import "strings"

// sections are the site's main ways, in order. The portfolio has its own; see
// portfolioNav.
var sections = []Link{
	{Text: "Home", Href: "index.html"},
	{Text: "Teams", Href: "teams/index.html"},
	{Text: "Services", Href: "services/index.html"},
	{Text: "Portfolio", Href: "portfolio/index.html"},
	{Text: "Review", Href: reviewFolder + "index.html"},
	{Text: "Metrics", Href: "metrics/index.html"},
	{Text: "Data quality", Href: "data/index.html"},
	{Text: "Downloads", Href: downloadsPath},
	{Text: "Guide", Href: guidePath},
}

// portfolioNav is the portfolio section's own navigation: it leads to no team and to no
// service, because the section can be printed, and built, alone.
var portfolioNav = []Link{
	{Text: "Portfolio", Href: "portfolio/index.html"},
	{Text: "Metrics", Href: "metrics/index.html"},
	{Text: "Data quality", Href: "data/index.html"},
	{Text: "Guide", Href: guidePath},
	{Text: "Home", Href: "index.html"},
}

// aloneNav is that of a site of the portfolio's section: its files hold no unit either.
var aloneNav = []Link{
	{Text: "Portfolio", Href: "portfolio/index.html"},
	{Text: "Review", Href: reviewFolder + "index.html"},
	{Text: "Metrics", Href: "metrics/index.html"},
	{Text: "Data quality", Href: "data/index.html"},
	{Text: "Downloads", Href: downloadsPath},
	{Text: "Guide", Href: guidePath},
}

// frame is what surrounds the page at path; section is the Href of the navigation's
// entry to mark.
func (b *book) frame(path, section, title, description string, crumbs ...Link) Frame {
	ways := sections
	switch {
	case b.site.Alone:
		ways = aloneNav
	case section == "portfolio/index.html":
		ways = portfolioNav
	}
	nav := make([]Link, len(ways))
	for i, way := range ways {
		nav[i] = way
		nav[i].Current = way.Href == section
	}
	return Frame{
		Site: b.site.name(), Title: title, Description: description, Root: rootFrom(path),
		Indexed: b.site.Public, Nav: nav, Crumbs: crumbs, AsOf: dateOf(b.site.AsOf), Latest: b.site.Latest,
	}
}

// rootFrom is the relative way from a page to the site's root.
func rootFrom(path string) string { return strings.Repeat("../", strings.Count(path, "/")) }
