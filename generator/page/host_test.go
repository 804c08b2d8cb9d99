package page

import (
	"encoding/xml"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestSitemap(t *testing.T) {
	site := sample(t, []string{"payments", "search"})
	site.Base, site.Public = "https://example.org/a/", true
	files := render(t, site, 1)
	var set struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		Locs    []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal([]byte(files[sitemapPath]), &set); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, loc := range set.Locs {
		name := strings.TrimPrefix(loc, site.Base)
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		if files[name] == "" || seen[name] || strings.Contains(files[name], `rel="canonical"`) && name != "portfolio/index.html" && name != "review/index.html" {
			t.Errorf("%s: not a page of its own, or twice", loc)
		}
		seen[name] = true
	}
	for _, name := range []string{"index.html", "teams/payments/2026-02/index.html", "services/search/2025-02/index.html", "metrics/rate-deployed/index.html"} {
		if !seen[name] {
			t.Errorf("%s is not in the sitemap", name)
		}
	}
	if robots := files["robots.txt"]; robots != "User-agent: *\nAllow: /\n\nSitemap: https://example.org/a/sitemap.xml\n" {
		t.Errorf("robots.txt: %q", robots)
	}
	site.Public = false
	files = render(t, site, 1)
	if files[sitemapPath] != "" || files["robots.txt"] != "User-agent: *\nDisallow: /\n" {
		t.Errorf("a site that is not public has a sitemap, or robots.txt says %q", files["robots.txt"])
	}
}

// 404.html is shown at any depth: every address in it begins at the host's top, or there is none.
func TestNotFoundWorksAtAnyDepth(t *testing.T) {
	for base, want := range map[string]int{"": 0, "https://example.org/": 10, "https://example.org/a/b/": 10} {
		site := sample(t, []string{"payments"})
		site.Base = base
		files := render(t, site, 1)
		doc, err := html.Parse(strings.NewReader(files["404.html"]))
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if a.Key != "href" && a.Key != "src" || a.Val == "#main" || strings.HasPrefix(a.Val, "data:") {
					continue
				}
				found++
				name, own := strings.CutPrefix(a.Val, HostPath(base))
				if !own || path.Ext(name) == ".html" && files[name] == "" {
					t.Errorf("%q: %s", base, a.Val)
				}
			}
		}
		if found < want || want == 0 && found > 0 {
			t.Errorf("%q: %d addresses", base, found)
		}
	}
}

// What a chat or a search engine shows of a link holds no figure, and no unit's name where the
// site is not for everybody.
func TestPreviews(t *testing.T) {
	site := sample(t, []string{"payments"})
	site.Base, site.Public = "https://example.org/a/", true
	team := "teams/payments/2026-02/index.html"
	page := render(t, site, 1)[team]
	for _, want := range []string{`"og:title" content="payments, February 2026"`, `"og:description" content="Delivery, quality and security of payments beside its own past."`,
		`"og:type" content="article"`, `"og:site_name" content="Soundings"`, `"og:url" content="https://example.org/a/teams/payments/2026-02/"`} {
		if !strings.Contains(page, "<meta property="+want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	site.Public = false
	files := render(t, site, 1)
	for _, name := range []string{team, "teams/payments/index.html", "services/payments/index.html", "review/2026-02/payments/index.html"} {
		for line := range strings.Lines(files[name]) {
			if strings.HasPrefix(line, `<meta property="og:`) && !strings.Contains(line, "og:url") && strings.Contains(line, "payments") {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
}
