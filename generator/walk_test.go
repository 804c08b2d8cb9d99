package generator

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// walk is a site as its links make it: what each page leads to, and the places in it.
type walk struct {
	files map[string][]byte
	ids   map[string]map[string]bool
	leads map[string][]string // by page, the addresses in it as they are written
}

// TestWalk follows every link of the site, as somebody who does not know how it was made: each
// leads to a file and to a place that is there, no page is out of reach from the first page, and
// the feed leads to pages.
func TestWalk(t *testing.T) {
	t.Parallel()
	reached, problems := newWalk(t, sampleSite(t)).all()
	for _, p := range problems {
		t.Error(p)
	}
	if reached < 1000 {
		t.Errorf("only %d files were reached", reached)
	}
}

// A walk can find something.
func TestWalkIsStopped(t *testing.T) {
	_, problems := newWalk(t, map[string][]byte{
		"index.html":      []byte(`<a href="a/index.html#there">a</a> <a href="a/index.html#gone">b</a> <img src="gone.png">`),
		"a/index.html":    []byte(`<h1 id="there">A</h1><a href="/index.html">c</a><a href="https://example.org/">d</a><a href="#there">e</a>`),
		"feed.xml":        []byte(`<feed><link href="b/index.html"/></feed>`),
		"lost/index.html": nil,
	}).all()
	want := []string{
		"a/index.html: /index.html leaves the folder of the site", "feed.xml: b/index.html leads to b/index.html, which is not there",
		"index.html: a/index.html#gone leads to a place that is not there", "index.html: gone.png leads to gone.png, which is not there",
		"no way leads from the first page to lost/index.html",
	}
	if !slices.Equal(problems, want) {
		t.Errorf("found %q", problems)
	}
}

func newWalk(t *testing.T, files map[string][]byte) *walk {
	t.Helper()
	w := &walk{files: files, ids: map[string]map[string]bool{}, leads: map[string][]string{}}
	for name, data := range files {
		switch path.Ext(name) {
		case ".html":
			w.readPage(name, data)
		case ".xml":
			w.readFeed(t, name, data)
		}
	}
	return w
}

// all follows every link from the first page on, and then those of what no link leads to. It
// tells how many files were reached, and what is wrong.
func (w *walk) all() (reached int, problems []string) {
	seen := map[string]bool{"index.html": true}
	for next := []string{"index.html"}; len(next) > 0; next = next[1:] {
		files, broken := w.follow(next[0])
		problems = append(problems, broken...)
		for _, to := range files {
			if !seen[to] {
				seen[to], next = true, append(next, to)
			}
		}
	}
	for name := range w.files {
		if seen[name] {
			continue
		}
		_, broken := w.follow(name)
		problems = append(problems, broken...)
		if path.Ext(name) == ".html" && name != "404.html" {
			problems = append(problems, "no way leads from the first page to "+name)
		}
	}
	slices.Sort(problems)
	return len(seen), problems
}

// follow lists the files that a page leads to, and what is wrong with its addresses.
func (w *walk) follow(page string) (files, problems []string) {
	for _, address := range w.leads[page] {
		u, err := url.Parse(address)
		if err != nil {
			problems = append(problems, page+": "+err.Error())
			continue
		}
		if u.Scheme != "" {
			continue // elsewhere, or data
		}
		to := page
		if u.Path != "" {
			to = path.Join(path.Dir(page), u.Path)
		}
		switch _, ok := w.files[to]; {
		case u.Host != "" || strings.HasPrefix(u.Path, "/"):
			problems = append(problems, page+": "+address+" leaves the folder of the site")
		case !ok:
			problems = append(problems, page+": "+address+" leads to "+to+", which is not there")
		case u.Fragment != "" && !w.ids[to][u.Fragment]:
			problems = append(problems, page+": "+address+" leads to a place that is not there")
		default:
			files = append(files, to)
		}
	}
	return files, problems
}

// readPage takes the addresses and the places of a page.
func (w *walk) readPage(name string, data []byte) {
	w.ids[name] = map[string]bool{}
	seen := map[string]bool{}
	for z := html.NewTokenizer(bytes.NewReader(data)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			for {
				key, value, more := z.TagAttr()
				switch string(key) {
				case "id":
					w.ids[name][string(value)] = true
				case "href", "src":
					if !seen[string(value)] {
						seen[string(value)] = true
						w.leads[name] = append(w.leads[name], string(value))
					}
				}
				if !more {
					break
				}
			}
		}
	}
}

// readFeed takes the addresses of a feed or a sitemap; with its own address known, those of the
// site are absolute.
func (w *walk) readFeed(t *testing.T, name string, data []byte) {
	t.Helper()
	w.leads[name] = []string{}
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "link" {
			for _, a := range e.Attr {
				if a.Name.Local == "href" {
					w.leads[name] = append(w.leads[name], a.Value)
				}
			}
		}
	}
}
