package table

import (
	"slices"

	"leadline/generator/fact"
	"leadline/generator/metric"
)

var checkStates = []Term{
	{fact.Covered, "a successful scan of the version in production, or one that names no version, within the freshness limit"},
	{fact.Stale, "there were successful scans, but none that is fresh enough or of the version in production"},
	{fact.Absent, "no successful scan so far, although the check is recorded for some service"},
	{fact.Unknown, "no scan of this kind is recorded for any service: nobody knows"},
}

// ControlCoverage is every required check of every service as a month ended. It holds no
// finding and nothing of what a scan found.
func ControlCoverage(pairs []metric.Pair) Table {
	type row = metric.Pair
	return from(Table{Name: "control_coverage", Title: "Control coverage", Says: "Every check that a service is required to have, as the month ended: whether it covers what is in production.",
		Key: []string{"month", "service", "check", "metric"}, Links: []Link{{"metric", "definitions", "metric"}}}, len(pairs), slices.Values(pairs),
		col("month", "Month", Month, "the month at whose end it was so, as the date of its first day", func(r *row) Value { return MonthOf(r.Month) }),
		col("service", "Service id", Text, "the service's id in the event files", func(r *row) Value { return Words(r.Service) }),
		col("check", "Check", Text, "the kind of check that is required", func(r *row) Value { return Words(r.Check) }),
		col("state", "State", Code, "whether the check covers the version in production", func(r *row) Value { return Coded(r.State) }).one(checkStates...),
		col("last_run", "Last run (UTC)", Instant, "the latest successful scan of what is in production, else of what was before", func(r *row) Value { return atOr(r.Seen, NoData) }).may(NoData),
		col("outdated_since", "Outdated since (UTC)", Instant, "when production went past what was scanned", func(r *row) Value { return atOr(r.Moved, Undefined) }).may(Undefined),
		col("fresh_days", "Freshness limit, days", Whole, "for how many days a scan counts, by the metric's definition", func(r *row) Value { return Count(r.FreshDays) }),
		col("grace_days", "Grace, days", Whole, "for how many days after production has moved on the scan before still counts", func(r *row) Value { return Count(r.GraceDays) }),
		col("metric", "Metric", Text, "the metric whose figures count these rows", func(r *row) Value { return Words(r.Metric) }),
		col("version", "Version", Text, "the version of the metric's definition", func(r *row) Value { return Words(r.Version) }),
	)
}
