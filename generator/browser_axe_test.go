package generator

import (
	"os"
	"strings"
	"testing"
)

// engine is the accessibility engine that .ci/package.json pins; axe-core is too large to
// keep here.
const engine = "../.ci/node_modules/axe-core/axe.min.js"

// No rule of WCAG 2.2 AA that a program can check is broken on any kind of page, wide in
// light and narrow in the dark, with drawings and with live charts.
func (r *rig) testAccessible(t *testing.T) {
	source, err := os.ReadFile(engine)
	if err != nil {
		missing(t, "no axe-core here; npm ci --prefix .ci")
	}
	r.eachKind(t, func(t *testing.T, p view) {
		for scheme, width := range map[string]int64{"light": 1280, "dark": 360} {
			tab := r.open(t, r.web(p.path), width, 900, "prefers-color-scheme", scheme)
			evaluate[bool](tab, string(source)+"\n;true")
			tab.passes(scheme)
			if scheme == "dark" && tab.explore() > 0 {
				tab.passes("dark, live")
			}
			tab.close()
		}
	})
}

// passes runs the engine and fails for each rule that the page breaks.
func (tb *tab) passes(when string) {
	tb.t.Helper()
	broken := evaluate[[]string](tb, `axe.run(document, {
		runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']},
		resultTypes: ['violations'],
	}).then(r => r.violations.map(v => v.id + ': ' + v.help + v.nodes.slice(0, 3).map(n => '\n\t' + n.html.slice(0, 160) + '\n\t' + n.failureSummary).join('')))`)
	if len(broken) > 0 {
		tb.t.Errorf("%s: %s", when, strings.Join(broken, "\n"))
	}
}
