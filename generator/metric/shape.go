package metric

import (
	"slices"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// Shape is how the values behind a month's headline lie, for a picture beside the figure. At
// most one of its forms is there; which one, the measure and the group rules decide:
//
//   - Spread of what ended: how many values lie in each of neighbouring bins;
//   - Spread of a person-derived metric: where equal parts of the values end, because a value
//     is somebody's;
//   - Curve of a censored duration: what share is still open at which age;
//   - Ages of what is open, one by one where that is nobody's work; of a person-derived metric
//     how many are younger or older than the quantiles of the finished ones.
//
// A shape holds no name, and is there only for a figure that is shown. AddShapes alone makes one.
type Shape[L level.Level] struct {
	_       [0]L
	outline outline
}

// outline is a shape before it belongs to a level.
type outline struct {
	spread *Spread
	curve  *Curve
	ages   *Ages
}

// Spread is nil for a shape of another form.
func (s Shape[L]) Spread() *Spread { return s.outline.spread }

// Curve is nil for a shape of another form.
func (s Shape[L]) Curve() *Curve { return s.outline.curve }

// Ages is nil for a shape of another form.
func (s Shape[L]) Ages() *Ages { return s.outline.ages }

// Shape is how the values behind the headline of a month lie; the zero Shape where none was
// asked for, or none may be shown.
func (s Series[L]) Shape(m period.Month) Shape[L] { return s.shapes[m] }

// shaped is a kernel that can tell how the values of a month lie. A zero outline says that
// there are too few.
type shaped interface {
	outline(cells []fact.Cell, m int, space *merger) outline
	// shared is an outline in which nothing can be read of a single value, for a person-derived
	// metric. months are m and those before it that may be taken with it, newest first.
	shared(cells []fact.Cell, months []int, space *merger) outline
}

// AddShapes gives a series that Evaluate made the shapes of some months. It is no part of
// Evaluate because pages alone need it, of a few months: whoever wants figures does not pay.
func AddShapes[L level.Level](s Series[L], m *Measured, set fact.Set[L], months []period.Month) Series[L] {
	kernel, ok := m.kernel.(shaped)
	if !ok || s.policy != Pooled {
		return s // of services that are counted, not even how they lie together is shown
	}
	space := mergers.Get().(*merger)
	defer mergers.Put(space)
	cells := m.known(set.Cells())
	s.shapes = make(map[period.Month]Shape[L], len(months))
	for i, r := range s.results {
		if slices.Contains(months, r.month) && shapely(r.figures) {
			if m.definition.People {
				s.shapes[r.month] = Shape[L]{outline: kernel.shared(cells, s.together(i), space)}
			} else {
				s.shapes[r.month] = Shape[L]{outline: kernel.outline(cells, i, space)}
			}
		}
	}
	return s
}

// sharedMonths is how many months a person-derived shape may take together: a year, so that
// every season is in it once. Our own choice.
const sharedMonths = 12

// together are month i and those before it whose values may be pooled with its: of the same
// baseline, and none that is withheld, so that behind each of them there are enough people.
func (s Series[L]) together(i int) (months []int) {
	first := i
	if own := at(s.course.segments, i); own != nil {
		first = max(own.from, i-sharedMonths+1)
	}
	for m := i; m >= first; m-- {
		if s.results[m].figures[0].Absence != Withheld {
			months = append(months, m)
		}
	}
	return months
}

// shapely reports whether the headline is one behind which one may look: it is shown, or
// nothing but the end of the time observed keeps it from having a value.
func shapely(figures []Figure) bool {
	if len(figures) == 0 {
		return false
	}
	f := &figures[0]
	return f.Absence == Present || f.Absence == TooFew && f.N >= quantileFloor(quantileOf(f.Stat))
}
