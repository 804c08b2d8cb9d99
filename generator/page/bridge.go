package page

import (
	"fmt"
	"strings"

	"leadline/generator/chart"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// waterfall is a month's bridge from what was open as it began to what was as it ended, by
// the ways of opening and of closing; false where the month has none. Terms that are zero
// are named and not drawn.
func waterfall[L level.Level](s metric.Series[L], r metric.Result[L], m period.Month) (chart.Waterfall, bool) {
	measure, ok := s.Definition().Measure.(*metric.Bridge)
	start, end := r.Figure("open_start"), r.Figure("open_end")
	if !ok || s.Policy() != metric.Pooled || start.Absence != metric.Present || end.Absence != metric.Present {
		return chart.Waterfall{}, false
	}
	w := chart.Waterfall{Words: chart.Words{ID: "c-" + chartID(s.Definition().ID) + "-bridge", Title: bridgeMessage(s.Definition(), measure, r, m)}, Unit: capital(unit.Noun(2, nounOf(s.Definition())))}
	var none []string
	w.Terms = append(w.Terms, chart.Term{Name: "Open at the start", N: int(start.Value)})
	for _, t := range bridgeTerms(r.Figures()) {
		if t.N == 0 {
			none = append(none, lower(t.Name))
		} else {
			w.Terms = append(w.Terms, t)
		}
	}
	w.Terms = append(w.Terms, chart.Term{Name: "Open at the end", N: int(end.Value)})
	w.Subtitle = fmt.Sprintf("%s, from those open as %s began to those open as it ended", w.Unit, m.Long())
	if len(none) > 0 {
		w.Subtitle += ". None: " + strings.Join(none, "; ")
	}
	return w, true
}

// bridgeTerms are all terms between the totals: where a flow is known by class, its classes
// and what has none.
func bridgeTerms(figures []metric.Figure) (terms []chart.Term) {
	for _, s := range sumStats {
		sign := map[string]chart.Sign{"+ ": chart.Plus, "− ": chart.Minus}[s.sign]
		if sign == chart.Total {
			continue
		}
		all, classes := 0, 0
		for _, f := range figures {
			switch {
			case f.Stat != s.stat || f.Absence != metric.Present:
			case f.Category == "":
				all = int(f.Value)
			default:
				classes += int(f.Value)
				terms = append(terms, chart.Term{Name: capital(narrative.PartName(f.Category)), Sign: sign, N: int(f.Value)})
			}
		}
		name := statName(s.stat)
		if classes > 0 {
			name += " otherwise"
		}
		if rest := all - classes; rest > 0 || classes == 0 {
			terms = append(terms, chart.Term{Name: name, Sign: sign, N: rest})
		}
	}
	return terms
}

// bridgeMessage says both ends and what led from one to the other.
func bridgeMessage[L level.Level](d *metric.Definition, b *metric.Bridge, r metric.Result[L], m period.Month) string {
	number := func(stat string) string { return unit.Grouped(int64(r.Figure(stat).Value)) }
	text := fmt.Sprintf("From %s to %s open %s in %s: %s opened, %s closed", number("open_start"), number("open_end"), unit.Noun(2, nounOf(d)), m.Long(), number("opened"), number("closed"))
	part, names := 0, make([]string, 0, len(b.Part))
	for _, class := range b.Part {
		names = append(names, narrative.PartName(class))
		for _, f := range r.Figures() {
			if f.Stat == "closed" && f.Category == class {
				part += int(f.Value)
			}
		}
	}
	if r.Figure("closed").Value > 0 {
		text += fmt.Sprintf(", %s of them %s", unit.Grouped(int64(part)), strings.Join(names, " or "))
	}
	return text
}
