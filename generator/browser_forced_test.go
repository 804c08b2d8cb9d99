package generator

import "testing"

// Who brings colours of their own (forced-colors: active) sees the drawings, which tell series
// apart by shape and hatching and not the live charts, which do it by colour; the line of a
// small chart on its band; and which page of the site this is.
func (r *rig) testForced(t *testing.T) {
	path := r.web(r.largest(t, "teams/*/"+r.month+"/index.html"))
	for _, scheme := range []string{"light", "dark"} {
		tab := r.open(t, path, 1280, 900, "forced-colors", "active", "prefers-color-scheme", scheme)
		if n := evaluate[int](tab, `(async () => {
			for (const f of document.querySelectorAll('figure[data-chart]')) f.scrollIntoView();
			await new Promise(r => setTimeout(r, 300));
			return document.querySelectorAll('.is-live, script[src*="echarts"]').length;
		})()`); n != 0 {
			t.Errorf("%s: charts come alive", scheme)
		}
		if n := tab.count(`figure svg.lead-chart`); n == 0 {
			t.Errorf("%s: no chart is drawn", scheme)
		}
		for _, alike := range evaluate[[]string](tab, `(() => {
			const of = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
			const pairs = {
				'band and line of a small chart': [of('.spark .usual', 'fill'), of('.spark', 'color')],
				'band of a small chart and paper': [of('.spark .usual', 'fill'), of('body', 'backgroundColor')],
				'this page and another in the way': [of('nav a[aria-current]', 'borderBottomColor'), of('nav a:not([aria-current])', 'borderBottomColor')],
			};
			return Object.keys(pairs).filter(k => pairs[k][0] === pairs[k][1]).map(k => k + ': ' + pairs[k][0]);
		})()`) {
			t.Errorf("%s: alike: %s", scheme, alike)
		}
		tab.quiet()
		tab.close()
	}
}
