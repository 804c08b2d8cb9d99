package page

import (
	"html/template"
	"math"
	"slices"

	"leadline/generator/chart"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// glanceMonths is how many months the table at a glance draws: a year, so that the month
// stands beside the same season of the year before.
const glanceMonths = 12

// spark is the last months of a series' headline for the table at a glance; "" for what
// has no line of its own: counts of units, and readings that are not of one month each.
func spark[L level.Level](s metric.Series[L], m period.Month, notes []NoteMonth) template.HTML {
	if s.Policy() == metric.Counted || s.Unjudged() != "" || len(stats(s)) == 0 {
		return ""
	}
	results := window(s, m, false)
	results = results[max(0, len(results)-glanceMonths):]
	if len(results) == 0 {
		return ""
	}
	line := chart.Sparkline{Points: points(s, results, stats(s)[0], true), Lower: math.NaN(), Upper: math.NaN()}
	first := results[0].Month()
	for _, n := range notes {
		if n.Month > first && n.Month <= m && slices.ContainsFunc(n.Notes, func(n Note) bool { return n.Kind == newBaseline }) {
			line.Breaks = append(line.Breaks, int(n.Month-first))
		}
	}
	if l := s.Judging(m); l.Known && !l.Rare {
		line.Lower, line.Upper, line.From = l.Lower, l.Upper, max(0, int(l.Rebased-first))
	}
	return template.HTML(chart.Spark(line))
}
