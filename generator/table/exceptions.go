package table

import (
	"iter"

	"leadline/generator/metric"
)

var riskStates = []Term{
	{metric.RiskExpired, "its time is over, and nobody closed or renewed it"},
	{metric.RiskExpiring, "it expires within the days that the metric looks ahead: see Within days"},
	{metric.RiskLater, "it expires after that"},
	{metric.RiskNoExpiry, "no end was ever set"},
}

// numbered is a risk with its place in the month's list.
type numbered struct {
	metric.Risk
	number int
}

// Exceptions is the register of accepted risks as a month ended. It names no finding and no
// person; the class of the reason is there only where reasons may be read.
func Exceptions(risks []metric.Risk, reasons bool) Table {
	type row = numbered
	fields := []field[row]{
		col("month", "Month", Month, "the month at whose end it was open, as the date of its first day", func(r *row) Value { return MonthOf(r.Month) }),
		col("number", "Number", Whole, "place in this list of the month; it is not the register's own id", func(r *row) Value { return Count(r.number) }),
		col("service", "Service id", Text, "the service's id in the event files", func(r *row) Value { return Words(r.Service) }),
		col("control", "Control", Text, "the control that it is an exception from", func(r *row) Value { return Words(r.Control) }),
		col("owner_role", "Owner role", Text, "the role that answers for it; empty where none is recorded", func(r *row) Value { return Words(r.Role) }),
		col("approved", "Approved (UTC)", Instant, "when it was approved", func(r *row) Value { return At(r.Approved) }),
		col("expires", "Expires (UTC)", Instant, "when it ends", func(r *row) Value { return atOr(r.Expires, Undefined) }).may(Undefined),
		col("days_left", "Days left", Whole, "whole days from the month's end until it expires; negative where its time is over", daysLeft).may(Undefined),
		col("within_days", "Within days", Whole, "the shortest of the metric's looks ahead in which it expires", withinDays).may(Undefined),
		col("renewals", "Renewals", Whole, "how often it was approved before", renewals).may(NoData),
		col("state", "State", Code, "whether its time is over", func(r *row) Value { return Coded(r.State()) }).one(riskStates...),
		col("metric", "Metric", Text, "the metric whose figures count these rows", func(r *row) Value { return Words(r.Metric) }),
		col("version", "Version", Text, "the version of the metric's definition", func(r *row) Value { return Words(r.Version) }),
	}
	if reasons {
		fields = append(fields, col("reason_class", "Reason class", Text, "the class of the reason for which the risk was accepted", func(r *row) Value { return Words(r.Class) }))
	}
	return from(Table{Name: "exceptions", Title: "Exceptions", Says: "Every accepted risk that was open as the month ended: what it is an exception from, who answers for it, and how long it has.",
		Key: []string{"month", "number"}, Links: []Link{{"metric", "definitions", "metric"}}}, len(risks), everyRisk(risks), fields...)
}

func everyRisk(risks []metric.Risk) iter.Seq[numbered] {
	return func(yield func(numbered) bool) {
		n := 0
		for i, r := range risks {
			if n++; i > 0 && risks[i-1].Month != r.Month {
				n = 1
			}
			if !yield(numbered{r, n}) {
				return
			}
		}
	}
}

func daysLeft(r *numbered) Value {
	if r.Expires == 0 {
		return None(Undefined)
	}
	return Count(r.DaysLeft())
}

func withinDays(r *numbered) Value {
	if r.Within == 0 {
		return None(Undefined)
	}
	return Count(r.Within)
}

func renewals(r *numbered) Value {
	if r.Renewals < 0 {
		return None(NoData)
	}
	return Count(r.Renewals)
}
