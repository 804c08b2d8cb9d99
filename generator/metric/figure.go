package metric

import (
	"fmt"
	"math"

	"leadline/generator/unit"
)

// Absence says why a figure has no value. The five answers that a reader must be able to
// tell apart are these four and the value zero, which is Present.
type Absence uint8

const (
	// Present: there is a value; it may be zero.
	Present Absence = iota
	// NoData: the needed kind of event was not recorded for this unit and month.
	NoData
	// TooFew: there are events, but fewer than the statistic needs to mean anything.
	TooFew
	// Withheld: the group is too small to be shown without showing a person.
	Withheld
	// NotApplicable: the definition does not grant this level.
	NotApplicable
)

// Code is the absence as written in workbooks and downloads, one code per reason.
func (a Absence) Code() string {
	return [...]string{"", "no-data", "too-few", "withheld", "not-applicable"}[a]
}

// String is the absence as printed on a page; it differs for each.
func (a Absence) String() string {
	return [...]string{"", "no data", "too few to say", "withheld", "not shown at this level"}[a]
}

// Figure is one number with what is needed to read it. A withheld figure holds no number
// at all: not the value, not the interval, not the count.
type Figure struct {
	Stat      string // "p50", "p85", "rate", "share", "open", …: see Measure.Stats
	Category  string // the part that it speaks of (a cause, a severity, an answer); "" for the whole
	Unit      unit.Unit
	Absence   Absence
	Value     float64 // NaN unless Present
	Low, High float64 // 95 % interval; NaN when there is none, High alone when its end is not reached
	N         int     // observations behind the value (denominator of a share)
	Part      int     // numerator of a share; 0 otherwise
	Reason    string  // why absent, and what would be enough; "" when Present
}

// absent returns a figure without a number.
func absent(stat string, u unit.Unit, why Absence, reason string) Figure {
	return Figure{Stat: stat, Unit: u, Value: math.NaN(), Low: math.NaN(), High: math.NaN(), Absence: why, Reason: reason}
}

// number returns a figure without an interval: a count, or a mean of counts.
func number(stat string, u unit.Unit, value float64, n int) Figure {
	return Figure{Stat: stat, Unit: u, Value: value, Low: math.NaN(), High: math.NaN(), N: n}
}

// HasInterval reports whether Low and High are set.
func (f Figure) HasInterval() bool { return !math.IsNaN(f.Low) && !math.IsNaN(f.High) }

// shareFloor is the denominator under which no percentage is printed, only "x of n"
// (metric catalogue, group rules).
const shareFloor = 10

// Percentage reports whether the value may be printed as a number: a share of few is "3 of
// 7" and no percentage.
func (f Figure) Percentage() bool { return f.Unit != unit.Share || f.N >= shareFloor }

// Text prints the figure as a reader meets it: "3.2 days", "7 of 28 (25 %, 13–43 %)",
// "too few to say". Durations and rates leave n and interval to Detail.
func (f Figure) Text() string {
	switch {
	case f.Absence != Present:
		return f.Absence.String()
	case f.Unit == unit.Items && f.Value == float64(f.N):
		return unit.Grouped(int64(f.N)) // a count is exact: terms that must add up are not rounded
	case f.Unit != unit.Share:
		return f.Unit.Text(f.Value)
	case f.N < shareFloor:
		return unit.Grouped(int64(f.Part)) + " of " + unit.Grouped(int64(f.N))
	case f.HasInterval():
		return unit.Grouped(int64(f.Part)) + " of " + unit.Grouped(int64(f.N)) + " (" + unit.Percent(f.Value) + ", " + f.Unit.Range(f.Low, f.High) + ")"
	default:
		return unit.Grouped(int64(f.Part)) + " of " + unit.Grouped(int64(f.N)) + " (" + unit.Percent(f.Value) + ")"
	}
}

// Detail prints what stands behind the figure: its n and interval, or the reason for its
// absence. It is never empty.
func (f Figure) Detail() string {
	switch {
	case f.Absence != Present:
		return f.Reason
	case f.Unit == unit.Direction:
		return "from " + unit.Plural(f.N, "month")
	case f.HasInterval() && f.Unit != unit.Share:
		return fmt.Sprintf("n = %s, 95 %% interval %s", unit.Grouped(int64(f.N)), f.Unit.RangeAbout(f.Value, f.Low, f.High))
	case !math.IsNaN(f.Low) && math.IsNaN(f.High):
		return fmt.Sprintf("n = %s, 95 %% interval from %s, its end not reached", unit.Grouped(int64(f.N)), f.Unit.Text(f.Low))
	default:
		return fmt.Sprintf("n = %s", unit.Grouped(int64(f.N)))
	}
}
