package metric

import (
	"fmt"
	"math"

	"leadline/generator/period"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// A sustained change is told from the newest six complete months against the twelve before;
// below that an exact test cannot be surer than by chance (3 against 6 months never has p
// under 0.01).
const (
	newestMonths = 6
	beforeMonths = 12
	// claimBelow is the p under which a change is claimed. With a look every month it makes
	// 8 false claims in a hundred unchanged series and years; 0.05 would make 27.
	claimBelow = 0.01
	// Months under a floor are passed over, not taken for zero, as long as no more than one
	// in four is: six values among eight months, twelve among sixteen. Our own bound.
	newestReach = 8
	beforeReach = 16
)

// Scale is how a change is counted.
type Scale uint8

const (
	// Ratio: the newest months are so many times what the months before were; 1 is none.
	Ratio Scale = iota
	// Points: difference of shares, 0…1; 0 is none.
	Points
	// Difference: so many items more; 0 is none.
	Difference
)

// Name is the scale as written in a workbook.
func (s Scale) Name() string { return [...]string{"ratio", "difference of shares", "difference"}[s] }

// Change is what may be said of six months against the twelve before. Where Absence is not
// Present there are no numbers, and Reason says why.
type Change struct {
	First, Last period.Month // of the newest months
	Before      period.Month // first of the months before
	Gaps        int          // months without a value that were passed over
	Scale       Scale
	Estimate    float64
	Low, High   float64 // interval of Confidence; High may be infinite
	Confidence  float64
	P           float64
	Claimed     bool    // P < 0.01; otherwise "no detectable change", never "no change"
	Neighbours  float64 // lag-1 correlation of the months before, NaN for fewer than 20
	Mix         Mix     // where it changed
	Absence     Absence
	Reason      string
}

// Direction is 1 upwards, -1 downwards, 0 neither.
func (c Change) Direction() int {
	none := 0.0
	if c.Scale == Ratio {
		none = 1
	}
	switch {
	case c.Absence != Present || c.Estimate == none:
		return 0
	case c.Estimate > none:
		return 1
	default:
		return -1
	}
}

// windows are the months of one comparison, as indices into the course, newest first.
type windows struct{ newest, before []int }

// comparison is how a kind compares windows of its months.
type comparison struct {
	// valued reports whether a month's headline can be compared; one that cannot is a gap.
	valued func(*Figure) bool
	// p is the p of compare alone, which is most of what is ever asked; NaN where it is absent.
	p func(c *course, w windows) float64
	// compare fills in Scale, Estimate, interval and P, or Absence and Reason.
	compare func(c *course, w windows, out *Change)
}

// comparing is a kernel whose kind can tell a sustained change. Kinds whose months overlap
// cannot: neighbours would repeat each other and be taken for a shift.
type comparing interface{ comparison() *comparison }

// course is what the changes of one series are told from.
type course struct {
	kind     *comparison // nil: it has none
	calendar *period.Calendar
	months   [][]Figure
	segments []segment
}

func (m *Measured) course(p pool) course {
	c := course{calendar: m.frame.Calendar, months: p.months, segments: p.segments}
	if k, ok := m.kernel.(comparing); ok {
		c.kind = k.comparison()
	}
	return c
}

// change is the one of the newest months with a value up to month i.
func (c *course) change(i int) Change {
	s := at(c.segments, i)
	out := Change{Estimate: math.NaN(), Low: math.NaN(), High: math.NaN(), P: math.NaN(), Neighbours: math.NaN()}
	switch {
	case c.kind == nil:
		return out.absent(NotApplicable, "this kind of figure is not compared")
	case s == nil:
		return out.absent(TooFew, "the month is not complete")
	case i-s.from+1 < newestMonths+beforeMonths:
		return out.absent(TooFew, c.tooShort(s, i))
	}
	w := c.windows(s, i)
	if len(w.newest) < newestMonths || len(w.before) < beforeMonths {
		return out.absent(TooFew, w.tooFew())
	}
	split, first := w.newest[newestMonths-1], w.before[beforeMonths-1]
	last := w.newest[0]
	out.Last, out.First, out.Before = c.calendar.Month(last), c.calendar.Month(split), c.calendar.Month(first)
	out.Gaps = last - first + 1 - newestMonths - beforeMonths
	if c.kind.compare(c, w, &out); out.Absence == Present {
		out.Claimed = out.P < claimBelow
		out.Neighbours = c.neighbours(s.from, split, out.Scale)
	}
	return out
}

// p is change's P for less work; NaN where it has none.
func (c *course) p(i int) float64 {
	s := at(c.segments, i)
	if c.kind == nil || s == nil || i-s.from+1 < newestMonths+beforeMonths {
		return math.NaN()
	}
	w := c.windows(s, i)
	if len(w.newest) < newestMonths || len(w.before) < beforeMonths {
		return math.NaN()
	}
	return c.kind.p(c, w)
}

func (w windows) tooFew() string {
	if n := len(w.newest); n < newestMonths {
		return fmt.Sprintf("%d of the newest %d months have a value; %d are needed", n, newestReach, newestMonths)
	}
	return fmt.Sprintf("%d of the %d months before the newest have a value; %d are needed", len(w.before), beforeReach, beforeMonths)
}

// windows are the newest months with a value up to i, and those before.
func (c *course) windows(s *segment, i int) (w windows) {
	w.newest = c.valued(i, max(s.from, i-newestReach+1), newestMonths)
	if n := len(w.newest); n == newestMonths {
		last := w.newest[n-1] - 1
		w.before = c.valued(last, max(s.from, last-beforeReach+1), beforeMonths)
	}
	return w
}

// valued are up to n months with a value from last back to first.
func (c *course) valued(last, first, n int) []int {
	months := make([]int, 0, n)
	for i := last; i >= first && len(months) < n; i-- {
		if c.kind.valued(&c.months[i][0]) {
			months = append(months, i)
		}
	}
	return months
}

func (c Change) absent(why Absence, reason string) Change {
	c.Absence, c.Reason = why, reason
	return c
}

func (c *course) tooShort(s *segment, i int) string {
	since := "so far"
	if s.from > 0 {
		since = "since the rebase recorded in " + c.calendar.Month(s.from).Long()
	}
	return fmt.Sprintf("%s %s; %d are needed", unit.Plural(i-s.from+1, "complete month"), since, newestMonths+beforeMonths)
}

// correlatedFrom is the number of months from which a correlation of neighbours is said.
const correlatedFrom = 20

// neighbours is how alike neighbouring months were before the newest ones. Above 0.3 false
// claims come up to three times as often as the p says.
func (c *course) neighbours(from, to int, scale Scale) float64 {
	values := headline(c.months, to)[from:]
	n := 0
	for i, v := range values {
		if !math.IsNaN(v) {
			n++
		}
		if scale == Ratio {
			values[i] = math.Log1p(v)
		}
	}
	if n < correlatedFrom {
		return math.NaN()
	}
	return stat.Lag1(values)
}
