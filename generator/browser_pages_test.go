package generator

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestPages holds what is true of every page of the sample site, whatever kind it is of.
func TestPages(t *testing.T) {
	t.Parallel()
	files := sampleSite(t)
	t.Run("small", func(t *testing.T) { testSmall(t, lookAt(t)) })
	t.Run("words", func(t *testing.T) { testWords(t, files) })
	t.Run("ids", func(t *testing.T) { testIDs(t, files) })
	t.Run("drawings", func(t *testing.T) { testDrawings(t, files) })
}

// firstView is how much a reader may have to load before every chart of a page can be
// read: on a slow mobile network (1.6 Mbit/s) 60 kB take a third of a second. spoken is what a
// host says of the three files: some 300 bytes of each, as browsers count them.
const (
	firstView = 60_000
	spoken    = 3 * 300
)

// Every page of the newest month, and all that are of no month, are small. A browser measures
// pages of each kind; see testVisited.
func testSmall(t *testing.T, site publicSite) {
	shared := len(zipped(site.files["assets/leadline.css"])) + len(zipped(site.files["assets/leadline.js"])) + spoken
	largest := 0
	for name, data := range pagesOf(site.files) {
		if months.MatchString(name) && !strings.Contains(name, site.month) {
			continue
		}
		size := len(zipped(data)) + shared
		largest = max(largest, size)
		if size > firstView {
			t.Errorf("%s: %d bytes with styles, script and headers; expected at most %d", name, size, firstView)
		}
	}
	t.Logf("largest first view: %d bytes compressed, %d of them shared", largest, shared)
}

var (
	tags = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`)
	// refused are the words of a report that judges people; none is said of a team.
	refused = regexp.MustCompile(`(?i)\b(performan\w*|scor(e|es|ed|ing|ecards?)|grad(e|es|ed|ing)|top|worst|rank(s|ed|ing|ings)?|leagues?|productivity of|targets? missed)\b`)
	// refusing is how a definition says what its metric is not for; there a word may stand.
	refusing = regexp.MustCompile(`(?is)<h2 id="not-for".*?<h2`)
)

// quoted are the few phrases with such a word that a document of the guide needs to say what
// is refused, or to name a source.
var quoted = map[string][]string{
	"guide/what-this-is-not/index.html":       {"a scorecard", "a ranking"},
	"guide/anti-patterns/index.html":          {"The league table"},
	"guide/signals-and-statistics/index.html": {"Performance indicators: good, bad, and ugly"},
}

// months are the pages of one month; the newest of them is at the unit's own address, too.
var months = regexp.MustCompile(`/\d{4}-\d{2}/`)

func testWords(t *testing.T, files map[string][]byte) {
	for _, name := range slices.Sorted(maps.Keys(pagesOf(files))) {
		if months.MatchString(name) {
			continue
		}
		page := refusing.ReplaceAll(files[name], []byte("<h2"))
		text := html.UnescapeString(string(tags.ReplaceAll(page, []byte(" "))))
		for _, phrase := range quoted[name] {
			if !strings.Contains(text, phrase) {
				t.Errorf("%s no longer says %q; take it out of quoted", name, phrase)
			}
			text = strings.ReplaceAll(text, phrase, "")
		}
		for _, at := range refused.FindAllStringIndex(text, -1) {
			t.Errorf("%s says %q", name, strings.Join(strings.Fields(text[max(0, at[0]-60):min(len(text), at[1]+40)]), " "))
		}
	}
}

var (
	ids     = regexp.MustCompile(` id="([^"]*)"`)
	regions = regexp.MustCompile(`role="region" (aria-label(?:ledby)?="[^"]*")`)
)

// Ids are unique on a page, and so are the names by which regions are told apart.
func testIDs(t *testing.T, files map[string][]byte) {
	for _, name := range slices.Sorted(maps.Keys(pagesOf(files))) {
		for _, what := range []*regexp.Regexp{ids, regions} {
			seen := map[string]bool{}
			for _, m := range what.FindAllSubmatch(files[name], -1) {
				if seen[string(m[1])] {
					t.Errorf("%s has %s twice", name, m[1])
				}
				seen[string(m[1])] = true
			}
		}
	}
}

// A line is drawn where each month is a reading of its own. Where months overlap there is the
// table alone, of a direction not even that; delays are drawn by cause.
func testDrawings(t *testing.T, files map[string][]byte) {
	page := string(files["teams/harbour/index.html"])
	for id, want := range map[string]struct{ drawn, tabled bool }{
		"change-lead-time": {true, true}, "delay-causes": {true, true}, "time-to-fix-vulnerabilities": {false, true},
		"friction-points": {false, true}, "test-coverage-direction": {false, false},
	} {
		_, card, found := strings.Cut(page, ` id="`+id+`" aria-labelledby="`+id+`-title"`)
		card, _, _ = strings.Cut(card, "</article>")
		drawn, tabled := strings.Contains(card, `<title id="c-`), strings.Contains(card, `<details class="table"><summary>Data table`)
		if !found || drawn != want.drawn || tabled != want.tabled {
			t.Errorf("%s: on the page %t, drawn %t, tabled %t; expected %+v", id, found, drawn, tabled, want)
		}
		if id == "delay-causes" && !strings.Contains(card, "Time with each cause alone") {
			t.Errorf("%s is not drawn by cause", id)
		}
	}
}

func pagesOf(files map[string][]byte) map[string][]byte {
	pages := maps.Clone(files)
	maps.DeleteFunc(pages, func(name string, _ []byte) bool { return !strings.HasSuffix(name, ".html") })
	return pages
}

func TestRefusedWords(t *testing.T) {
	for text, want := range map[string]bool{
		"the top of the list": true, "Performance of a team": true, "scored": true, "ranked by": true, "three targets missed": true,
		"stops on a laptop, underscore and gradual": false, "score": true, "biggest": false, "a frank word": false,
	} {
		if refused.MatchString(text) != want {
			t.Errorf("%q: refused %t", text, !want)
		}
	}
}
