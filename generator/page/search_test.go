package page

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// The search page lists everything by name, alphabetically and as text, and loads its scripts;
// no other page does.
func TestSearchListsEverything(t *testing.T) {
	site := sample(t, hostile)
	site.Guides = guides(t)
	files := render(t, site, 1)
	page := files[searchPath]
	for _, name := range hostile {
		if strings.Count(text(t, page), strings.TrimSpace(name)) < 2 { // a team and a service
			t.Errorf("the page does not list %q as text twice", name)
		}
	}
	for _, s := range []string{`href="../metrics/share-failed/index.html"><bdi>Share failed</bdi>`, "also <bdi>Share failed, also</bdi>", "What does Share failed say?", `href="../guide/playbook/index.html"`,
		`href="../downloads/index.html"><bdi>Downloads</bdi></a><span class="question">Every figure and definition as an Excel workbook`, `href="../restatements/index.html"><bdi>Restatements</bdi>`} {
		if !strings.Contains(page, s) {
			t.Errorf("the page lacks %s", s)
		}
	}
	for name, other := range files {
		if name != searchPath && strings.Contains(other, "search.js") {
			t.Errorf("%s loads the search", name)
		}
	}
	for section := range sectionsIn(t, page) {
		var names []string
		for n := range section.Descendants() {
			if n.Data == "bdi" && n.Parent.Data == "a" {
				names = append(names, n.FirstChild.Data)
			}
		}
		if len(names) == 0 || !slices.IsSortedFunc(names, byName) {
			t.Errorf("%s is not alphabetical: %q", attr(section, "aria-labelledby"), names)
		}
	}
}

func sectionsIn(t *testing.T, page string) func(func(*html.Node) bool) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(*html.Node) bool) {
		for n := range doc.Descendants() {
			if n.Data == "section" && attr(n, "class") == "entries" && !yield(n) {
				return
			}
		}
	}
}
