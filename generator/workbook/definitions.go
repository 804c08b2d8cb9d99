package workbook

import (
	"leadline/generator/level"
	"leadline/generator/metric"
)

// definitions is what every metric means, as the figures were computed by it.
var definitions = sheet[*metric.Definition]{
	heading: heading{"Definitions", "tbl_definitions", "What each metric means, who owns it, what it is computed from and at which level it may be shown."},
	items:   all(func(b Book) []*metric.Definition { return b.Definitions }),
	columns: []column[*metric.Definition]{
		{"Metric", "the metric's id", func(d *metric.Definition) cell { return text(d.ID) }},
		{"Title", "its name in words", func(d *metric.Definition) cell { return text(d.Title) }},
		{"Domain", "flow, quality, security or enablement", func(d *metric.Definition) cell { return text(d.Domain) }},
		{"Version", "version of the definition", func(d *metric.Definition) cell { return text(d.Version) }},
		{"Status", "trial, active, retiring or retired", func(d *metric.Definition) cell { return text(d.Status) }},
		{"Owner", "who answers for the definition", func(d *metric.Definition) cell { return text(d.Owner) }},
		{"Reviewed", "when the definition was last reviewed", func(d *metric.Definition) cell { return date(d.Reviewed) }},
		{"Cadence", "how often it is read", func(d *metric.Definition) cell { return text(d.Cadence) }},
		{"Question", "the question it answers", func(d *metric.Definition) cell { return prose(d.Question) }},
		{"Decision", "the decision it informs", func(d *metric.Definition) cell { return prose(d.Decision) }},
		{"Read with", "ids of the metrics it must be read with", func(d *metric.Definition) cell { return text(list(d.Counter)) }},
		{"Stage", "playbook stage from which a team's page shows it", func(d *metric.Definition) cell { return whole(d.Stage) }},
		{"From people", "yes where it comes from what people do, so that small groups are withheld", func(d *metric.Definition) cell { return yes(d.People) }},
		{"Usually wanted", "lower, higher or neither", func(d *metric.Definition) cell { return text(d.Good) }},
		{"Kind", "kind of measure", measured(metric.Measure.Kind, text)},
		{"Measures", "what is measured", measured(metric.Measure.Entity, text)},
		{"Stats", "its statistics, headline first", measured(func(m metric.Measure) string { return list(m.Stats()) }, text)},
		{"Formula", "what is computed, in words", measured(metric.Measure.Formula, prose)},
		{"Team", "how a team sees it: none, pooled or counted", policy(level.TeamName)},
		{"Service", "how a service sees it", policy(level.ServiceName)},
		{"Portfolio", "how the portfolio sees it", policy(level.PortfolioName)},
		{"Why not shown", "the reason for each level that does not see it", func(d *metric.Definition) cell { return prose(whyNot(d)) }},
	},
}

// measured is a column about the definition's measure; empty for a definition without one.
func measured(of func(metric.Measure) string, as func(string) cell) func(*metric.Definition) cell {
	return func(d *metric.Definition) cell {
		if d.Measure == nil {
			return cell{}
		}
		return as(of(d.Measure))
	}
}

func policy(at level.Name) func(*metric.Definition) cell {
	return func(d *metric.Definition) cell { return text(d.Policies[at].String()) }
}

func whyNot(d *metric.Definition) string {
	var reasons []string
	for _, at := range []level.Name{level.TeamName, level.ServiceName, level.PortfolioName} {
		if why := d.Reasons[at]; why != "" {
			reasons = append(reasons, string(at)+": "+why)
		}
	}
	return list(reasons)
}
