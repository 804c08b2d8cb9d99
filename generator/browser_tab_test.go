package generator

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	mouse "github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tab is one page in the browser, and everything that went wrong in it.
type tab struct {
	t       *testing.T
	ctx     context.Context
	close   context.CancelFunc
	mu      sync.Mutex
	origin  string // what requests must begin with
	trouble []string
	loaded  map[network.RequestID]*load
	mute    bool // scripts are off
}

// load is one request of a page.
type load struct {
	url   string
	bytes int // that came over the wire, headers included
}

// patience is how long a page may take for everything that is done with it, on a busy machine.
const patience = 3 * time.Minute

// open shows an address in a new tab; media are names and values of media features.
func (r *rig) open(t *testing.T, address string, width, height int64, media ...string) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(r.browser)
	ctx, stop := context.WithTimeout(ctx, patience)
	tb := &tab{t: t, ctx: ctx, loaded: map[network.RequestID]*load{}, close: func() { stop(); cancel() }}
	t.Cleanup(tb.close)
	if err := chromedp.Listen(ctx, tb.listen); err != nil {
		t.Fatal(err)
	}
	tb.watch(`document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))`)
	tb.size(width, height)
	tb.emulate(media...)
	tb.navigate(address)
	return tb
}

// listen notes what a reader with open developer tools would see as wrong.
func (tb *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		var words []string
		for _, a := range e.Args {
			words = append(words, string(a.Value)+a.Description)
		}
		tb.note("console %s: %s", e.Type, strings.Join(words, " "))
	case *runtime.EventExceptionThrown:
		words := e.ExceptionDetails.Text
		if o := e.ExceptionDetails.Exception; o != nil {
			words += " " + o.Description
		}
		tb.note("exception: %s", words)
	case *log.EventEntryAdded:
		tb.note("%s %s: %s %s", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL)
	case *network.EventRequestWillBeSent:
		tb.loading(e.RequestID, func(l *load) { l.url = e.Request.URL })
		if u := e.Request.URL; !strings.HasPrefix(u, tb.allowed()) && !strings.HasPrefix(u, "data:") && u != "about:blank" {
			tb.note("request to %s", u)
		}
	case *network.EventLoadingFinished:
		tb.loading(e.RequestID, func(l *load) { l.bytes = int(e.EncodedDataLength) })
	case *network.EventLoadingFailed:
		if !e.Canceled {
			tb.note("request failed: %s %s", e.Type, e.ErrorText)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			tb.note("%d for %s", e.Response.Status, e.Response.URL)
		}
	case *cdpage.EventJavascriptDialogOpening:
		tb.note("a dialog opened: %s", e.Message)
	}
}

func (tb *tab) loading(id network.RequestID, tell func(*load)) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	l := tb.loaded[id]
	if l == nil {
		l = &load{}
		tb.loaded[id] = l
	}
	tell(l)
}

func (tb *tab) note(format string, args ...any) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	tb.trouble = append(tb.trouble, fmt.Sprintf(format, args...))
}

func (tb *tab) allowed() string {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	return tb.origin
}

// quiet fails the test for everything noted so far.
func (tb *tab) quiet() {
	tb.t.Helper()
	if !tb.mute { // where timers run, events that are on their way have their time
		tb.settle()
	}
	tb.mu.Lock()
	defer tb.mu.Unlock()
	for _, s := range tb.trouble {
		tb.t.Errorf("%s: %s", tb.origin, s)
	}
	tb.trouble = nil
}

func (tb *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tb.t.Helper()
	if err := chromedp.Do(tb.ctx, steps...); err != nil {
		tb.t.Fatal(err)
	}
}

// watch runs a script in each page before the page's own.
func (tb *tab) watch(script string) {
	tb.t.Helper()
	_, err := chromedp.Call(tb.ctx, cdpage.AddScriptToEvaluateOnNewDocument, cdpage.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	if err != nil {
		tb.t.Fatal(err)
	}
}

// allow lets requests go below an address, and no others.
func (tb *tab) allow(origin string) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	tb.origin = origin
}

// navigate goes to an address and allows requests below its site, and no others.
func (tb *tab) navigate(address string) {
	tb.t.Helper()
	if u, err := url.Parse(address); err == nil && u.Scheme == "http" {
		tb.allow(u.Scheme + "://" + u.Host + below)
	} else if before, _, ok := strings.Cut(address, "/public/"); ok {
		tb.allow(before + "/public/")
	}
	tb.do(chromedp.Navigate(address))
}

