package generator

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var sheets = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// mostSheets is how many sheets of paper a team's month may take.
const mostSheets = 3

// Printed on A4, a team's month holds its sentences, its questions, every figure and the
// charts of what is told, also after its charts were explored on screen, and without script.
func (r *rig) testPrinted(t *testing.T) {
	path := r.web(r.largest(t, "teams/*/"+r.month+"/index.html"))
	still := r.open(t, "about:blank", 1280, 900)
	still.disableScript()
	still.navigate(path)
	tab := r.open(t, path, 1280, 900)
	untouched := tab.pdf()
	tab.explore()
	explored := tab.pdf()
	if a, b, c := sheetsOf(untouched), sheetsOf(explored), sheetsOf(still.pdf()); a == 0 || a != b || a != c {
		t.Errorf("%d sheets, %d after the charts were explored, %d without script", a, b, c)
	}
	r.onPaper(t, tab, explored, 60, `[...document.querySelectorAll('h1, .story > .sentences > li > b, .questions b, table.summary :is(th, td), .told h3, .told .headline b')].map(e => e.textContent)`)
	if n := tab.count(`.told svg.lead-chart`); n == 0 {
		t.Error("no chart is printed")
	}
	tab.quiet()
}

// Every team's newest month fits on its sheets, and none of its charts is split or cut.
func (r *rig) testThreeSheets(t *testing.T) {
	names, _ := filepath.Glob(filepath.Join(r.dir, "teams", "*", r.month, "index.html"))
	if len(names) < 15 {
		t.Fatalf("only %d teams", len(names))
	}
	for _, name := range names {
		path, _ := filepath.Rel(r.dir, name)
		tab := r.open(t, r.web(filepath.ToSlash(path)), 1280, 900)
		if n := sheetsOf(tab.pdf()); n == 0 || n > mostSheets {
			t.Errorf("%s takes %d sheets, expected at most %d", path, n, mostSheets)
		}
		tab.close()
	}
}

// mostPortfolioSheets is how many the portfolio's month may take.
const mostPortfolioSheets = 6

// The portfolio's month can be handed round: its sentences, every figure, what is systemic, the
// charts of what is pooled, and what is not shown. What stays on the screen is said.
func (r *rig) testPrintedPortfolio(t *testing.T) {
	tab := r.open(t, r.web("portfolio/"+r.month+"/index.html"), 1280, 900)
	data := tab.pdf()
	if n := sheetsOf(data); n == 0 || n > mostPortfolioSheets {
		t.Errorf("%d sheets, expected at most %d", n, mostPortfolioSheets)
	}
	r.onPaper(t, tab, data, 30, `[...document.querySelectorAll('h1, h2, .story > .sentences > li > b, .further > summary, .questions b, table.summary :is(th, td), .paper, .card:not(:has(.counts)):has(svg) h3, .told h3, .reasons th')].map(e => e.textContent)`)
	tab.quiet()
}

func sheetsOf(data []byte) int { return len(sheets.FindAll(data, -1)) }

// onPaper fails for each of at least so many texts, which a script lists, that a PDF lacks.
func (r *rig) onPaper(t *testing.T, tab *tab, data []byte, least int, script string) {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Log("the text is not compared without pdftotext (apt-get install poppler-utils)")
		return
	}
	text, wanted := words(t, tool, data), evaluate[[]string](tab, script)
	if len(wanted) < least {
		t.Fatalf("only %d texts to look for", len(wanted))
	}
	for _, w := range wanted {
		if !strings.Contains(text, squeeze(w)) {
			t.Errorf("not on paper: %q", w)
		}
	}
}

// A sheet for a review is one page of paper, also the one with most on it, a page of which
// nothing is known yet, and one with a hostile name.
func (r *rig) testSheets(t *testing.T) {
	for _, path := range []string{r.largest(t, "review/*/*/index.html"), "review/" + r.month + "/sprout/index.html", "review/" + r.month + "/ember/index.html"} {
		tab := r.open(t, r.web(path), 1280, 900)
		data := tab.pdf()
		if n := sheetsOf(data); n != 1 {
			t.Errorf("%s takes %d sheets of paper, want 1", path, n)
		}
		r.onPaper(t, tab, data, 8, `[...document.querySelectorAll('.sheet :is(h1, h2, th, .questions b, .said li, .decisions p, .source)')].map(e => e.textContent)`)
		tab.quiet()
	}
}

func (tb *tab) pdf() []byte {
	tb.t.Helper()
	data, err := chromedp.Run(tb.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPaper(chromedp.PaperA4)))
	if err != nil {
		tb.t.Fatal(err)
	}
	return data
}

// words is the text of a PDF without its spaces, which follow the lines.
func words(t *testing.T, tool string, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(tool, "-raw", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return squeeze(string(text))
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
