package page

import (
	"context"
	"errors"
	"flag"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/narrative"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write the golden pages anew")

// golden are the pages that are compared byte for byte: one of each kind.
var golden = []string{
	"index.html", "404.html", "data/index.html", "metrics/index.html", "metrics/rate-deployed/index.html",
	"teams/index.html", "teams/payments/2026-02/index.html", "services/payments/index.html", "portfolio/index.html",
	"search/index.html", "sitemap.xml",
}

// drawn is what chart makes, and its own tests compare.
var drawn = regexp.MustCompile(`(?s)(<svg [^>]*class="lead-chart").*?(</svg>)|(<script type="application/json" class="chart-options">).*?(</script>)|<table><caption>.*?</table>`)

func TestGolden(t *testing.T) {
	site := sample(t, []string{"payments", "search", "identity", "mobile", "ledger"})
	site.Base, site.Public = "https://example.org/soundings/", true
	site.Teams[0].Playbook = &Playbook{Now: narrative.Stage{Number: 4, Title: "Pair"}, Next: &narrative.Stage{Number: 5, Title: "Connect", Enter: "Causes are recorded."}}
	files := render(t, site, 1)
	for _, name := range golden {
		files[name] = drawn.ReplaceAllString(files[name], "$1$3…$2$4")
		file := filepath.Join("testdata", "golden", strings.ReplaceAll(name, "/", "__"))
		if *update {
			if err := os.WriteFile(file, []byte(files[name]), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), files[name]); diff != "" {
			t.Errorf("%s (-want +got; -update after looking at the page):\n%s", name, diff)
		}
	}
}

func TestEmptySite(t *testing.T) {
	files := render(t, &Site{}, 2)
	for _, name := range []string{"index.html", "teams/index.html", "services/index.html", "portfolio/index.html", "metrics/index.html", "data/index.html", "404.html", ".nojekyll"} {
		if _, ok := files[name]; !ok {
			t.Errorf("no %s", name)
		}
	}
	if _, ok := files["sitemap.xml"]; ok {
		t.Error("a sitemap without a known address")
	}
	checkPages(t, files)
}

// TestNoMonth is a site whose events have not filled a month yet.
func TestNoMonth(t *testing.T) {
	site := sample(t, []string{"payments"})
	site.Latest = 0
	files := render(t, site, 1)
	if page := files["teams/payments/index.html"]; !strings.Contains(page, "No complete month yet") {
		t.Errorf("the team's page does not say that no month is complete:\n%s", page)
	}
	checkPages(t, files)
}

func TestSameBytes(t *testing.T) {
	site := sample(t, hostile)
	one := render(t, site, 1)
	slices.Reverse(site.Teams)
	slices.Reverse(site.Services)
	slices.Reverse(site.Definitions)
	if diff := cmp.Diff(one, render(t, site, 3)); diff != "" {
		t.Errorf("other bytes with three workers and another order:\n%s", diff)
	}
}

// TestHostile renders names that try to leave their place, parses every page and looks at
// what a browser would see.
func TestHostile(t *testing.T) {
	files := render(t, sample(t, hostile), 2)
	checkPages(t, files)
	list := files["teams/index.html"]
	for _, name := range hostile {
		if !strings.Contains(text(t, list), strings.TrimSpace(name)) {
			t.Errorf("the list of teams does not show %q as text", name)
		}
	}
}

// TestPortfolioNamesNobody: no team's and no service's name or address is on any page of
// the portfolio.
func TestPortfolioNamesNobody(t *testing.T) {
	names := []string{"zebrafish", "quokkateam", "narwhalia", "okapiservice", "axolotlish"}
	files := render(t, sample(t, names), 1)
	found := false
	for name, page := range files {
		if !strings.HasPrefix(name, "portfolio/") {
			continue
		}
		found = found || strings.Contains(page, "Share failed")
		for _, unit := range names {
			if strings.Contains(strings.ToLower(page), unit) {
				t.Errorf("%s names %s", name, unit)
			}
		}
		if strings.Contains(page, "teams/") || strings.Contains(page, "services/") {
			t.Errorf("%s leads to a team or a service", name)
		}
	}
	if !found {
		t.Error("the portfolio shows no metric at all")
	}
}

