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
