package page

import (
	"fmt"
	"slices"

	"leadline/generator/chart"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/unit"
)

// ages is the picture of what is open: every one by its age, or, where an age is a person's, how
// many are older than what was finished.
func (p *shaping) ages(a *metric.Ages) chart.Figure {
	if a.Against != nil {
		return p.tally(a)
	}
	f := chart.Figure{Kind: chart.Dots, Title: p.message(), Subtitle: fmt.Sprintf("Age of %s at the end of %s. Each dot is one of them", p.of(a.N), p.month.Long()),
		Log: a.Log, Levels: p.marks(), Column: corner(p.d, []string{"exposure"})}
	for i, column := range a.Columns {
		name := "not known"
		if column.Category != "" {
			name = narrative.PartName(column.Category)
		}
		f.Columns = append(f.Columns, name)
		for _, age := range slices.Backward(column.Open) { // the oldest first
			f.Dots = append(f.Dots, chart.Dot{Column: i, Value: float64(age)})
		}
	}
	return f
}

// tally counts the open ones between the quantiles of the finished ones.
func (p *shaping) tally(a *metric.Ages) chart.Figure {
	last := a.Against[len(a.Against)-1]
	f := chart.Figure{Kind: chart.Tally,
		Title:    fmt.Sprintf("%d of %s %s older than %s", last.Older, p.of(a.N), areOf(last.Older), unit.Duration(last.Value)),
		Subtitle: fmt.Sprintf("Open %s at the end of %s beside the %s of those finished %s. Each dot is one of them", unit.Noun(2, p.noun()), p.month.Long(), quantilesOf(a), p.window(a.Months))}
	rest := a.N
	for i, bound := range a.Against {
		name := "Up to " + unit.Duration(bound.Value) + ", their " + lower(statName(bound.Stat))
		if i > 0 {
			name = "Older than that, up to " + unit.Duration(bound.Value) + ", their " + lower(statName(bound.Stat))
		}
		f.Rows = append(f.Rows, chart.Row{Name: name, N: rest - bound.Older})
		rest = bound.Older
	}
	f.Rows = append(f.Rows, chart.Row{Name: "Older than " + unit.Duration(last.Value), N: rest})
	return f
}

func areOf(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func quantilesOf(a *metric.Ages) string {
	text := lower(statName(a.Against[0].Stat))
	for _, b := range a.Against[1:] {
		text += " and " + lower(statName(b.Stat))
	}
	return text
}
