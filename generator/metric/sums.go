package metric

import (
	"leadline/generator/fact"
)

// sums is a sum of seconds for every (cell, month) group: whole numbers, so that it does
// not depend on the order in which workers add.
type sums struct {
	grid
	private [][]int64 // per worker until merge
	n       []int64
}

func newSums(r rows) *sums { return &sums{grid: r.grid, private: make([][]int64, r.workers())} }

func (s *sums) add(worker, group int, seconds int64) {
	if s.private[worker] == nil {
		s.private[worker] = make([]int64, s.groups())
	}
	s.private[worker][group] += seconds
}

func (s *sums) merge() { s.n, s.private = added(s.private, s.groups()), nil }

// of is the sum of month m over cells.
func (s *sums) of(cells []fact.Cell, m int) (total int64) {
	for _, c := range cells {
		total += s.n[s.group(c, m)]
	}
	return total
}
