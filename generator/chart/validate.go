package chart

import (
	"errors"
	"fmt"
	"math"
	"regexp"
)

const (
	maxSeries  = 4 // four colours can be told apart at 3:1 (Government Analysis Function)
	maxStacked = 6 // two greys more, for the states without a value
	maxValue   = 1e15
	maxNotes   = 1000
)

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// faults are everything that makes the chart of an id impossible to draw.
type faults struct {
	id  string
	all []error
}

// newFaults has one already where the id is none. Text is refused for nothing.
func newFaults(id string) *faults {
	f := &faults{id: id}
	if !plainID(id) {
		f.add("the id must match %s", idForm)
	}
	return f
}

func (f *faults) add(format string, a ...any) {
	f.all = append(f.all, fmt.Errorf("chart %q: "+format, append([]any{f.id}, a...)...))
}

func (f *faults) err() error { return errors.Join(f.all...) }

// check lists everything that makes f impossible to draw. Hostile text is not among it:
// text is cleaned and escaped, never refused.
func check(f *Figure) error {
	faults := newFaults(f.ID)
	bad := faults.add
	switch {
	case f.Kind.timed():
		checkTimes(f, bad)
	case f.Kind == Dots:
		checkDots(f, bad)
	default:
		checkMonths(f, bad)
		checkSeries(f, bad)
		checkMarks(f, bad)
	}
	for _, l := range f.Levels {
		if !finite(l.Value) {
			bad("the level %q is %v; expected a finite number", l.Name, l.Value)
		}
	}
	return faults.err()
}

func checkDots(f *Figure, bad func(string, ...any)) {
	for i, d := range f.Dots {
		if !finite(d.Value) {
			bad("dot %d is %v; expected a finite number", i+1, d.Value)
		}
		if d.Column < 0 || d.Column >= len(f.Columns) {
			bad("dot %d is in column %d of %d", i+1, d.Column, len(f.Columns))
		}
	}
}

func checkMonths(f *Figure, bad func(string, ...any)) {
	if len(f.Months) == 0 {
		bad("no months; expected at least one")
	}
	for i := 1; i < len(f.Months); i++ {
		if f.Months[i] != f.Months[i-1]+1 {
			bad("%s follows %s; expected consecutive months, so that a gap in time is a gap in the chart", f.Months[i], f.Months[i-1])
		}
	}
}

func checkSeries(f *Figure, bad func(string, ...any)) {
	most := maxSeries
	if f.Kind == Stacked {
		most = maxStacked
	}
	if len(f.Series) == 0 || len(f.Series) > most {
		bad("%d series; expected 1 to %d, more cannot be told apart", len(f.Series), most)
	}
	checkPoints(f, bad)
}

func checkPoints(f *Figure, bad func(string, ...any)) {
	for si := range f.Series {
		s := &f.Series[si]
		if len(s.Points) != len(f.Months) {
			bad("series %q has %d points for %d months", s.Name, len(s.Points), len(f.Months))
			continue
		}
		for i := range s.Points {
			if what := pointFault(f.Kind, &s.Points[i]); what != "" {
				bad("series %q, %s: %s", s.Name, f.Months[i], what)
			}
		}
	}
}

// pointFault says what is wrong with a point, or "". Values of absent points are not read.
func pointFault(k Kind, p *Point) string {
	switch {
	case !p.State.Shown():
		return ""
	case !finite(p.Value):
		return fmt.Sprintf("the value is %v; expected a finite number, or a state that says why there is none", p.Value)
	case math.IsNaN(p.Low) && math.IsNaN(p.High), p.Low == 0 && p.High == 0:
		// no interval; a Point literal without one has zeros
	case !finite(p.Low) || !finite(p.High) || p.Low > p.High:
		return fmt.Sprintf("the interval is %v to %v; expected two finite numbers in order, or NaN twice", p.Low, p.High)
	}
	if k == Share && (p.Value < 0 || p.Value > 1) {
		return fmt.Sprintf("the share is %v; expected 0 to 1", p.Value)
	}
	if k == Stacked && p.Value < 0 {
		return fmt.Sprintf("the count is %v; expected zero or more", p.Value)
	}
	return ""
}

func checkMarks(f *Figure, bad func(string, ...any)) {
	for _, n := range f.Notes {
		if n.Number < 1 || n.Number > maxNotes {
			bad("the note of %s has the number %d; expected 1 to %d", n.At, n.Number, maxNotes)
		}
	}
	for _, l := range f.Limits {
		if !finite(l.Centre) || !finiteOrNaN(l.Lower) || !finiteOrNaN(l.Upper) || l.From > l.To {
			bad("limits %s to %s are %v, %v, %v; expected a finite centre and finite limits or NaN", l.From, l.To, l.Lower, l.Centre, l.Upper)
		}
	}
}

// finite refuses NaN, infinities and what no chart of deliveries can mean.
func finite(v float64) bool      { return math.Abs(v) <= maxValue }
func finiteOrNaN(v float64) bool { return math.IsNaN(v) || finite(v) }
func (p *Point) hasInterval() bool {
	return finite(p.Low) && finite(p.High) && (p.Low != 0 || p.High != 0)
}

// plainID is idForm without the cost of a regular expression for each chart.
func plainID(id string) bool {
	edge := true // a dash may neither begin, nor end, nor follow another
	for i := range len(id) {
		switch c := id[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			edge = false
		case c == '-' && !edge:
			edge = true
		default:
			return false
		}
	}
	return !edge
}
