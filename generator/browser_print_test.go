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

// Printed on A4, a page holds its figures, its drawings and its open tables, also after
// its charts were explored on screen.
func (r *rig) testPrinted(t *testing.T) {
	tab := r.open(t, r.web(r.largest(t, "teams/*/"+r.month+"/index.html")), 1280, 900)
	untouched := tab.pdf()
	tab.explore()
	explored := tab.pdf()
	if a, b := len(sheets.FindAll(untouched, -1)), len(sheets.FindAll(explored, -1)); a == 0 || a != b {
		t.Errorf("%d sheets, and %d after the charts were explored", a, b)
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Log("the text is not compared without pdftotext (apt-get install poppler-utils)")
		return
	}
	text := words(t, tool, explored)
	wanted := evaluate[[]string](tab, `[...document.querySelectorAll('h1, .headline b, .verdict, figure details.table caption, figure details.table tbody tr:last-child th')].map(e => e.textContent)`)
	if len(wanted) < 20 {
		t.Fatalf("only %d texts to look for", len(wanted))
	}
	for _, w := range wanted {
		if !strings.Contains(text, squeeze(w)) {
			t.Errorf("not on paper: %q", w)
		}
	}
	tab.quiet()
}

// A sheet for a review is one page of paper, also the one with most on it, a page of which
// nothing is known yet, and one with a hostile name.
func (r *rig) testSheets(t *testing.T) {
	for _, path := range []string{r.largest(t, "review/*/*/index.html"), "review/" + r.month + "/sprout/index.html", "review/" + r.month + "/ember/index.html"} {
		tab := r.open(t, r.web(path), 1280, 900)
		data := tab.pdf()
		if n := len(sheets.FindAll(data, -1)); n != 1 {
			t.Errorf("%s takes %d sheets of paper, want 1", path, n)
		}
		if tool, err := exec.LookPath("pdftotext"); err == nil {
			text := words(t, tool, data)
			for _, w := range evaluate[[]string](tab, `[...document.querySelectorAll('.sheet :is(h1, h2, th, .questions b, .said li, .decisions p, .source)')].map(e => e.textContent)`) {
				if !strings.Contains(text, squeeze(w)) {
					t.Errorf("%s: not on paper: %q", path, w)
				}
			}
		}
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
	text, err := exec.Command(tool, name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return squeeze(string(text))
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
