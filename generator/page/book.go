package page

import (
	"bytes"
	"cmp"
	"html/template"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadline/generator/fact"
	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/period"
)

// book is a site with its look-ups made: addresses, definitions by id, months with pages.
type book struct {
	site      *Site
	emit      func(path string, data []byte) error
	templates map[string]*template.Template
	metrics   map[string]*metric.Definition
	sorted    []*metric.Definition // by domain, then title
	slugs     map[string]string    // of definitions
	longer    map[string][]string  // see longerIDs
	teamSlugs map[string]string
	guides    []*narrative.Guide // by group, then their own order
	texts     map[string]string  // addresses of the site's own texts, by their files
	pages     []period.Month
	questions map[string]*finding.Question
}

func newBook(site *Site, set map[string]*template.Template, emit func(string, []byte) error) *book {
	b := &book{site: site, emit: emit, templates: set, metrics: map[string]*metric.Definition{}, texts: map[string]string{},
		guides: sortGuides(site.Guides), pages: site.PageMonths()}
	b.sorted = slices.Clone(site.Definitions)
	slices.SortFunc(b.sorted, byDomain)
	var ids []string
	for _, d := range b.sorted {
		b.metrics[d.ID] = d
		ids = append(ids, d.ID)
	}
	b.slugs, b.longer = Slugs(ids), longerIDs(ids)
	b.teamSlugs = slugsOf(site.Teams)
	b.questions = map[string]*finding.Question{}
	for _, bank := range site.Questions {
		for i := range bank.List {
			b.questions[bank.List[i].ID] = &bank.List[i]
		}
	}
	for _, d := range b.sorted {
		b.texts[d.File] = b.address(d.ID)
	}
	for _, p := range site.Patterns {
		b.texts[p.File] = patternAddress(p.ID)
	}
	for _, q := range site.Questions {
		b.texts[q.File] = questionsPath
	}
	for _, g := range b.guides {
		b.texts[g.File] = guideAddress(g.ID)
	}
	return b
}

// job renders one or more pages with the worker's buffer.
type job func(*bytes.Buffer) error

// jobs are all pages of the site, in its order.
func (b *book) jobs() []job {
	jobs := []job{b.notFound, b.data, b.restatements, b.downloads, b.metricIndex, b.guideIndex, b.noJekyll, b.robots, b.sitemap, b.feed, b.search}
	for i := range b.guides {
		jobs = append(jobs, func(buf *bytes.Buffer) error { return b.guide(buf, i) })
	}
	for _, d := range b.sorted {
		jobs = append(jobs, func(buf *bytes.Buffer) error { return b.metric(buf, d) })
	}
	jobs = append(jobs, b.patterns()...)
	jobs = append(jobs, b.portfolio()...)
	jobs = append(jobs, b.reviews()...)
	if b.site.Alone {
		return jobs
	}
	jobs = append(jobs, b.home)
	jobs = append(jobs, b.teams()...)
	return append(jobs, b.services()...)
}

// byDomain orders definitions as pages list them: domains in their fixed order, then by
// title, never by a value.
func byDomain(x, y *metric.Definition) int {
	return cmp.Or(
		cmp.Compare(domainOrder(x.Domain), domainOrder(y.Domain)),
		byName(x.Title, y.Title), cmp.Compare(x.ID, y.ID))
}

func domainOrder(domain string) int {
	if i := slices.Index(metric.Domains, domain); i >= 0 {
		return i
	}
	return len(metric.Domains)
}

// byName orders names as a reader looks for them: without regard to case, and those that begin
// with no letter first.
func byName(x, y string) int {
	return cmp.Or(cmp.Compare(initial(x), initial(y)), cmp.Compare(strings.ToLower(x), strings.ToLower(y)), cmp.Compare(x, y))
}

// bySubject orders subjects by name, then by id.
func bySubject(x, y fact.Subject) int {
	return cmp.Or(byName(display(x), display(y)), cmp.Compare(x.ID, y.ID))
}

// display is a subject's name as printed, without blanks around it; a name of blanks alone is none.
func display(s fact.Subject) string {
	for _, text := range []string{s.Name, s.ID} {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return "(no name)"
}

// initial is the letter that a name begins with, 0 for none.
func initial(name string) rune {
	if r, _ := utf8.DecodeRuneInString(name); unicode.IsLetter(r) {
		return unicode.ToUpper(unicode.ToLower(r)) // one for all forms of a letter
	}
	return 0
}

// letter is the heading under which a name is listed.
func letter(name string) string {
	if r := initial(name); r != 0 {
		return string(r)
	}
	return "Other"
}

// address is a definition's page, relative to the site's root.
func (b *book) address(id string) string { return "metrics/" + b.slugs[id] + "/index.html" }

// metricLink is the way to a definition; one that the site does not have is its id alone.
func (b *book) metricLink(id string) Link {
	if d := b.metrics[id]; d != nil {
		return Link{Text: d.Title, Href: b.address(id)}
	}
	return Link{Text: id}
}

// whyAbsent says why a page of this level does not show a metric.
func (b *book) whyAbsent(id string, name level.Name) string {
	d := b.metrics[id]
	switch {
	case d == nil:
		return "not defined"
	case d.Policies[name] == metric.None:
		return metric.NotApplicable.String()
	default:
		return "not on this page yet"
	}
}
