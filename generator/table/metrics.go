package table

import (
	"iter"
	"math"

	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/unit"
)

var levels = []Term{
	{string(level.TeamName), "a team's own page shows it"},
	{string(level.ServiceName), "a service's own page shows it"},
	{string(level.PortfolioName), "all services together"},
}

// States are what may be said of a month.
var States = []Term{
	{metric.NotJudged.Code(), "Too few complete months, a month still running, or no value."},
	{metric.Within.Code(), "Inside the limits of the series' own past: not unusual."},
	{metric.UnusualHigh.Code(), "Above the limits of the series' own past. It says unusual, not good or bad."},
	{metric.UnusualLow.Code(), "Below the limits of the series' own past. It says unusual, not good or bad."},
}

// absent are the codes of Absence: the empty one, and those of the columns with numbers.
func absent() []Term {
	terms := []Term{{"", "There is a value; zero is one."}}
	for _, m := range absences {
		terms = append(terms, missing[m])
	}
	return terms
}

// units are the names of what values are counted in; durations are written in days.
func units() (terms []Term) {
	says := [...]string{unit.Seconds: "elapsed time in days of 24 hours", unit.PerWeek: "events a week", unit.Share: "part of counted things, 0 to 1",
		unit.Items: "a number of things", unit.Units: "a number of teams or services", unit.Direction: "1 rising, 0 level, -1 falling",
		unit.Proportion: "part of something measured, 0 to 1"}
	for u, text := range says {
		terms = append(terms, Term{unitName(unit.Unit(u)), text})
	}
	return terms
}

func unitName(u unit.Unit) string {
	if u == unit.Seconds {
		return "days"
	}
	return u.Name()
}

// Metrics is every figure, one of n a row. What a reader may not see is dropped here a
// second time, whatever the figure holds: see value, bound and observations.
func Metrics(n int, rows iter.Seq[metric.Row], closing ledger.Closing) Table {
	type row = metric.Row
	status := closing.Statuses()
	return from(Table{Name: "metrics", Title: "Metrics", Says: "Every figure: one row for each level, unit, month, metric and statistic.",
		Key: []string{"level", "subject", "month", "metric", "stat", "category"}, Links: []Link{{"metric", "definitions", "metric"}}}, n, rows,
		col("level", "Level", Code, "team, service or portfolio", func(r *row) Value { return Coded(string(r.Level)) }).one(levels...),
		col("subject", "Unit id", Text, "the team's or service's id in the event files; empty for the portfolio", func(r *row) Value { return Words(r.Subject) }),
		col("month", "Month", Month, "the calendar month in the site's time zone, as the date of its first day", func(r *row) Value { return MonthOf(r.Month) }),
		col("metric", "Metric", Text, "the metric's id, as in the table of definitions", func(r *row) Value { return Words(r.Metric) }),
		col("version", "Version", Text, "the version of the metric's definition", func(r *row) Value { return Words(r.Version) }),
		col("stat", "Stat", Text, "which statistic of the metric", func(r *row) Value { return Words(r.Figure.Stat) }),
		col("category", "Category", Text, "the part that the figure speaks of, such as a cause or a severity; empty for the whole", func(r *row) Value { return Words(r.Figure.Category) }),
		col("words", "Words", Text, "Stat in the words of the events, such as the text of a survey's question; empty for others", func(r *row) Value { return Words(r.Label) }),
		col("unit", "Unit", Code, "what Value, Low and High are counted in; days are 24 hours of elapsed time; a direction is 1 (rising), 0 (level) or -1 (falling)", func(r *row) Value { return Coded(unitName(r.Figure.Unit)) }).one(units()...),
		col("value", "Value", Number, "the figure, not rounded; where there is none, Absence or As on the site says why", value).may(NoData, TooFew, Withheld, NotApplicable, UnderTen),
		col("low", "Low", Number, "lower end of the 95 % interval", func(r *row) Value { return bound(&r.Figure, r.Figure.Low, NoInterval) }).may(NoData, TooFew, Withheld, NotApplicable, UnderTen, NoInterval),
		col("high", "High", Number, "upper end of the 95 % interval", high).may(NoData, TooFew, Withheld, NotApplicable, UnderTen, NoInterval, NotReached),
		col("seconds", "Seconds", Number, "Value in seconds, for elapsed times", seconds).may(NoData, TooFew, Withheld, NotApplicable, OtherUnit),
		col("n", "N", Whole, "observations behind the figure, the denominator of a share", func(r *row) Value { return observations(&r.Figure) }).may(NoData, Withheld, NotApplicable),
		col("part", "Part", Whole, "numerator of a share", part).may(NoData, TooFew, Withheld, NotApplicable, OtherUnit),
		col("printed", "As on the site", Text, "the figure as the site prints it", func(r *row) Value { return Words(r.Figure.Text()) }),
		col("absence", "Absence", Code, "why there is no value; empty where there is one", func(r *row) Value { return Coded(r.Figure.Absence.Code()) }).one(absent()...),
		col("reason", "Reason", Text, "why there is no value and what would be enough, in words; empty where there is one", reason),
		col("state", "State", Code, "whether the month is unusual by the series' own limits", state).one(States...),
		col("running", "Running", Flag, "yes while the month was not complete at the as-of date", func(r *row) Value { return Yes(r.Running) }),
		col("status", "Status", Code, "whether the month's figures are expected to change", func(r *row) Value { return Coded(status(r.Month)) }).one(statuses...),
	)
}

