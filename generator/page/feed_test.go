package page

import (
	"encoding/xml"
	"net/url"
	"strings"
	"testing"
	"time"

	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/period"

	"golang.org/x/net/html"
)

// atom is what a reader of feeds makes of one; names and cardinalities are those of RFC 4287.
type atom struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	ID      []string   `xml:"http://www.w3.org/2005/Atom id"`
	Title   []string   `xml:"http://www.w3.org/2005/Atom title"`
	Updated []string   `xml:"http://www.w3.org/2005/Atom updated"`
	Authors []string   `xml:"http://www.w3.org/2005/Atom author>name"`
	Links   []relation `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		ID      []string   `xml:"http://www.w3.org/2005/Atom id"`
		Title   []string   `xml:"http://www.w3.org/2005/Atom title"`
		Updated []string   `xml:"http://www.w3.org/2005/Atom updated"`
		Links   []relation `xml:"http://www.w3.org/2005/Atom link"`
		Content []struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"http://www.w3.org/2005/Atom content"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

type relation struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

// feedOf parses a feed and holds it to what RFC 4287 asks of every feed.
func feedOf(t *testing.T, files map[string]string) atom {
	t.Helper()
	var f atom
	if err := xml.Unmarshal([]byte(files[feedPath]), &f); err != nil {
		t.Fatalf("%v:\n%s", err, files[feedPath])
	}
	seen := map[string]bool{}
	element := func(where string, id, title, updated []string) {
		if len(id) != 1 || len(title) != 1 || len(updated) != 1 { // 4.1.1, 4.1.2
			t.Fatalf("%s: ids %q, titles %q, updated %q; expected one each", where, id, title, updated)
		}
		if u, err := url.Parse(id[0]); err != nil || !u.IsAbs() || seen[id[0]] || strings.TrimSpace(title[0]) == "" { // 4.2.6
			t.Errorf("%s: id %q, title %q", where, id[0], title[0])
		}
		if _, err := time.Parse(time.RFC3339, updated[0]); err != nil { // 3.3
			t.Errorf("%s: %v", where, err)
		}
		seen[id[0]] = true
	}
	element("feed", f.ID, f.Title, f.Updated)
	if len(f.Authors) != 1 || f.Authors[0] == "" {
		t.Errorf("authors %q", f.Authors)
	}
	for _, e := range f.Entries {
		element(e.Title[0], e.ID, e.Title, e.Updated)
		if len(e.Links) != 1 || e.Links[0].Rel != "alternate" || len(e.Content) != 1 || e.Content[0].Type != "html" {
			t.Errorf("%s: links %v, content %v", e.Title[0], e.Links, e.Content)
		}
		if _, err := html.Parse(strings.NewReader(e.Content[0].Text)); err != nil {
			t.Error(err)
		}
		if e.Updated[0] > f.Updated[0] {
			t.Errorf("%s is newer than the feed", e.Title[0])
		}
	}
	return f
}

func TestFeed(t *testing.T) {
	site := at(t, time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC), period.MonthOf(2026, 1))
	site.Name = `Soundings <&> "x"` + "\x01"
	site.Restatements = []ledger.Restatement{
		{AsOf: "2026-02-01", Level: level.PortfolioName, Month: "2025-11", Sentences: []string{"2025-11", "2025-12"}},
		{AsOf: "2026-02-02", Level: level.TeamName, Month: "2025-10", Sentences: []string{"2025-10"}},
		{AsOf: "2026-02-02", Level: level.PortfolioName, Month: "2025-10"},
	}
	files := render(t, site, 1)
	relative := feedOf(t, files)
	if len(relative.Entries) != 5 {
		t.Fatalf("%d entries for 5 months", len(relative.Entries))
	}
	for i, want := range []struct{ title, updated string }{
		{"January 2026", "2026-02-03T00:00:00Z"}, {"December 2025", "2026-02-01T00:00:00Z"}, {"November 2025", "2026-02-01T00:00:00Z"},
		{"October 2025", "2025-11-06T00:00:00Z"}, {"September 2025", "2025-10-06T00:00:00Z"},
	} {
		e := relative.Entries[i]
		if e.Title[0] != want.title || e.Updated[0] != want.updated {
			t.Errorf("%s, updated %s; want %+v", e.Title[0], e.Updated[0], want)
		}
		if files[e.Links[0].Href] == "" {
			t.Errorf("%s leads to %s, which is not there", e.Title[0], e.Links[0].Href)
		}
	}
	site.Base = "https://example.org/report/"
	absolute := feedOf(t, render(t, site, 1))
	if id := absolute.Entries[0].ID[0]; id != "tag:example.org,2026:report/report/2026-01" {
		t.Errorf("id %s", id)
	}
	if l := absolute.Entries[0].Links[0].Href; l != "https://example.org/report/portfolio/2026-01/" {
		t.Errorf("link %s", l)
	}
	if l := absolute.Links; len(l) != 2 || l[1].Rel != "self" || l[1].Href != "https://example.org/report/feed.xml" {
		t.Errorf("links of the feed: %v", l)
	}
	for _, name := range []string{"index.html", "portfolio/index.html"} {
		if !strings.Contains(files[name], `<link rel="alternate" type="application/atom+xml"`) {
			t.Errorf("%s does not name the feed", name)
		}
	}
	if _, ok := render(t, &Site{}, 1)[feedPath]; ok {
		t.Error("a feed without a month")
	}
}
