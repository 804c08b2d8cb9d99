package page

import (
	"slices"

	"leadline/generator/metric"
	"leadline/generator/narrative"
)

// sumStats are the figures of a bridge in the order in which they add up, and the signs with
// which they do.
var sumStats = []struct{ stat, sign string }{
	{"open_start", ""}, {"opened", "+ "}, {"taken_over", "+ "}, {"closed", "− "}, {"handed_over", "− "}, {"open_end", "= "},
}

func isOfSum(stat string) bool {
	return slices.ContainsFunc(sumStats, func(s struct{ stat, sign string }) bool { return s.stat == stat })
}

// sumOf is the bridge from what was open as the month began to what was as it ended, read as
// a sum from above, with the ways of opening and of closing below their totals.
func sumOf(figures []metric.Figure) (Parts, bool) {
	p := Parts{Caption: "From open to open, as a sum", Corner: "Findings", Columns: []string{"Number"}}
	for _, s := range sumStats {
		whole := slices.IndexFunc(figures, func(f metric.Figure) bool { return f.Stat == s.stat && f.Category == "" })
		if whole < 0 {
			return Parts{}, false
		}
		p.Rows = append(p.Rows, PartRow{Name: s.sign + sumName(s.stat, s.sign), Cells: []Figure{cellOf(nil, figures[whole])}})
		var of []PartRow
		for _, f := range figures {
			if f.Stat == s.stat && f.Category != "" {
				of = append(of, PartRow{Name: narrative.PartName(f.Category), Of: true, Cells: []Figure{cellOf(nil, f)}})
			}
		}
		p.Rows = append(p.Rows, noneTogether(of)...)
	}
	p.reasonsOnce()
	return p, true
}

func sumName(stat, sign string) string {
	if sign == "" {
		return statName(stat)
	}
	return lower(statName(stat))
}

func withoutSum(figures []metric.Figure) []metric.Figure {
	return slices.DeleteFunc(slices.Clone(figures), func(f metric.Figure) bool { return isOfSum(f.Stat) })
}
