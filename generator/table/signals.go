package table

import (
	"iter"

	"leadline/generator/metric"
)

// Signals is how many units show which signal, a count a row: what the portfolio
// sees of metrics that must not be pooled. It names no unit.
func Signals(rows iter.Seq[metric.Row]) Table {
	type row = metric.Row
	fields := append(about(func(r *row) *metric.Row { return r })[2:],
		col("signal", "Signal", Text, "what a unit's series shows in the month", func(r *row) Value { return Words(r.Figure.Stat) }),
		col("units", "Units", Whole, "how many services show it", func(r *row) Value { return counted(&r.Figure) }).may(NoData, TooFew, Withheld, NotApplicable),
		col("of", "Of", Whole, "how many services there are", func(r *row) Value { return observations(&r.Figure) }).may(NoData, Withheld, NotApplicable),
		col("reason", "Reason", Text, "why there is no number; empty where there is one", reason))
	return from(Table{Name: "signals", Title: "Signals", Says: "How many services show which signal, for metrics that the portfolio only counts. No service is named.",
		Key: []string{"month", "metric", "signal"}, Links: []Link{{"metric", "definitions", "metric"}}}, length(rows), rows, fields...)
}

func counted(f *metric.Figure) Value {
	if f.Absence != metric.Present {
		return None(because(f.Absence))
	}
	return Count(int64(f.Value))
}
