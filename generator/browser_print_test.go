package generator

import (
	"bytes"
	"compress/gzip"
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

// firstView is how much a reader may have to load before every chart of a page can be
// read: on a slow mobile network (1.6 Mbit/s) 60 kB take a third of a second.
const firstView = 60_000

func TestFirstViewIsSmall(t *testing.T) {
	files := buildSite(t, "../site.toml", 2)
	styles := packed(t, files["assets/leadline.css"]) + packed(t, files["assets/chart.css"])
	largest := 0
	for name, data := range files {
		if strings.HasSuffix(name, ".html") {
			if size := packed(t, data) + styles; size > firstView {
				t.Errorf("%s: %d bytes with its styles; expected at most %d", name, size, firstView)
			} else {
				largest = max(largest, size)
			}
		}
	}
	t.Logf("largest first view: %d bytes compressed", largest)
}

// packed is the size as a host sends it.
func packed(t *testing.T, data []byte) int {
	t.Helper()
	if len(data) == 0 {
		t.Fatal("an empty file")
	}
	var buf bytes.Buffer
	w, _ := gzip.NewWriterLevel(&buf, gzip.DefaultCompression)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Len()
}
