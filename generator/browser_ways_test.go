package generator

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A reader goes from the first page to a team, brings its charts to life, opens a definition and
// goes home, by clicking alone: below a sub-path of a host, and from a folder.
func (r *rig) testFollowed(t *testing.T) {
	for name, first := range map[string]string{"host": r.web("index.html"), "folder": "file://" + filepath.ToSlash(filepath.Join(r.dir, "index.html"))} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := strings.TrimSuffix(first, "index.html")
			tab := r.open(t, first, 1280, 900)
			tab.click(`header.site a[href$="teams/index.html"]`, site+"teams/index.html")
			tab.click(`main a[href*="harbour/"]`, site+"teams/harbour/")
			if tab.explore() < 5 {
				t.Error("fewer than five charts come alive")
			}
			tab.click(`main article a[href*="metrics/change-lead-time/index.html"]`, site+"metrics/change-lead-time/index.html")
			tab.click(`header.site a.brand`, site+"index.html")
			tab.quiet()
		})
	}
}

// click follows a link, which must lead to an address that begins so.
func (tb *tab) click(selector, address string) {
	tb.t.Helper()
	if !evaluate[bool](tb, fmt.Sprintf(`(() => { const a = document.querySelector(%q); if (a) setTimeout(() => a.click()); return a !== null; })()`, selector)) {
		tb.t.Fatalf("no link %s", selector)
	}
	arrived := fmt.Sprintf(`location.href.startsWith(%q) && document.readyState === 'complete'`, address)
	for range 300 { // a page that goes away takes a question with it, so that is no answer
		if there, err := chromedp.Run(tb.ctx, chromedp.Evaluate[bool](arrived)); err == nil && there {
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
	tb.t.Fatalf("%s leads to %s; expected %s", selector, evaluate[string](tb, `location.href`), address)
}

// A reader may set lines, words and letters as far apart as WCAG 2.2 (1.4.12) says, and still
// nothing is cut off and no page scrolls sideways.
func (r *rig) testSpaced(t *testing.T) {
	r.eachKind(t, func(t *testing.T, p view) {
		tab := r.open(t, r.web(p.path), 1280, 900)
		evaluate[bool](tab, spaced)
		for _, width := range []int64{1280, 320} {
			tab.size(width, 900)
			tab.settle()
			tab.fits(fmt.Sprintf("%d px, spaced", width))
			for _, c := range evaluate[[]string](tab, cutOff) {
				t.Errorf("cut off at %d px, spaced: %s", width, c)
			}
		}
		tab.close()
	})
}

// spaced is the style of WCAG 2.2 (1.4.12). A sheet made by a script is not one that the page
// brings, so its policy lets it be.
const spaced = `(() => {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync('body, body :not(svg, svg *) { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
	document.adoptedStyleSheets = [sheet];
	return true;
})()`

// cutOff lists what hides a part of its own text, but for what is there for those who listen.
const cutOff = `[...document.body.querySelectorAll('*')].filter(e => {
	const s = getComputedStyle(e);
	if (e.closest('svg, .chart-live') || !e.checkVisibility() || e.clientWidth < 4 || e.clientHeight < 4) return false;
	const hides = v => v === 'hidden' || v === 'clip';
	return hides(s.overflowX) && e.scrollWidth > e.clientWidth + 1 || hides(s.overflowY) && e.scrollHeight > e.clientHeight + 1;
}).map(e => e.outerHTML.slice(0, 120))`