func (tb *tab) size(width, height int64) {
	tb.t.Helper()
	tb.do(chromedp.EmulateViewport(width, height))
}

// emulate sets media features by name and value; without any, those of the browser.
func (tb *tab) emulate(features ...string) {
	tb.t.Helper()
	var p emulation.SetEmulatedMediaParams
	for i := 0; i+1 < len(features); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	if _, err := chromedp.Call(tb.ctx, emulation.SetEmulatedMedia, p); err != nil {
		tb.t.Fatal(err)
	}
}

func (tb *tab) disableScript() {
	tb.t.Helper()
	tb.mute = true
	if _, err := chromedp.Call(tb.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		tb.t.Fatal(err)
	}
}

// evaluate is the value of an expression in the page.
func evaluate[T any](tb *tab, expression string) T {
	tb.t.Helper()
	v, err := chromedp.Run(tb.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		tb.t.Fatal(err)
	}
	return v
}

func (tb *tab) count(selector string) int {
	tb.t.Helper()
	return evaluate[int](tb, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector))
}

// settle waits until the page has painted twice.
func (tb *tab) settle() {
	tb.t.Helper()
	evaluate[bool](tb, `new Promise(f => { const soon = setTimeout(() => f(true), 100); requestAnimationFrame(() => requestAnimationFrame(() => { clearTimeout(soon); f(true); })); })`)
}

// explore brings every chart into view, waits for each to become live, and returns how
// many did. Those with nothing to explore count, too.
func (tb *tab) explore() int {
	tb.t.Helper()
	return evaluate[int](tb, `(async () => {
		let live = 0;
		for (const f of document.querySelectorAll('figure[data-chart]')) {
			f.closest('details.shape')?.setAttribute('open', '');
			f.scrollIntoView({block: 'center'});
			const options = f.querySelector('script.chart-options');
			if (options && options.textContent.trim() === 'null') { live++; continue; }
			for (let i = 0; i < 300 && !f.querySelector('.chart-canvas svg'); i++) await new Promise(r => setTimeout(r, 10));
			if (f.classList.contains('is-live') && f.querySelector('.chart-canvas svg').getBoundingClientRect().height > 100) live++;
		}
		return live;
	})()`)
}

// pointAt moves the mouse over a live chart and expects its tooltip.
func (tb *tab) pointAt(i int) {
	tb.t.Helper()
	box := evaluate[struct{ X, Y, Width, Height float64 }](tb, fmt.Sprintf(`(() => {
		const c = document.querySelectorAll('.chart-canvas')[%d];
		c.scrollIntoView({block: 'center'});
		const {x, y, width, height} = c.getBoundingClientRect();
		return {X: x, Y: y, Width: width, Height: height};
	})()`, i))
	before := tb.texts(i)
	for _, at := range [][2]float64{{0.3, 0.6}, {0.5, 0.6}, {0.62, 0.6}, {0.7, 0.6}, {0.9, 0.6}, {0.5, 0.55}} { // the last, where the others are between panels
		tb.do(chromedp.MouseEvent(mouse.DispatchMouseEventTypeMouseMoved, box.X+box.Width*at[0], box.Y+box.Height*at[1]))
		tb.settle()
		if tb.texts(i) > before {
			return
		}
	}
	if dots := evaluate[bool](tb, fmt.Sprintf(`JSON.parse(document.querySelectorAll('.chart-canvas')[%d].closest('figure').querySelector('.chart-options').textContent).tooltip.trigger === 'item'`, i)); !dots {
		tb.t.Errorf("pointing at chart %d shows nothing", i)
	}
}

func (tb *tab) texts(i int) int {
	tb.t.Helper()
	return evaluate[int](tb, fmt.Sprintf(`document.querySelectorAll('.chart-canvas')[%d].querySelectorAll('text, tspan').length`, i))
}

// fits fails when the page scrolls sideways, and names what is too wide.
func (tb *tab) fits(when string) {
	tb.t.Helper()
	wide := evaluate[[]string](tb, `(() => {
		const room = document.documentElement.clientWidth;
		if (document.scrollingElement.scrollWidth <= room) return [];
		const inside = e => { for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return true; };
		return [document.scrollingElement.scrollWidth + ' of ' + room + ' px', ...[...document.body.querySelectorAll('*')]
			.filter(e => e.getBoundingClientRect().right > room + 0.5 && !inside(e)).map(e => e.outerHTML.slice(0, 90)).slice(0, 4)];
	})()`)
	if len(wide) > 0 {
		tb.t.Errorf("scrolls sideways at %s: %s", when, strings.Join(wide, "\n\t"))
	}
}
