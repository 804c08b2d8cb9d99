package table

import (
	"iter"
	"math"

	"leadline/generator/metric"
)

var scales = []Term{
	{metric.Ratio.Name(), "the newest months divided by those before; 1 is none"},
	{metric.Points.Name(), "the newest months' share minus that of those before; 0 is none"},
	{metric.Difference.Name(), "the newest months minus those before; 0 is none"},
}

// Changes is every comparison of the newest six months with the twelve before, one of n a
// row, also where nothing can be said yet.
func Changes(n int, rows iter.Seq[metric.ChangeRow]) Table {
	type row = metric.ChangeRow
	told := func(of func(*metric.Change) Value) func(*row) Value {
		return func(r *row) Value {
			if r.Change.Absence != metric.Present {
				return None(because(r.Change.Absence))
			}
			return of(&r.Change)
		}
	}
	unsaid := []Missing{NoData, TooFew, Withheld}
	return from(Table{Name: "changes", Title: "Changes", Says: "What the newest six complete months are against the twelve before: one row for each level, unit and metric.",
		Key: []string{"level", "subject", "month", "metric"}, Links: []Link{{"metric", "definitions", "metric"}}}, n, rows,
		col("level", "Level", Code, "team, service or portfolio", func(r *row) Value { return Coded(string(r.Level)) }).one(levels...),
		col("subject", "Unit id", Text, "the team's or service's id in the event files; empty for the portfolio", func(r *row) Value { return Words(r.Subject) }),
		col("month", "Month", Month, "the last of the newest six months, as the date of its first day", func(r *row) Value { return MonthOf(r.Month) }),
		col("metric", "Metric", Text, "the metric's id, as in the table of definitions", func(r *row) Value { return Words(r.Metric) }),
		col("version", "Version", Text, "the version of the metric's definition", func(r *row) Value { return Words(r.Version) }),
		col("compared_as", "Compared as", Code, "ratio: the newest months divided by those before; difference: the newest minus those before", told(func(c *metric.Change) Value { return Coded(c.Scale.Name()) })).one(scales...).may(unsaid...),
		col("estimate", "Estimate", Number, "the change, not rounded; Reason says why there is none", told(func(c *metric.Change) Value { return changed(c, c.Estimate) })).may(unsaid...),
		col("low", "Low", Number, "lower end of the interval", told(func(c *metric.Change) Value { return changed(c, c.Low) })).may(NoData, TooFew, Withheld, NotReached),
		col("high", "High", Number, "upper end of the interval", told(func(c *metric.Change) Value { return changed(c, c.High) })).may(NoData, TooFew, Withheld, NotReached),
		col("confidence", "Confidence", Share, "of the interval: 95 % for medians and stocks, 99 % for shares and rates", told(func(c *metric.Change) Value { return Part(c.Confidence) })).may(unsaid...),
		col("p", "P", Number, "how often months that do not differ would look at least as different", told(func(c *metric.Change) Value { return Real(c.P) })).may(unsaid...),
		col("claimed", "Claimed", Flag, "yes where P is under 0.01, a sustained change; no means none was detected, not that there is none", told(func(c *metric.Change) Value { return Yes(c.Claimed) })).may(unsaid...),
		col("mix", "Mix", Flag, "yes where the mix of services and not the services themselves made the change", told(func(c *metric.Change) Value { return Yes(c.Mix.Changed) })).may(unsaid...),
		col("neighbours", "Neighbours", Number, "lag-1 correlation of the months before; above 0.3 claims are wrong more often; fewer than 20 months are too few", told(func(c *metric.Change) Value { return RealOr(c.Neighbours, TooFew) })).may(unsaid...),
		col("reason", "Reason", Text, "why nothing can be said yet; empty where something is", func(r *row) Value { return Words(r.Change.Reason) }),
	)
}

// changed is an end or the middle of a change; an end that is not finite was not reached.
func changed(c *metric.Change, x float64) Value {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return None(NotReached)
	case c.Scale == metric.Points:
		return Part(x)
	default:
		return Real(x)
	}
}
