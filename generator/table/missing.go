package table

import (
	"slices"

	"leadline/generator/metric"
)

// Missing is why a row has no value in a column: one reason, one code.
type Missing uint8

const (
	// Present: there is a value.
	Present Missing = iota
	NoData
	TooFew
	Withheld
	NotApplicable
	UnderTen
	NoInterval
	NotReached
	OtherUnit
	Undefined
	NotPublished
	reasons
)

var missing = [reasons]Term{
	NoData:        {metric.NoData.Code(), "The needed kind of event was not recorded for this unit and month. Nothing is known; it is not zero."},
	TooFew:        {metric.TooFew.Code(), "There are events, but fewer than the statistic needs to mean anything."},
	Withheld:      {metric.Withheld.Code(), "The group is too small to be shown without showing a person. No number of it is published."},
	NotApplicable: {metric.NotApplicable.Code(), "The definition does not let this level see the metric; the definitions give the reason."},
	UnderTen:      {"under-ten", "A share of fewer than ten is no percentage: read Part of N."},
	NoInterval:    {"no-interval", "No interval is computed for this figure."},
	NotReached:    {"not-reached", "The interval has no upper end: it was not reached by the as-of date."},
	OtherUnit:     {"other-unit", "The column is for figures of another unit."},
	NotPublished:  {"not-published", "One of the two publications does not have the figure: nothing fell into its category."},
	Undefined:     {"undefined", "There is nothing that it could be computed from."},
}

// Code is the reason as files write it; "" for Present.
func (m Missing) Code() string { return missing[m].Code }

// Says explains the reason.
func (m Missing) Says() string { return missing[m].Says }

// because is the reason for a figure's absence.
func because(a metric.Absence) Missing {
	return [...]Missing{metric.Present: Present, metric.NoData: NoData, metric.TooFew: TooFew, metric.Withheld: Withheld, metric.NotApplicable: NotApplicable}[a]
}

// absences are the reasons of figures.
var absences = []Missing{NoData, TooFew, Withheld, NotApplicable}

// ReasonTerms are the codes with what they mean.
func ReasonTerms() []Term { return slices.Clone(missing[Present+1:]) }

// Codes are the codes by reason; that of Present is empty.
func Codes() []string {
	codes := make([]string, reasons)
	for m := range reasons {
		codes[m] = m.Code()
	}
	return codes
}
