package metric

import (
	"fmt"
	"math"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/period"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

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
// give nil: neighbours would repeat each other and be taken for a shift.
type comparing interface{ comparison() *comparison }

// course is what the changes of one series are told from.
type course struct {
	kind      *comparison // nil: it has none
	calendar  *period.Calendar
	months    [][]Figure
	segments  []segment
	complete  int    // months that were complete when the data ended
	unsettled int    // the newest of them whose values are still to change
	idle      []bool // months in which the subject owned nothing: none ends a comparison
}

// thin is a kernel that compares months of fewer rows than a month's own figure needs.
type thin interface {
	compared(months [][]Figure, cells []fact.Cell) [][]Figure
}

func (m *Measured) course(p pool, cells []fact.Cell) course {
	c := course{calendar: m.frame.Calendar, months: p.months, segments: p.segments, complete: m.frame.Complete(), idle: p.idle, unsettled: unsettled(m.definition.Measure, m.definition.Measure.Stats()[0])}
	if k, ok := m.kernel.(comparing); ok {
		c.kind = k.comparison()
	}
	if k, ok := m.kernel.(thin); ok && c.kind != nil {
		c.months = k.compared(p.months, m.known(cells))
	}
	return c
}

// change is the one of the newest months with a value up to month i.
func (c *course) change(i int) Change {
	w, why, reason := c.windows(i)
	if why != Present {
		return Change{}.absent(why, reason)
	}
	last, split, first := w.newest[0], w.newest[newestMonths-1], w.before[beforeMonths-1]
	out := Change{First: c.calendar.Month(split), Last: c.calendar.Month(last), Before: c.calendar.Month(first),
		Gaps: last - first + 1 - newestMonths - beforeMonths}
	if c.kind.compare(c, w, &out); out.Absence == Present {
		out.Claimed = out.P < claimBelow && c.steady(w)
		if out.Neighbours = math.NaN(); c.kind != &byWalk { // which reckons with it
			out.Neighbours = c.neighbours(at(c.segments, i).begins(c.months, i), split, out.Scale)
		}
	}
	return out
}

// p is change's P for less work; NaN where it has none.
func (c *course) p(i int) float64 {
	if s := at(c.segments, i); s == nil || i-s.from+1 < newestMonths+beforeMonths {
		return math.NaN() // half of all months: not worth the words that windows has for them
	}
	w, why, _ := c.windows(i)
	if why != Present {
		return math.NaN()
	}
	return c.kind.p(c, w)
}

// windows are the newest months with a value up to i and those before, or why there are
// too few of them.
func (c *course) windows(i int) (w windows, why Absence, reason string) {
	s := at(c.segments, i)
	switch {
	case c.kind == nil:
		return w, NotApplicable, "this kind of figure is not compared"
	case s == nil:
		return w, TooFew, "the month is not complete"
	case c.idle != nil && c.idle[i]:
		return w, NoData, idleReason
	case i-s.from+1 < newestMonths+beforeMonths:
		return w, TooFew, c.tooShort(s, i)
	}
	w.newest = c.valued(i, max(s.from, i-newestReach+1), newestMonths)
	switch n := len(w.newest); {
	case n == 0:
		return w, NoData, fmt.Sprintf("none of the newest %d months has a value", newestReach)
	case n < newestMonths:
		return w, TooFew, fmt.Sprintf("%d of the newest %d months %s a value; %d are needed", n, newestReach, have(n), newestMonths)
	}
	last := w.newest[newestMonths-1] - 1
	w.before = c.valued(last, max(s.from, last-beforeReach+1), beforeMonths)
	if n := len(w.before); n < beforeMonths {
		return w, TooFew, fmt.Sprintf("%d of the %d months before the newest %s a value; %d are needed", n, beforeReach, have(n), beforeMonths)
	}
	return w, Present, ""
}

// settled is how many months have values that stay.
func (c *course) settled() int { return c.complete - c.unsettled }

// cut is the course of the first n months, which are complete.
func (c course) cut(n int) course {
	if len(c.segments) == 0 { // nothing is ever told from it
		return c
	}
	c.months, c.segments = c.months[:n], slices.Clone(c.segments)
	c.segments = slices.DeleteFunc(c.segments, func(s segment) bool { return s.from >= n })
	last := &c.segments[len(c.segments)-1]
	last.to = min(last.to, n)
	if c.idle != nil {
		c.idle = c.idle[:n]
	}
	return c
}

func have(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

func (c *course) tooShort(s *segment, i int) string {
	since := "so far"
	if s.from > 0 {
		since = "since the rebase recorded in " + c.calendar.Month(s.from).Long()
	}
	return fmt.Sprintf("%s %s; %d are needed", unit.Plural(i-s.from+1, "complete month"), since, newestMonths+beforeMonths)
}

// valued are up to n months with a value from last back to first.
func (c *course) valued(last, first, n int) []int {
	months := make([]int, 0, n)
	for i := min(last, c.settled()-1); i >= first && len(months) < n; i-- {
		if c.kind.valued(&c.months[i][0]) {
			months = append(months, i)
		}
	}
	return months
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
