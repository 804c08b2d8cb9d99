package page

import (
	"bytes"
	"slices"
	"strings"

	"leadline/generator/level"
)

const searchPath = "search/index.html"

// Search is the page that lists everything by name. A script narrows the list down to what a
// reader types; without it the list is whole. There is no other index: what can be found is
// what can be read here.
type Search struct {
	Frame
	Count  int
	Groups []SearchGroup
}

// SearchGroup is the entries of one kind, alphabetical: found ones keep this order, because an
// order by how well they fit would be an order of teams.
type SearchGroup struct {
	ID, Title, Noun string
	Entries         []SearchEntry
}

// SearchEntry is a page, or a place on one, and what says what it is about.
type SearchEntry struct {
	Link
	Also  string // other names
	About string
}

// searchScripts are loaded by this page alone.
var searchScripts = []string{"assets/minisearch.min.js", "assets/search.js"}

// search writes the page.
func (b *book) search(buf *bytes.Buffer) error {
	s := Search{Frame: b.frame(searchPath, searchPath, "Search", "Everything by name: teams, services, metrics, patterns, questions and the guide.")}
	s.Scripts = searchScripts
	for _, g := range []SearchGroup{
		{"teams", "Teams", "team", unitEntries(b.site.Teams, "teams/")},
		{"services", "Services", "service", unitEntries(b.site.Services, "services/")},
		{"metrics", "Metrics", "metric", b.metricEntries()},
		{"patterns", "Patterns", "pattern", b.patternEntries()},
		{"questions", "Review questions", "question", b.questionEntries()},
		{"guide", "Guide", "document", b.guideEntries()},
		{"report", "The report itself", "section", b.sectionEntries()},
	} {
		if len(g.Entries) == 0 {
			continue
		}
		slices.SortStableFunc(g.Entries, func(x, y SearchEntry) int { return byName(x.Text, y.Text) })
		s.Count += len(g.Entries)
		s.Groups = append(s.Groups, g)
	}
	return b.write(buf, searchPath, "search", s)
}

func unitEntries[L level.Level](subjects []Subject[L], folder string) (list []SearchEntry) {
	sorted := slices.SortedFunc(slices.Values(subjects), func(x, y Subject[L]) int { return bySubject(x.Subject, y.Subject) })
	slugs := slugsOf(sorted)
	for _, s := range sorted {
		e := SearchEntry{Link: Link{Text: display(s.Subject), Href: folder + slugs[s.ID] + "/index.html"}}
		if !saysID(e.Text, s.ID) {
			e.Also = s.ID
		}
		list = append(list, e)
	}
	return list
}

// saysID reports whether who knows a unit by its id finds it by its name.
func saysID(name, id string) bool {
	words := strings.NewReplacer("-", " ", "_", " ")
	return strings.Contains(words.Replace(strings.ToLower(name)), words.Replace(strings.ToLower(id)))
}

func (b *book) metricEntries() (list []SearchEntry) {
	for _, d := range b.sorted {
		list = append(list, SearchEntry{b.metricLink(d.ID), strings.Join(d.Synonyms, ", "), d.Question})
	}
	return list
}

func (b *book) patternEntries() (list []SearchEntry) {
	for _, p := range b.site.Patterns {
		list = append(list, SearchEntry{Link{Text: p.Title, Href: patternAddress(p.ID)}, "", patternDomain(p.Domain) + "; said of a " + levelNames(p)})
	}
	return list
}

func (b *book) questionEntries() (list []SearchEntry) {
	if len(b.site.Patterns) == 0 { // then there is no page of questions
		return nil
	}
	for _, bank := range b.site.Questions {
		for _, q := range bank.List {
			list = append(list, SearchEntry{Link{Text: q.Ask, Href: questionsPath + "#" + q.ID}, "", q.Why})
		}
	}
	return list
}

func (b *book) guideEntries() (list []SearchEntry) {
	for _, d := range b.guides {
		list = append(list, SearchEntry{Link{Text: d.Title, Href: guideAddress(d.ID)}, "", d.Summary})
	}
	return list
}

// sectionTells is what stands in a section, in the words in which somebody looks for it.
var sectionTells = map[string]string{
	portfolioPath:    "What may be said of all services together, and what may not.",
	reviewPath:       "A sheet for each team, to print: sentences, questions, room for decisions.",
	dataPath:         "What became of every row: rejected, duplicate, late, without an owner.",
	restatementsPath: "Final figures that changed after they were published: old value, new value, cause; when a month is provisional.",
	downloadsPath:    "Every figure and definition as an Excel workbook, and as CSV and Parquet files.",
}

// sectionEntries are the sections that the site has, and what no section leads to at once.
func (b *book) sectionEntries() (list []SearchEntry) {
	for _, way := range append(b.navigation(searchPath), Link{Text: "Restatements", Href: restatementsPath}) {
		if tells := sectionTells[way.Href]; tells != "" {
			list = append(list, SearchEntry{Link{Text: way.Text, Href: way.Href}, "", tells})
		}
	}
	return list
}
