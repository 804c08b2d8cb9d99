package generator

import (
	"cmp"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// What a page may cost its reader. firstView is that of pages as files; see testSmall.
const (
	firstRequests = 3       // page, styles, script; the icon is loaded for the browser's frame, after the page
	liveView      = 350_000 // bytes over the wire when its charts can be explored, too
)

// A first visit to a page of each kind. Every chart can be read after three requests and 60 kB,
// and explored after 350 kB. Nothing moves under the reader's eyes, while the page loads and
// while its charts come alive; testPainted sees the same on a narrow screen. There is no message, no request to elsewhere,
// nothing blocked, missing or covered.
func (r *rig) testVisited(t *testing.T) {
	r.eachKind(t, func(t *testing.T, p view) {
		tab := r.visit(t, 1280)
		tab.navigate(r.web(p.path))
		first := tab.requests()
		tab.readable()
		most := firstRequests
		if p.kind == "search" {
			most += 2 // the library that finds, and what uses it
		}
		if n := total(first); len(first) > most || n > firstView {
			t.Errorf("readable after %d requests and %d bytes; expected at most %d and %d: %v", len(first), n, most, firstView, first)
		}
		tab.leaf()
		tab.still()
		if n := total(tab.requests()); n > liveView {
			t.Errorf("%d bytes with live charts; expected at most %d: %v", n, liveView, tab.requests())
		}
		drawn := tab.count(`figure[data-chart] svg.lead-chart`)
		if live := tab.explore(); live != drawn {
			t.Errorf("%d of %d charts can be explored", live, drawn)
		}
		for _, l := range evaluate[[]string](tab, covered) {
			t.Errorf("something lies on the link %s", l)
		}
		tab.quiet()
		tab.close()
	})
}

// visit opens a tab for a reader who was never here before.
func (r *rig) visit(t *testing.T, width int64) *tab {
	t.Helper()
	tab := r.open(t, "about:blank", width, 800)
	tab.forget()
	tab.watch(shifts)
	return tab
}

// The first paint waits for no script: with every script held back, the page is there to read.
// When the scripts come at last, nothing that was read moves.
func (r *rig) testPainted(t *testing.T) {
	r.eachKind(t, func(t *testing.T, p view) {
		slow := &host{files: r.files, packed: r.packed, held: make(chan struct{})}
		server := httptest.NewServer(slow)
		release := sync.OnceFunc(func() { close(slow.held) })
		defer server.Close()
		defer release() // before the server waits for its answers
		tab := r.visit(t, 360)
		tab.allow(server.URL + below)
		if _, err := chromedp.Call(tab.ctx, cdpage.Navigate, cdpage.NavigateParams{URL: server.URL + below + p.path}); err != nil {
			t.Fatal(err)
		}
		painted := tab.wait(`performance.getEntriesByName('first-contentful-paint').length > 0 && document.querySelector('main > *:last-child') !== null`)
		if loaded := evaluate[string](tab, `document.readyState`) == "complete"; !painted || loaded && tab.count(`script[src]`) > 0 {
			t.Errorf("%s: painted %t, loaded %t while its script is on the way; expected a paint before that", p.path, painted, loaded)
		}
		tab.readable()
		release()
		if !tab.wait(`document.readyState === 'complete'`) {
			t.Error("the page is never complete")
		}
		tab.leaf()
		tab.still()
		tab.quiet()
		tab.close()
	})
}

// shifts notes what moved, by how much, and from where to where.
const shifts = `window.shifts = []; new PerformanceObserver(list => {
	for (const e of list.getEntries()) window.shifts.push(e.value.toFixed(5) + ' at ' + innerWidth + ' px, scrolled to ' + Math.round(scrollY) + ': ' + e.sources.slice(0, 3).map(s =>
		(s.node && s.node.cloneNode ? (s.node.outerHTML || s.node.textContent).slice(0, 90) : s.node) + ' from ' + Math.round(s.previousRect.y) + ' to ' + Math.round(s.currentRect.y)).join('; '));
}).observe({type: 'layout-shift', buffered: true});`

// leaf reads a page from its head to its foot, a good half of the window at a time. A chart
// narrower than 380 px is not waited for.
func (tb *tab) leaf() {
	tb.t.Helper()
	evaluate[bool](tb, `(async () => {
		const frame = () => new Promise(requestAnimationFrame);
		const drawn = f => f.querySelector('.chart-canvas svg') || !f.querySelector('svg.lead-chart') || f.querySelector('script.chart-options')?.textContent.trim() === 'null';
		const near = f => { const b = f.getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight; };
		for (let at = 0; at < document.documentElement.scrollHeight; at += innerHeight * 0.6) {
			scrollTo(0, at);
			await frame(); await frame();
			for (const f of document.querySelectorAll('figure[data-chart]')) for (let i = 0; i < 300 && near(f) && f.clientWidth >= 380 && !drawn(f); i++) await frame();
			await frame(); await frame();
		}
		return true;
	})()`)
}

// still fails for everything that moved.
func (tb *tab) still() {
	tb.t.Helper()
	for _, s := range evaluate[[]string](tb, `window.shifts`) {
		tb.t.Errorf("moved by %s", s)
	}
}

// readable fails unless every chart of the page is drawn and has its table.
func (tb *tab) readable() {
	tb.t.Helper()
	for _, f := range evaluate[[]string](tb, `[...document.querySelectorAll('figure[data-chart]')].filter(f => {
		const drawing = f.querySelector('svg.lead-chart');
		return !drawing || drawing.getBoundingClientRect().height < 40 || !f.querySelector('table');
	}).map(f => f.outerHTML.slice(0, 200))`) {
		tb.t.Errorf("cannot be read: %s", f)
	}
}

// wait tells whether an expression becomes true before the reader's patience ends.
func (tb *tab) wait(expression string) bool {
	tb.t.Helper()
	for range 200 {
		if evaluate[bool](tb, expression) {
			return true
		}
		time.Sleep(20 * time.Millisecond)
	}
	return false
}

// forget makes a tab load everything anew, as on a first visit.
func (tb *tab) forget() {
	tb.t.Helper()
	if _, err := chromedp.Call(tb.ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		tb.t.Fatal(err)
	}
}

// requests are those of the page so far, by address.
func (tb *tab) requests() []load {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	var out []load
	for _, l := range tb.loaded {
		if strings.HasPrefix(l.url, "http") {
			out = append(out, *l)
		}
	}
	slices.SortFunc(out, func(a, b load) int { return cmp.Compare(a.url, b.url) })
	return out
}

func total(loads []load) (n int) {
	for _, l := range loads {
		n += l.bytes
	}
	return n
}

func (l load) String() string { return fmt.Sprintf("%s %d", l.url, l.bytes) }
