package table

import (
	"slices"

	"leadline/generator/ledger"
	"leadline/generator/period"
	"leadline/generator/unit"
)

var classes = []Term{
	{ledger.Update, "Rows came late or were mended at their source, or the figure is computed anew as time goes on; definition and program are the same."},
	{ledger.Improvement, "The definition, the configuration or the program changed."},
	{ledger.Mistake, "An error that the site's configuration records."},
}

// statuses are the states of a month that a figure speaks of.
var statuses = []Term{
	{ledger.Running, "the month was not complete at the as-of date"},
	{ledger.Provisional, "complete, but rows that arrive late may still change the figure"},
	{ledger.Final, "a later change is a restatement"},
}

// Restatements is the log of all final figures that a later run changed, in the order in
// which they were changed.
func Restatements(log []ledger.Restatement) Table {
	type row = ledger.Restatement
	text := func(name, title, says string, of func(*row) string) field[row] {
		return col(name, title, Text, says, func(r *row) Value { return Words(of(r)) })
	}
	number := func(name, title, says string, of func(*row) (*ledger.Figure, float64)) field[row] {
		return col(name, title, Number, says, func(r *row) Value { return restated(of(r)) }).may(NoData, TooFew, Withheld, NotApplicable, UnderTen, NoInterval, NotPublished)
	}
	n := func(name, title, says string, of func(*row) *ledger.Figure) field[row] {
		return col(name, title, Whole, says, func(r *row) Value { return restatedN(of(r)) }).may(NoData, Withheld, NotApplicable, NotPublished)
	}
	old, now := func(r *row) *ledger.Figure { return &r.Old }, func(r *row) *ledger.Figure { return &r.New }
	return from(Table{Name: "restatements", Title: "Restatements",
		Says: "Every figure that was published as final and changed afterwards: what it was, what it is, and why. Person-derived and withheld figures have a row without numbers.",
		Key:  []string{"run", "level", "subject", "month", "metric", "stat", "category"}}, len(log), slices.Values(log),
		text("run", "Run", "the run that changed it, as in its manifest.json", func(r *row) string { return r.Run }),
		col("published", "Published", Date, "the as-of date of that run", func(r *row) Value { return Day(r.AsOf) }).may(Undefined),
		col("report", "Report", Month, "the newest complete month of that run", func(r *row) Value { return monthNamed(r.Report) }),
		col("month", "Month", Month, "the month that the figure speaks of", func(r *row) Value { return monthNamed(r.Month) }),
		col("level", "Level", Code, "team, service or portfolio", func(r *row) Value { return Coded(string(r.Level)) }).one(levels...),
		text("subject", "Unit id", "the team's or service's id in the event files; empty for the portfolio", func(r *row) string { return r.Subject }),
		text("metric", "Metric", "the metric's id, as in the table of definitions", func(r *row) string { return r.Metric }),
		text("old_version", "Version before", "the version of the metric's definition before", func(r *row) string { return r.OldVersion }),
		text("version", "Version", "the version of the metric's definition now", func(r *row) string { return r.Version }),
		text("stat", "Stat", "which statistic of the metric", func(r *row) string { return r.New.Stat }),
		text("category", "Category", "the part that the figure speaks of; empty for the whole", func(r *row) string { return r.New.Category }),
		col("unit", "Unit", Code, "what values and intervals are counted in", func(r *row) Value { return Coded(restatedUnit(&r.New)) }).one(units()...),
		number("old_value", "Value before", "what the figure was", func(r *row) (*ledger.Figure, float64) { return &r.Old, r.Old.Value }),
		number("old_low", "Low before", "lower end of its 95 % interval before", func(r *row) (*ledger.Figure, float64) { return &r.Old, r.Old.Low }),
		number("old_high", "High before", "upper end of its 95 % interval before", func(r *row) (*ledger.Figure, float64) { return &r.Old, r.Old.High }),
		n("old_n", "N before", "observations behind it before", old),
		number("value", "Value", "what the figure is", func(r *row) (*ledger.Figure, float64) { return &r.New, r.New.Value }),
		number("low", "Low", "lower end of its 95 % interval", func(r *row) (*ledger.Figure, float64) { return &r.New, r.New.Low }),
		number("high", "High", "upper end of its 95 % interval", func(r *row) (*ledger.Figure, float64) { return &r.New, r.New.High }),
		n("n", "N", "observations behind it", now),
		text("old_printed", "Printed before", "the figure before, as the site prints figures", func(r *row) string { return r.Old.Text() }),
		text("printed", "Printed", "the figure, as the site prints figures", func(r *row) string { return r.New.Text() }),
		col("class", "Class", Code, "why it changed, as a class", func(r *row) Value { return Coded(r.Class) }).one(classes...),
		col("cause", "Cause", Prose, "what differs between the runs, of what the metric is made from; which difference moved the figure is not known", func(r *row) Value { return Sentences(r.Cause) }),
		text("sentences", "Sentences changed", "months in which a published sentence about the metric reads otherwise now; empty for none", func(r *row) string { return list(r.Sentences) }),
		col("material", "Material", Flag, "yes when a published sentence changed", func(r *row) Value { return Yes(r.Material()) }),
	)
}

// restated is a number of a figure, under the same rules as in the table of metrics.
func restated(f *ledger.Figure, x float64) Value {
	m, known := f.Metric()
	if !known {
		return None(NotPublished)
	}
	if why := shown(&m); why != Present {
		return None(why)
	}
	v := Quantity(m.Unit, x)
	if v.Fault() != "" {
		return None(NoInterval)
	}
	return v
}

func restatedN(f *ledger.Figure) Value {
	m, known := f.Metric()
	if !known {
		return None(NotPublished)
	}
	return observations(&m)
}

func restatedUnit(f *ledger.Figure) string {
	u, _ := unit.Named(f.Unit)
	return unitName(u)
}

func monthNamed(name string) Value {
	m, err := period.ParseMonth(name)
	if err != nil {
		return Fault("is not a month")
	}
	return MonthOf(m)
}
