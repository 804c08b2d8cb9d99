package generator

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// engine is the accessibility engine that .ci/package.json pins; axe-core is too large to
// keep here.
const engine = "../.ci/node_modules/axe-core/axe.min.js"

// rules are those of WCAG 2.2 AA that a program can check, and the engine's own advice.
var rules = map[string]any{"type": "tag", "values": []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}}

// seenRules are the rules whose answer depends on colours and on the room that there is.
var seenRules = map[string]any{"type": "rule", "values": []string{"color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"}}

// No rule is broken on any kind of page: as it is loaded, and then in light and in the dark, wide
// and narrow, with drawings and with live charts, closed and with every detail open.
func (r *rig) testAccessible(t *testing.T) {
	source, err := os.ReadFile(engine)
	if err != nil {
		missing(t, "browser", "no axe-core here; npm ci --prefix .ci")
	}
	r.eachKind(t, func(t *testing.T, p view) {
		tab := r.open(t, r.web(p.path), 1280, 900)
		evaluate[bool](tab, string(source)+"\n;true")
		tab.passes(rules, "wide, light")
		evaluate[bool](tab, thin(rowsAndItems))
		tab.emulate("prefers-color-scheme", "dark")
		tab.passes(seenRules, "wide, dark")
		tab.explore()
		evaluate[bool](tab, thin(marksOfLive))
		tab.passes(rules, "wide, dark, live, opened")
		tab.emulate("prefers-color-scheme", "light")
		tab.passes(seenRules, "wide, light, live, opened")
		tab.size(360, 800)
		tab.settle()
		tab.passes(rules, "narrow, light, opened")
		tab.emulate("prefers-color-scheme", "dark")
		tab.passes(seenRules, "narrow, dark, opened")
		tab.close()
	})
}

// thin opens every detail and takes out those elements of which the page has another that differs
// in words and places alone: what the engine says of one it says of all of them. Before a chart
// comes alive its drawing has to be whole.
func thin(selector string) string {
	return fmt.Sprintf(`(() => {
	const seen = new Set();
	const shape = e => e.outerHTML.replace(/>[^<]*/g, '>').replace(/ (id|href|d|x|y|[xy][12]|cx|cy|r|width|height|points|transform|datetime|aria-label|title|style)="[^"]*"/g, '');
	for (const e of document.querySelectorAll('main :is(%s)')) {
		if (!e.isConnected) continue;
		const s = shape(e);
		if (seen.has(s)) e.remove();
		seen.add(s);
	}
	document.querySelectorAll('details').forEach(d => d.open = true);
	return true;
})()`, selector)
}

const (
	rowsAndItems = "tbody tr, ul > li"
	marksOfLive  = ".chart-canvas svg g > *, .chart-canvas svg > *"
)

// passes runs the engine and fails for each rule that the page breaks.
func (tb *tab) passes(only map[string]any, when string) {
	tb.t.Helper()
	options, err := json.Marshal(map[string]any{"runOnly": only, "resultTypes": []string{"violations"}})
	if err != nil {
		tb.t.Fatal(err)
	}
	broken := evaluate[[]string](tb, `axe.run(document, `+string(options)+`).then(r => r.violations.map(v =>
		v.id + ': ' + v.help + v.nodes.slice(0, 3).map(n => '\n\t' + n.html.slice(0, 160) + '\n\t' + n.failureSummary).join('')))`)
	if len(broken) > 0 {
		tb.t.Errorf("%s: %s", when, strings.Join(broken, "\n"))
	}
}
