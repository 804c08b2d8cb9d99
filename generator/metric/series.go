package metric

import (
	"iter"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// Result is one metric of one subject in one month, at level L. It can only be made by
// Evaluate. The field of type [0]L is what makes Result[Portfolio] and Result[Team]
// different to the compiler: without it a conversion between them would be legal.
type Result[L level.Level] struct {
	_       [0]L
	subject fact.Subject
	month   period.Month
	state   State
	figures []Figure
}

// Month is the month that the result speaks of.
func (r Result[L]) Month() period.Month { return r.month }

// Subject is the team, service or portfolio that the result speaks of.
func (r Result[L]) Subject() fact.Subject { return r.subject }

// Figures are the result's figures in the order of the definition's stats.
func (r Result[L]) Figures() []Figure { return r.figures }

// State is whether the month is unusual by the chart's limits.
func (r Result[L]) State() State { return r.state }

// Figure returns the figure of one stat for the whole; a stat that the metric lacks is
// NotApplicable.
func (r Result[L]) Figure(stat string) Figure {
	for _, f := range r.figures {
		if f.Stat == stat && f.Category == "" {
			return f
		}
	}
	return absent(stat, 0, NotApplicable, "this metric has no figure called "+stat)
}

// Series is the monthly results of one metric for one subject, oldest first, one for every
// month of the calendar. It is made by Evaluate alone.
type Series[L level.Level] struct {
	_          [0]L
	definition *Definition
	subject    fact.Subject
	policy     Policy
	results    []Result[L]
	complete   int
	labels     map[string]string
	course     course      // of a pooled series
	views      []view      // of the complete months of a pooled series
	asOf       bool        // its months are judged by the newest one's view, not each by its own
	mixes      map[int]Mix // by month of the calendar
	alike      likeForLike // nil where nothing is compared over the same pairs
	looks      *looks      // of a counted series
	shapes     map[period.Month]Shape[L]
	matrices   map[period.Month]Matrix[L]
}

// Label is a stat in the words of the events, such as the text of a survey's question; ""
// for all others. It is text from outside: whoever prints it escapes it.
func (s Series[L]) Label(stat string) string { return s.labels[stat] }

// Definition is the metric's definition.
func (s Series[L]) Definition() *Definition { return s.definition }

// Subject is whose series it is.
func (s Series[L]) Subject() fact.Subject { return s.subject }

// Policy is how the definition lets this level see the metric.
func (s Series[L]) Policy() Policy { return s.policy }

// Unjudged says why no month of a pooled series is ever judged, because of what its measure
// is; "" where months are, once there are enough of them.
func (s Series[L]) Unjudged() string {
	if u, ok := s.definition.Measure.(interface{ unjudged() string }); ok && s.policy == Pooled {
		return u.unjudged()
	}
	return ""
}

// Results are the months, oldest first.
func (s Series[L]) Results() []Result[L] { return s.results }

// Complete is how many of Results are complete months; a later one is still running and
// is drawn hollow and never judged.
func (s Series[L]) Complete() int { return s.complete }

// Idle reports whether the subject owned nothing, or did not exist, in a month.
func (s Series[L]) Idle(m period.Month) bool {
	i := s.index(m)
	return i >= 0 && s.course.idle != nil && s.course.idle[i]
}

// Limits are the process limits of the headline stat at the newest complete month; see
// Limits.Known.
func (s Series[L]) Limits() Limits {
	if n := len(s.views); n > 0 {
		return s.views[n-1].limits
	}
	return Limits{}
}

// Judging is what a complete month is judged by. The zero Judging is that of a month that is
// never judged.
type Judging struct {
	Limits
	First, Last period.Month // the months behind the limits
	Rebased     period.Month // the month of the last recorded rebase before them; 0: none
}

// Judging is what a month is judged by: at most the newest two years of months with a value since
// the last recorded rebase up to itself, or up to the newest month of a series made by AsOf.
func (s Series[L]) Judging(m period.Month) (j Judging) {
	i := s.index(m)
	if i < 0 || i >= len(s.views) {
		return j
	}
	v := s.viewOf(i)
	j = Judging{Limits: v.limits, First: s.results[v.from].month, Last: s.results[v.to-1].month}
	if own := at(s.course.segments, i); own != nil && own.from > 0 {
		j.Rebased = s.results[own.from].month
	}
	return j
}

// viewOf is what a complete month is judged by in this series. A month that the newest of its
// segment has forgotten is judged by itself.
func (s *Series[L]) viewOf(i int) *view {
	if own := at(s.course.segments, i); s.asOf && own != nil {
		if v := &s.views[own.to-1]; v.from <= i {
			return v
		}
	}
	return &s.views[i]
}

// Settling reports whether the headline of a complete month may still change, because what is
// counted in it is confirmed later. Such a month is not judged.
func (s Series[L]) Settling(m period.Month) bool {
	i := s.index(m)
	return i >= s.course.settled() && i < s.complete && s.course.unsettled > 0
}

// AsOf is the series when m was the newest complete month: later months are gone, and all
// others are judged by the limits of that time, so that a chart that ends with m has one pair
// of limits between two recorded rebases. The newest complete month, and whatever comes
// after it, see the whole series.
func (s Series[L]) AsOf(m period.Month) Series[L] {
	s.asOf = true
	if n := s.index(m) + 1; n > 0 && n < s.complete {
		s.course = s.course.cut(n)
		s.complete, s.views = n, s.views[:min(n, len(s.views))]
		s.results = s.results[:n]
	}
	s.results = slices.Clone(s.results)
	for i := range s.views {
		v := s.viewOf(i)
		s.results[i].state = v.states[i-v.from]
	}
	return s
}

// Change compares the six complete months that end with m with the twelve before. It never
// reaches across a recorded rebase, and of a series that is not pooled there is none.
func (s Series[L]) Change(m period.Month) Change {
	i := s.index(m)
	c := s.course.change(i)
	c.Mix = s.mixes[i]
	return c
}

// index is the place of a month in the results, -1 outside.
func (s Series[L]) index(m period.Month) int {
	if len(s.results) == 0 {
		return -1
	}
	if i := int(m - s.results[0].month); i >= 0 && i < len(s.results) {
		return i
	}
	return -1
}

// At returns the result of a month and whether the series has it.
func (s Series[L]) At(m period.Month) (Result[L], bool) {
	if i := s.index(m); i >= 0 {
		return s.results[i], true
	}
	return Result[L]{}, false
}

// Row is one figure as a line of a tidy table: what the workbook and the downloads print.
type Row struct {
	Level   level.Name
	Subject string // id; "" for the portfolio
	Month   period.Month
	Metric  string
	Version string
	Figure  Figure
	State   State
	Running bool   // the month was not complete at the as-of date
	Label   string // as Series.Label
}

// Rows lists every figure of the series, months in order, stats in the definition's order.
func (s Series[L]) Rows() []Row {
	return slices.Collect(s.Each(func(period.Month) bool { return true }))
}

// CountRows is how many rows Each streams.
func (s Series[L]) CountRows(wanted func(period.Month) bool) int {
	n := 0
	for _, r := range s.results {
		if wanted(r.month) {
			n += len(r.figures)
		}
	}
	return n
}

// Each streams the Rows of the wanted months.
func (s Series[L]) Each(wanted func(period.Month) bool) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for i, r := range s.results {
			if !wanted(r.month) {
				continue
			}
			for _, f := range r.figures {
				if !yield(Row{level.NameOf[L](), s.subject.ID, r.month, s.definition.ID, s.definition.Version, f, r.state, i >= s.complete, s.labels[f.Stat]}) {
					return
				}
			}
		}
	}
}

// ChangeRow is one comparison as a line of a tidy table.
type ChangeRow struct {
	Level   level.Name
	Subject string // id; "" for the portfolio
	Month   period.Month
	Metric  string
	Version string
	Change  Change
}

// AppendChange appends the change of the months that end with m; nothing where the series is
// not compared at all.
func (s Series[L]) AppendChange(rows []ChangeRow, m period.Month) []ChangeRow {
	c := s.Change(m)
	if c.Absence == NotApplicable {
		return rows
	}
	return append(rows, ChangeRow{level.NameOf[L](), s.subject.ID, m, s.definition.ID, s.definition.Version, c})
}
