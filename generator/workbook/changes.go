package workbook

import (
	"leadline/generator/metric"
	"leadline/generator/unit"
)

// changes is every comparison of the newest six months with the twelve before, one a row,
// also where nothing can be said yet.
var changes = sheet[metric.ChangeRow]{
	heading: heading{"Changes", "tbl_changes", "What the newest six complete months are against the twelve before: one row for each level, unit and metric."},
	items:   all(func(b Book) []metric.ChangeRow { return b.Changes }),
	columns: []column[metric.ChangeRow]{
		{"Level", "team, service or portfolio", func(r metric.ChangeRow) cell { return text(string(r.Level)) }},
		{"Unit id", "the team's or service's id in the event files; empty for the portfolio", func(r metric.ChangeRow) cell { return text(r.Subject) }},
		{"Month", "the last of the newest six months, as the date of its first day", func(r metric.ChangeRow) cell { return month(r.Month) }},
		{"Metric", "the metric's id, as on the sheet Definitions", func(r metric.ChangeRow) cell { return text(r.Metric) }},
		{"Version", "the version of the metric's definition", func(r metric.ChangeRow) cell { return text(r.Version) }},
		{"Compared as", "ratio: the newest months divided by those before; difference: the newest minus those before", func(r metric.ChangeRow) cell { return told(r, text(r.Change.Scale.Name())) }},
		{"Estimate", "the change, not rounded; empty where Reason says why", func(r metric.ChangeRow) cell { return told(r, changed(r.Change, r.Change.Estimate)) }},
		{"Low", "lower end of the interval", func(r metric.ChangeRow) cell { return told(r, changed(r.Change, r.Change.Low)) }},
		{"High", "upper end of the interval", func(r metric.ChangeRow) cell { return told(r, changed(r.Change, r.Change.High)) }},
		{"Confidence", "of the interval: 95 % for medians and stocks, 99 % for shares and rates", func(r metric.ChangeRow) cell { return told(r, quantity(unit.Share, r.Change.Confidence)) }},
		{"P", "how often months that do not differ would look at least as different", func(r metric.ChangeRow) cell { return told(r, number(r.Change.P, asFine)) }},
		{"Claimed", "yes where P is under 0.01, a sustained change; no means none was detected, not that there is none", func(r metric.ChangeRow) cell { return told(r, yes(r.Change.Claimed)) }},
		{"Mix", "yes where the mix of services and not the services themselves made the change", func(r metric.ChangeRow) cell { return told(r, yes(r.Change.Mix.Changed)) }},
		{"Neighbours", "lag-1 correlation of the months before; above 0.3 claims are wrong more often; empty for fewer than 20 months", func(r metric.ChangeRow) cell { return told(r, number(r.Change.Neighbours, asFine)) }},
		{"Reason", "why nothing can be said yet", func(r metric.ChangeRow) cell { return text(r.Change.Reason) }},
	},
}

func told(r metric.ChangeRow, c cell) cell {
	if r.Change.Absence != metric.Present {
		return cell{}
	}
	return c
}

func changed(c metric.Change, v float64) cell {
	if c.Scale == metric.Points {
		return quantity(unit.Share, v)
	}
	return number(v, asFine)
}
