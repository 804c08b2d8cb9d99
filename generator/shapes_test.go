package generator

import (
	"regexp"
	"runtime"
	"strings"
	"testing"
)

var (
	shapeFigure = regexp.MustCompile(`(?s)<figure class="chart">\n<figcaption>(?:[^<]|<[^/]|</[^f])*</figcaption>\s*<svg[^>]*><title id="d-[^"]*">.*?</figure>`)
	shapeKind   = regexp.MustCompile(`<desc[^>]*>(Distribution|Survival curve|Dot chart of ages|Rows of dots)`)
	cardHead    = regexp.MustCompile(`<p class="headline[^>]*><b>([^<]*)</b>`)
)

// A picture of single values stands only beside a figure that is shown; of a person-derived
// metric it has neither a dot for a value nor a curve that steps where one ended. The sample's
// pages have all four pictures.
func TestShapesOfThePages(t *testing.T) {
	files := sampleSite(t)
	site, err := open(Options{Config: "../site.toml", Workers: runtime.GOMAXPROCS(0), Progress: quiet{}})
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]bool{}
	for _, d := range site.definitions {
		people[d.ID] = d.People
	}
	seen := map[string]int{}
	for name, data := range files {
		if !strings.HasSuffix(name, "index.html") {
			continue
		}
		for _, card := range cardArticle.FindAllSubmatch(data, -1) {
			figure := shapeFigure.Find(card[0])
			if figure == nil {
				continue
			}
			id, kind, head := string(card[1]), shapeKind.FindSubmatch(figure), cardHead.FindSubmatch(card[0])
			if kind == nil || head == nil {
				t.Fatalf("%s, %s: no kind or no headline in %.300s", name, id, figure)
			}
			seen[string(kind[1])]++
			if text := string(head[1]); text == "withheld" || text == "no data" || text == "not shown at this level" {
				t.Errorf("%s, %s: a picture of values beside a figure that is %s", name, id, text)
			}
			if dots := strings.Contains(string(figure), `class="dots"`); people[id] && (dots && string(kind[1]) != "Rows of dots" || string(kind[1]) == "Survival curve") {
				t.Errorf("%s, %s: single values of a person-derived metric", name, id)
			}
		}
	}
	if len(seen) != 4 {
		t.Errorf("pictures on all pages: %v", seen)
	}
}