func TestTeamSeesOnlyItself(t *testing.T) {
	files := render(t, sample(t, []string{"zebrafish", "quokkateam"}), 1)
	if page := files["teams/zebrafish/2026-02/index.html"]; strings.Contains(page, "quokkateam") || !strings.Contains(page, "zebrafish") {
		t.Error("a team's page names another team, or not its own")
	}
}

// TestReasons: what a level does not see is listed with its reason, on the pages of that
// level alone, and is not also shown.
func TestReasons(t *testing.T) {
	files := render(t, sample(t, []string{"payments"}), 1)
	for name, reason := range map[string]string{
		"portfolio/index.html":         "Summed over teams it informs no decision.",
		"services/payments/index.html": "It belongs to a team.",
	} {
		if !strings.Contains(files[name], reason) || strings.Contains(files[name], `id="time-deploying"`) {
			t.Errorf("%s lacks the reason, or shows the metric nevertheless", name)
		}
	}
	if page := files["teams/payments/index.html"]; strings.Contains(page, "It belongs to a team.") || !strings.Contains(page, `id="time-deploying"`) {
		t.Error("the team's page lacks its metric, or gives a reason for not showing it")
	}
}

// TestOwnersNotCounted: what nobody counted is not claimed to be none.
func TestOwnersNotCounted(t *testing.T) {
	if page := render(t, &Site{}, 1)["data/index.html"]; strings.Contains(page, "owner") {
		t.Error("the page speaks of owners that were not counted")
	}
	if page := render(t, &Site{Unowned: []fact.Count{}}, 1)["data/index.html"]; !strings.Contains(page, "Every unit in the events has an owner.") {
		t.Error("the page does not say that every unit has an owner")
	}
}

func TestStage(t *testing.T) {
	site := sample(t, []string{"payments"})
	site.Teams[0].Playbook = &Playbook{Now: narrative.Stage{Number: 1}}
	page := render(t, site, 1)["teams/payments/index.html"]
	if !strings.Contains(page, "Introduced later") || strings.Contains(page, `id="rate-deployed"`) {
		t.Error("a team of stage 1 sees a metric of stage 2")
	}
}

// TestOneMonthPagesUntilIt: a page of an old month shows nothing later than that month.
func TestOneMonthPagesUntilIt(t *testing.T) {
	files := render(t, sample(t, []string{"payments"}), 1)
	page := files["teams/payments/2025-12/index.html"]
	if page == "" || strings.Contains(page, "<th scope=\"row\">January 2026") || !strings.Contains(page, "<th scope=\"row\">December 2025") {
		t.Error("the page of December 2025 shows January 2026, or not December")
	}
	if latest := files["teams/payments/2026-02/index.html"]; !strings.Contains(latest, "<th scope=\"row\">March 2026") {
		t.Error("the newest page lacks the running month")
	}
	if n := len(pagesUnder(files, "teams/payments/")); n != 14 {
		t.Errorf("%d pages of the team; want 13 months and the alias", n)
	}
}