// shown is Present where the figure's value is printed as a number, else the reason. A share
// of few is not: the site then prints "3 of 7" without a percentage, and so does every table.
func shown(f *metric.Figure) Missing {
	switch {
	case f.Absence != metric.Present:
		return because(f.Absence)
	case !f.Percentage():
		return UnderTen
	default:
		return Present
	}
}

func value(r *metric.Row) Value {
	if why := shown(&r.Figure); why != Present {
		return None(why)
	}
	v := Quantity(r.Figure.Unit, r.Figure.Value)
	if v.Fault() != "" {
		return Fault("the value of " + r.Metric + " " + r.Figure.Stat + " (" + string(r.Level) + " " + r.Subject + ", " + r.Month.String() +
			") is said to be present but is not a finite number")
	}
	return v
}

func bound(f *metric.Figure, x float64, without Missing) Value {
	if why := shown(f); why != Present {
		return None(why)
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return None(without)
	}
	return Quantity(f.Unit, x)
}

// high is the upper end; a figure with a lower end alone has one that was not reached.
func high(r *metric.Row) Value {
	if math.IsNaN(r.Figure.Low) {
		return bound(&r.Figure, math.NaN(), NoInterval)
	}
	return bound(&r.Figure, r.Figure.High, NotReached)
}

func seconds(r *metric.Row) Value {
	switch why := shown(&r.Figure); {
	case r.Figure.Unit != unit.Seconds:
		return None(OtherUnit)
	case why != Present:
		return None(why)
	default:
		return RealOr(r.Figure.Value, Undefined)
	}
}

// observations is n where it is known and may be seen. Where nothing was recorded n is not
// zero but unknown.
func observations(f *metric.Figure) Value {
	if f.Absence == metric.Present || f.Absence == metric.TooFew {
		return Count(f.N)
	}
	return None(because(f.Absence))
}

func part(r *metric.Row) Value {
	switch {
	case r.Figure.Unit != unit.Share:
		return None(OtherUnit)
	case r.Figure.Absence != metric.Present:
		return None(because(r.Figure.Absence))
	default:
		return Count(r.Figure.Part)
	}
}

func reason(r *metric.Row) Value {
	switch shown(&r.Figure) {
	case Present:
		return Words("")
	case UnderTen:
		return Words("too few for a percentage: read Part of N")
	default:
		return Words(r.Figure.Reason)
	}
}

// state says nothing of a figure that is not there: "unusually low" would tell a part of it.
func state(r *metric.Row) Value {
	if r.Figure.Absence != metric.Present {
		return Coded(metric.NotJudged.Code())
	}
	return Coded(r.State.Code())
}
