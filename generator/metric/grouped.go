package metric

import (
	"leadline/generator/fact"
)

// adds is a value that another of its kind can be added to; adding must not depend on order.
type adds[T any] interface {
	*T
	add(*T)
}

// grouped is such a value for every (cell, month) group.
type grouped[T any, P adds[T]] struct {
	grid
	private [][]T // per worker until merge
	sums    []T
}

func newGrouped[T any, P adds[T]](r rows) *grouped[T, P] {
	return &grouped[T, P]{grid: r.grid, private: make([][]T, r.workers())}
}

// at is where a worker adds to a group.
func (s *grouped[T, P]) at(worker, group int) P {
	if s.private[worker] == nil {
		s.private[worker] = make([]T, s.groups())
	}
	return &s.private[worker][group]
}

// merge adds the workers' private values; it takes over the first of them.
func (s *grouped[T, P]) merge() {
	for _, own := range s.private {
		if s.sums == nil {
			s.sums = own
			continue
		}
		for g := range own {
			P(&s.sums[g]).add(&own[g])
		}
	}
	if s.sums == nil {
		s.sums = make([]T, s.groups())
	}
	s.private = nil
}

// of is the sum of month m over cells.
func (s *grouped[T, P]) of(cells []fact.Cell, m int) (sum T) {
	for _, c := range cells {
		P(&sum).add(&s.sums[s.group(c, m)])
	}
	return sum
}
