package generator

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestBrowser opens the sample site in a real browser, as a reader would: served below a
// sub-path, and from a folder. One browser and one build serve all subtests.
func TestBrowser(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	r := newRig(t)
	t.Run("visited", r.testVisited)
	t.Run("painted", r.testPainted)
	t.Run("folder", r.testFolder)
	t.Run("plain", r.testWithoutScript)
	t.Run("accessible", r.testAccessible)
	t.Run("followed", r.testFollowed)
	t.Run("narrow", r.testNarrow)
	t.Run("spaced", r.testSpaced)
	t.Run("explored", r.testExplored)
	t.Run("forced", r.testForced)
	t.Run("printed", r.testPrinted)
	t.Run("three sheets", r.testThreeSheets)
	t.Run("portfolio printed", r.testPrintedPortfolio)
	t.Run("sheets", r.testSheets)
	t.Run("hostile", r.testHostile)
	t.Run("downloads", r.testDownloads)
	t.Run("search", r.testSearch)
	t.Run("screenshots", r.testScreenshots)
}

// covered lists the links whose first line is not what a click there would hit.
const covered = `[...document.querySelectorAll('main a')].filter(a => {
	if (!a.checkVisibility({visibilityProperty: true})) return false;
	a.scrollIntoView({block: 'center', inline: 'center'});
	const b = a.getClientRects()[0];
	return b && !a.contains(document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2));
}).map(a => a.outerHTML)`

// The same from a folder, without a server.
func (r *rig) testFolder(t *testing.T) {
	r.eachKind(t, func(t *testing.T, p view) {
		tab := r.open(t, "file://"+filepath.ToSlash(filepath.Join(r.dir, p.path)), 1280, 900)
		if drawn, live := tab.count(`figure[data-chart] svg.lead-chart`), tab.explore(); live != drawn {
			t.Errorf("%s: %d of %d charts can be explored", p.path, live, drawn)
		}
		tab.quiet()
		tab.close()
	})
}

// Without its script a page shows every chart and every figure.
func (r *rig) testWithoutScript(t *testing.T) {
	r.eachKind(t, func(t *testing.T, p view) {
		tab := r.open(t, "about:blank", 1280, 900)
		tab.disableScript()
		tab.navigate(r.web(p.path))
		if n := tab.count(`.is-live`); n != 0 {
			t.Errorf("%s: %d charts are live; is the script really off?", p.path, n)
		}
		hidden := evaluate[[]string](tab, `[...document.querySelectorAll('h1, figure svg.lead-chart, .headline, .figures, table.summary')]
			.filter(e => !e.closest('details:not([open])')).filter(e => { const b = e.getBoundingClientRect(); return b.width < 8 || b.height < 8; }).map(e => e.outerHTML.slice(0, 120))`)
		for _, h := range hidden {
			t.Errorf("%s: no room for %s", p.path, h)
		}
		tab.quiet()
		tab.close()
	})
}

// No page scrolls sideways: on a small telephone, on the width that WCAG 2.2 (1.4.10)
// asks for, and on a laptop at 200 %; before and after its charts can be explored. Where a
// figure is too narrow for that, it shows its drawing again.
func (r *rig) testNarrow(t *testing.T) {
	r.eachKind(t, func(t *testing.T, p view) {
		tab := r.open(t, r.web(p.path), 640, 800)
		for _, width := range []int64{360, 320, 640} {
			tab.size(width, 800)
			tab.fits(fmt.Sprintf("%d px", width))
		}
		tab.explore()
		for _, width := range []int64{640, 320} {
			tab.size(width, 800)
			tab.settle()
			tab.fits(fmt.Sprintf("%d px, explored", width))
			for _, f := range evaluate[[]string](tab, unseen) {
				t.Errorf("neither drawn nor live at %d px: %s", width, f)
			}
		}
		tab.quiet()
	})
}

// unseen lists the figures of which a reader sees no chart, or two.
const unseen = `[...document.querySelectorAll('figure[data-chart]')].filter(f => f.checkVisibility() && f.querySelector('svg.lead-chart'))
	.filter(f => [...f.querySelectorAll('svg.lead-chart, .chart-canvas svg')].filter(s => s.checkVisibility() && s.getBoundingClientRect().height > 40).length !== 1)
	.map(f => f.outerHTML.slice(0, 120))`