func TestErrorNamesThePage(t *testing.T) {
	broken := errors.New("disk is full")
	err := Render(context.Background(), os.DirFS("../../templates"), &Site{}, 2, func(path string, _ []byte) error {
		if path == "data/index.html" {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "data/index.html") {
		t.Errorf("got %v", err)
	}
}

// TestTemplateCannotReachOtherLevels: a template that asks a portfolio page for a name, or
// a page for a field that it lacks, is an error.
func TestTemplateCannotReachOtherLevels(t *testing.T) {
	for _, field := range []string{".Name", ".Teams", ".Services", ".Subject"} {
		files := fstest.MapFS{}
		for _, name := range append(slices.Clone(shared), fileNames()...) {
			data, err := os.ReadFile("../../templates/" + name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: data}
		}
		files["portfolio.html"] = &fstest.MapFile{Data: []byte(`{{define "main"}}{{` + field + `}}{{end}}`)}
		err := Render(context.Background(), files, &Site{}, 1, func(string, []byte) error { return nil })
		if err == nil || !strings.Contains(err.Error(), "portfolio/index.html") {
			t.Errorf("%s on the portfolio's page: %v", field, err)
		}
	}
	var _ = Portfolio{Report: Report[level.Portfolio]{}} // the only cards that it can hold
}

func fileNames() []string {
	var names []string
	for _, kind := range kinds {
		names = append(names, kind+".html")
	}
	return names
}

func pagesUnder(files map[string]string, prefix string) []string {
	var names []string
	for name := range files {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	return names
}

// checkPages parses every page and holds it to the rules that all pages keep: one h1, a
// language, unique ids, no script but the site's own and data blocks, no style and no event
// attribute, every relative link to a page or file that exists, every fragment to an id.
func checkPages(t *testing.T, files map[string]string) {
	t.Helper()
	ids := map[string]map[string]bool{}
	docs := map[string]*html.Node{}
	for name, data := range files {
		if strings.HasSuffix(name, ".html") {
			doc, err := html.Parse(strings.NewReader(data))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			docs[name], ids[name] = doc, map[string]bool{}
			for _, n := range slices.Collect(doc.Descendants()) {
				if id := attr(n, "id"); id != "" {
					if ids[name][id] {
						t.Errorf("%s: id %q twice", name, id)
					}
					ids[name][id] = true
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(docs)) {
		headings := 0
		for n := range docs[name].Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if n.Data == "h1" {
				headings++
			}
			checkElement(t, name, n, ids)
		}
		if headings != 1 {
			t.Errorf("%s: %d h1", name, headings)
		}
	}
}

func checkElement(t *testing.T, page string, n *html.Node, ids map[string]map[string]bool) {
	t.Helper()
	switch n.Data {
	case "html":
		if attr(n, "lang") != "en" {
			t.Errorf("%s: no language", page)
		}
	case "script":
		own := strings.HasSuffix(attr(n, "src"), "assets/leadline.js") ||
			page == searchPath && slices.Contains(searchScripts, strings.TrimPrefix(attr(n, "src"), "../"))
		if !own && attr(n, "type") != "application/json" {
			t.Errorf("%s: a script that is neither the site's nor data", page)
		}
	case "style", "iframe", "object", "embed", "form", "base":
		t.Errorf("%s: <%s>", page, n.Data)
	case "img":
		t.Errorf("%s: a picture that nobody asked for: %v", page, n.Attr)
	case "table":
		if !hasChild(n, "caption") && attr(n.Parent, "aria-label") != "Table" {
			t.Errorf("%s: a table without caption", page)
		}
	case "th":
		if attr(n, "scope") == "" {
			t.Errorf("%s: th without scope", page)
		}
	}
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			t.Errorf("%s: <%s %s>", page, n.Data, a.Key)
		}
		if a.Key == "href" && n.Data == "a" {
			checkLink(t, page, a.Val, ids)
		}
		if a.Key == "aria-labelledby" {
			for _, id := range strings.Fields(a.Val) {
				if !ids[page][id] {
					t.Errorf("%s: labelled by %q, which is not there", page, id)
				}
			}
		}
	}
}

var scheme = regexp.MustCompile(`^[a-z]+:`)

func checkLink(t *testing.T, page, href string, ids map[string]map[string]bool) {
	t.Helper()
	if scheme.MatchString(href) {
		t.Errorf("%s: a link that leaves the site: %s", page, href)
		return
	}
	target, fragment, _ := strings.Cut(href, "#")
	if target == "" {
		target = page
	} else {
		target = path.Join(path.Dir(page), target)
	}
	if ids[target] == nil {
		t.Errorf("%s: %s leads nowhere (%s)", page, href, target)
	} else if fragment != "" && !ids[target][fragment] {
		t.Errorf("%s: %s: no such anchor", page, href)
	}
}

func hasChild(n *html.Node, tag string) bool {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode && c.Data == tag {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// text is what a page shows as text.
func text(t *testing.T, page string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// BenchmarkRender renders the hostile site: ten teams and ten services, 13 months each,
// two or three charts a page.
func BenchmarkRender(b *testing.B) {
	site := sample(b, hostile)
	templates := os.DirFS("../../templates")
	pages := 0
	for b.Loop() {
		if err := Render(context.Background(), templates, site, 1, func(string, []byte) error { pages++; return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
