package page

import (
	"path"
	"slices"
	"strings"
	"testing"

	"leadline/generator/event"
	"leadline/generator/narrative"

	"golang.org/x/net/html"
)

// What "On this page" lists is what the page has: every section heading with an id, in order.
func TestContentsAreTheSections(t *testing.T) {
	site := talked(t)
	site.Accounts, site.Freshness = append(site.Accounts, event.Account{}), []event.Freshness{{}}
	site.Guides = guides(t)
	full := render(t, site, 2)
	site.Teams[0].Playbook = &Playbook{Now: narrative.Stage{Number: 1, Title: "Data"}}
	checked := 0
	for _, files := range []map[string]string{full, render(t, site, 2), render(t, &Site{}, 1)} {
		for name, page := range files {
			if !strings.Contains(page, `<nav class="contents"`) {
				continue
			}
			checked++
			listed, there := sectionsOf(t, page)
			if !slices.Equal(listed, there) {
				t.Errorf("%s lists %q\nand has  %q", name, listed, there)
			}
		}
	}
	for _, name := range []string{"teams/payments/index.html", "services/payments/2026-01/index.html", "portfolio/index.html", "data/index.html", "metrics/rate-deployed/index.html"} {
		if !strings.Contains(full[name], `<nav class="contents"`) {
			t.Errorf("%s has no contents", name)
		}
	}
	if checked < 80 {
		t.Errorf("only %d pages have contents", checked)
	}
}

// sectionsOf are the anchors that a page's contents name, and those of its second-level headings.
func sectionsOf(t *testing.T, page string) (listed, there []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		switch {
		case n.Data == "nav" && attr(n, "class") == "contents":
			for a := range n.Descendants() {
				if a.Data == "a" {
					listed = append(listed, strings.TrimPrefix(attr(a, "href"), "#"))
				}
			}
		case n.Data == "h2" && attr(n, "id") != "":
			there = append(there, attr(n, "id"))
		}
	}
	return listed, there
}

// Every page but the first and the one for what is not found says where it is; each section
// marks its place in the navigation.
func TestEveryPageHasItsPlace(t *testing.T) {
	site := talked(t)
	site.Guides = guides(t)
	for name, page := range render(t, site, 2) {
		if path.Ext(name) != ".html" || name == "404.html" {
			continue
		}
		doc, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		var marked, here []string
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode && n.Data == "a" && attr(n, "aria-current") != "" && attr(n.Parent.Parent.Parent, "aria-label") == "Main" {
				marked = append(marked, attr(n, "href"))
				if itself := path.Join(path.Dir(name), attr(n, "href")) == name; itself != (attr(n, "aria-current") == "page") {
					t.Errorf("%s: the navigation marks %s as %s", name, attr(n, "href"), attr(n, "aria-current"))
				}
			}
			if n.Data == "li" && attr(n, "aria-current") == "page" {
				here = append(here, n.FirstChild.FirstChild.Data)
			}
		}
		if len(marked) != 1 || name != "index.html" && len(here) != 1 {
			t.Errorf("%s marks %q in the navigation and says it is %q", name, marked, here)
		}
	}
}