// Pointing at a live chart shows a row of its table, within the policy; the same for
// readers who ask for less motion, and for those who look at it in the dark.
func (r *rig) testExplored(t *testing.T) {
	path := r.largest(t, "teams/*/"+r.month+"/index.html")
	for name, media := range map[string][]string{
		"light": nil, "dark": {"prefers-color-scheme", "dark"}, "still": {"prefers-reduced-motion", "reduce"},
	} {
		t.Run(name, func(t *testing.T) {
			tab := r.open(t, r.web(path), 1280, 900, media...)
			if live := tab.explore(); live == 0 {
				t.Fatal("no chart can be explored")
			}
			for i := range tab.count(`.chart-canvas`) {
				tab.pointAt(i)
			}
			tab.quiet()
		})
	}
	t.Run("both", func(t *testing.T) {
		tab := r.open(t, r.web(path), 1280, 900)
		tab.explore()
		before := evaluate[string](tab, `getComputedStyle(document.querySelector('.chart-canvas svg text')).fill`)
		tab.emulate("prefers-color-scheme", "dark")
		tab.settle()
		if after := evaluate[string](tab, `getComputedStyle(document.querySelector('.chart-canvas svg text')).fill`); after == before {
			t.Errorf("the text of live charts stays %s in the dark", after)
		}
		tab.quiet()
	})
}

// What a person wrote stays text: names with markup, quotes, formulas and other scripts
// are read as they are, and bring no element, no handler and no address of their own.
func (r *rig) testHostile(t *testing.T) {
	plain := regexp.MustCompile(`^[\w ,.&-]+$`)
	seen := 0
	for _, list := range []string{"teams", "services"} {
		tab := r.open(t, r.web(list+"/index.html"), 1280, 900)
		for _, l := range evaluate[[]link](tab, `[...document.querySelectorAll('.az li a')].map(a => ({text: a.textContent, href: a.getAttribute('href')}))`) {
			if plain.MatchString(l.Text) {
				continue
			}
			seen++
			tab.navigate(r.web(strings.TrimPrefix(l.Href, "../")))
			if h := evaluate[string](tab, `document.querySelector('h1').textContent`); h != l.Text {
				t.Errorf("%s: heading %q, listed as %q", l.Href, h, l.Text)
			}
			if title := evaluate[string](tab, `document.title`); !strings.HasPrefix(title, strings.Join(strings.Fields(l.Text), " ")) {
				t.Errorf("%s: title %q", l.Href, title)
			}
			tab.explore()
			for _, e := range evaluate[[]string](tab, foreign) {
				t.Errorf("%s: %s", l.Href, e)
			}
			tab.quiet()
		}
		tab.close()
	}
	if seen < 8 {
		t.Errorf("only %d hostile names in the sample", seen)
	}
}

// foreign lists elements and attributes that no template and no library writes.
const foreign = `[
	...[...document.querySelectorAll('script')].filter(s => s.type !== 'application/json' && !/\/assets\/(leadline|charts|echarts\.min)\.js$/.test(s.src)),
	...document.querySelectorAll('img, iframe, object, embed, form, base, style, [onerror], [onload], [onclick], a[href^="javascript:"]'),
].map(e => e.outerHTML.slice(0, 120))`

// Who wants the figures elsewhere finds the workbook of the newest month.
func (r *rig) testDownloads(t *testing.T) {
	for _, p := range []string{"index.html", "data/index.html"} {
		tab := r.open(t, r.web(p), 1280, 900)
		hrefs := evaluate[[]string](tab, `[...document.querySelectorAll('main a[href$=".xlsx"]')].map(a => a.href)`)
		if want := r.web("downloads/" + r.month + "/"); len(hrefs) == 0 || !strings.HasPrefix(hrefs[0], want) {
			t.Errorf("%s: links to workbooks %q; expected one of %s", p, hrefs, want)
		}
		tab.close()
	}
}
