package table

import (
	"slices"

	"leadline/generator/level"
	"leadline/generator/metric"
)

// Definitions is what every metric means, as the figures were computed by it.
func Definitions(definitions []*metric.Definition) Table {
	type row = *metric.Definition
	words := func(name, title, says string, of func(row) string) field[row] {
		return col(name, title, Text, says, func(d *row) Value { return Words(of(*d)) })
	}
	prose := func(name, title, says string, of func(row) string) field[row] {
		return col(name, title, Prose, says, func(d *row) Value { return Sentences(of(*d)) })
	}
	granted := func(name, title, says string, at level.Name) field[row] {
		return col(name, title, Code, says, func(d *row) Value { return Coded((*d).Policies[at].String()) }).one(policies()...)
	}
	return from(Table{Name: "definitions", Title: "Definitions", Reading: true, Says: "What each metric means, who owns it, what it is computed from and at which level it may be shown.",
		Key: []string{"metric"}}, len(definitions), slices.Values(definitions),
		words("metric", "Metric", "the metric's id", func(d row) string { return d.ID }),
		words("title", "Title", "its name in words", func(d row) string { return d.Title }),
		words("domain", "Domain", "flow, quality, security or enablement", func(d row) string { return d.Domain }),
		words("version", "Version", "version of the definition", func(d row) string { return d.Version }),
		words("status", "Status", "trial, active, retiring or retired", func(d row) string { return d.Status }),
		words("owner", "Owner", "who answers for the definition", func(d row) string { return d.Owner }),
		col("reviewed", "Reviewed", Date, "when the definition was last reviewed", func(d *row) Value { return Day((*d).Reviewed) }).may(Undefined),
		words("cadence", "Cadence", "how often it is read", func(d row) string { return d.Cadence }),
		prose("question", "Question", "the question it answers", func(d row) string { return d.Question }),
		prose("decision", "Decision", "the decision it informs", func(d row) string { return d.Decision }),
		words("read_with", "Read with", "ids of the metrics it must be read with", func(d row) string { return list(d.Counter) }),
		col("stage", "Stage", Whole, "playbook stage from which a team's page shows it", func(d *row) Value { return Count((*d).Stage) }),
		col("from_people", "From people", Flag, "yes where it comes from what people do, so that small groups are withheld", func(d *row) Value { return Yes((*d).People) }),
		words("usually_wanted", "Usually wanted", "lower, higher or neither", func(d row) string { return d.Good }),
		words("kind", "Kind", "kind of measure", measured(metric.Measure.Kind)),
		words("measures", "Measures", "what is measured", measured(metric.Measure.Entity)),
		words("stats", "Stats", "its statistics, headline first", measured(func(m metric.Measure) string { return list(m.Stats()) })),
		prose("formula", "Formula", "what is computed, in words", measured(metric.Measure.Formula)),
		granted("team", "Team", "how a team sees it: none, pooled or counted", level.TeamName),
		granted("service", "Service", "how a service sees it", level.ServiceName),
		granted("portfolio", "Portfolio", "how the portfolio sees it", level.PortfolioName),
		prose("why_not_shown", "Why not shown", "the reason for each level that does not see it; empty where all do", whyNot),
	)
}

func policies() []Term {
	return []Term{
		{metric.None.String(), "this level does not see the metric"},
		{metric.Pooled.String(), "computed anew from all events of the level"},
		{metric.Counted.String(), "how many units show which signal, without names and values"},
	}
}

// measured is about the definition's measure; empty for a definition without one.
func measured(of func(metric.Measure) string) func(*metric.Definition) string {
	return func(d *metric.Definition) string {
		if d.Measure == nil {
			return ""
		}
		return of(d.Measure)
	}
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
