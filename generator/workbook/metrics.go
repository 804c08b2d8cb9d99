package workbook

import (
	"strings"

	"leadline/generator/metric"
	"leadline/generator/unit"
)

// metrics is every figure, one a row. What a reader may not see is dropped here a second
// time, whatever the figure holds: see shown and counted.
var metrics = sheet[metric.Row]{
	heading: heading{"Metrics", "tbl_metrics", "Every figure: one row for each level, unit, month, metric and statistic."},
	items:   all(func(b Book) []metric.Row { return b.Rows }),
	columns: []column[metric.Row]{
		{"Level", "team, service or portfolio", func(r metric.Row) cell { return text(string(r.Level)) }},
		{"Unit id", "the team's or service's id in the event files; empty for the portfolio", func(r metric.Row) cell { return text(r.Subject) }},
		{"Month", "the calendar month in the site's time zone, as the date of its first day", func(r metric.Row) cell { return month(r.Month) }},
		{"Metric", "the metric's id, as on the sheet Definitions", func(r metric.Row) cell { return text(r.Metric) }},
		{"Version", "the version of the metric's definition", func(r metric.Row) cell { return text(r.Version) }},
		{"Stat", "which statistic of the metric", func(r metric.Row) cell { return text(r.Figure.Stat) }},
		{"Category", "the part that the figure speaks of, such as a cause or a severity; empty for the whole", func(r metric.Row) cell { return text(r.Figure.Category) }},
		{"Unit", "what Value, Low and High are counted in; days are 24 hours of elapsed time; a direction is 1 (rising), 0 (level) or -1 (falling)", func(r metric.Row) cell { return text(unitName(r.Figure.Unit)) }},
		{"Value", "the figure, not rounded; empty where Absence or As on the site says why", value},
		{"Low", "lower end of the 95 % interval; empty where there is none", func(r metric.Row) cell { return bound(r.Figure, r.Figure.Low) }},
		{"High", "upper end of the 95 % interval; empty where there is none", func(r metric.Row) cell { return bound(r.Figure, r.Figure.High) }},
		{"Seconds", "Value in seconds; empty for other units", seconds},
		{"N", "observations behind the figure, the denominator of a share; empty where not known or withheld", func(r metric.Row) cell { return observations(r.Figure) }},
		{"Part", "numerator of a share; empty for other units", part},
		{"As on the site", "the figure as the site prints it", func(r metric.Row) cell { return text(r.Figure.Text()) }},
		{"Absence", "why there is no value: see the cover; empty where there is one", func(r metric.Row) cell { return text(r.Figure.Absence.Code()) }},
		{"Reason", "why there is no value and what would be enough, in words", reason},
		{"State", "whether the month is unusual by the series' own limits: see the cover", state},
		{"Running", "yes while the month was not complete at the as-of date", func(r metric.Row) cell { return yes(r.Running) }},
	},
}

// unitName is the unit that the sheet's values are in: durations are written in days.
func unitName(u unit.Unit) string {
	if u == unit.Seconds {
		return "days"
	}
	return u.Name()
}

// shown reports whether the figure's value is printed as a number. It is not for a share of
// few: the site then prints "3 of 7" without a percentage, and so does the workbook. Figure
// alone decides that, so its own words are asked.
func shown(f metric.Figure) bool {
	if f.Absence != metric.Present {
		return false
	}
	return f.Unit != unit.Share || strings.Contains(f.Text(), "%")
}

func value(r metric.Row) cell {
	if !shown(r.Figure) {
		return cell{}
	}
	c := quantity(r.Figure.Unit, r.Figure.Value)
	if c.format == empty {
		c.fault = "the value of " + r.Metric + " " + r.Figure.Stat + " (" + string(r.Level) + " " + r.Subject + ", " + r.Month.String() +
			") is said to be present but is not a finite number"
	}
	return c
}

func bound(f metric.Figure, v float64) cell {
	if !shown(f) {
		return cell{}
	}
	return quantity(f.Unit, v)
}

func seconds(r metric.Row) cell {
	if r.Figure.Unit != unit.Seconds || !shown(r.Figure) {
		return cell{}
	}
	return decimal(r.Figure.Value)
}

// observations is n where it is known and may be seen. Where nothing was recorded n is not
// zero but unknown.
func observations(f metric.Figure) cell {
	if f.Absence == metric.Present || f.Absence == metric.TooFew {
		return whole(f.N)
	}
	return cell{}
}

func part(r metric.Row) cell {
	if r.Figure.Absence == metric.Present && r.Figure.Unit == unit.Share {
		return whole(r.Figure.Part)
	}
	return cell{}
}

func reason(r metric.Row) cell {
	switch {
	case r.Figure.Absence != metric.Present:
		return text(r.Figure.Reason)
	case !shown(r.Figure):
		return text("too few for a percentage: read Part of N")
	default:
		return cell{}
	}
}

// state says nothing of a figure that is not there: "unusually low" would tell a part of it.
func state(r metric.Row) cell {
	if r.Figure.Absence != metric.Present {
		return text(metric.NotJudged.Code())
	}
	return text(r.State.Code())
}
