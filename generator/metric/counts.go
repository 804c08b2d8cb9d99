package metric

import (
	"leadline/generator/fact"
	"leadline/generator/unit"
)

// counts is one number for every (cell, month) group.
type counts struct {
	grid
	private [][]uint32 // per worker until merge
	n       []uint32
}

func newCounts(r rows) *counts {
	return &counts{grid: r.grid, private: make([][]uint32, r.workers())}
}

func (c *counts) add(worker, group int) {
	if c.private[worker] == nil {
		c.private[worker] = make([]uint32, c.groups())
	}
	c.private[worker][group]++
}

// merge adds the workers' private counters; sums do not depend on the order.
func (c *counts) merge() { c.n, c.private = added(c.private, c.groups()), nil }

// added adds up what workers counted for themselves, nil for one that counted nothing. It
// takes over the first of them.
func added[T uint32 | int64](private [][]T, groups int) []T {
	var all []T
	for _, own := range private {
		if all == nil {
			all = own
			continue
		}
		for g, n := range own {
			all[g] += n
		}
	}
	if all == nil {
		all = make([]T, groups)
	}
	return all
}

// of is the sum of month m over cells.
func (c *counts) of(cells []fact.Cell, m int) int {
	n := 0
	for _, cell := range cells {
		n += int(c.n[c.group(cell, m)])
	}
	return n
}

func (c *counts) figure(stat string, cells []fact.Cell, m int) Figure {
	n := c.of(cells, m)
	return number(stat, unit.Items, float64(n), n)
}

// presence is when events of a kind were recorded: from the first month any cell has one to
// the last month anything has one. Outside that, silence means "not recorded", not zero.
type presence struct {
	grid
	private []seen // per worker until merge
	first   []int32
	last    int32
}

type seen struct {
	first []int32 // per cell: 1 + first month, 0 never
	last  int32   // 1 + last month of any cell
}

func newPresence(r rows) *presence {
	return &presence{grid: r.grid, private: make([]seen, r.workers())}
}

func (p *presence) see(worker int, c fact.Cell, m int) {
	s := &p.private[worker]
	if s.first == nil {
		s.first = make([]int32, p.cells)
	}
	if at := int32(m + 1); s.first[c] == 0 || at < s.first[c] {
		s.first[c] = at
	}
	s.last = max(s.last, int32(m+1))
}

func (p *presence) merge() {
	p.first = make([]int32, p.cells)
	for _, s := range p.private {
		for c, m := range s.first {
			if m != 0 && (p.first[c] == 0 || m < p.first[c]) {
				p.first[c] = m
			}
		}
		p.last = max(p.last, s.last)
	}
	p.private = nil
}

// recorded reports whether anything of this kind is recorded up to month m or later.
func (p *presence) recorded(m int) bool { return int32(m+1) <= p.last }

// began reports whether any of the cells has had an event by month m.
func (p *presence) began(cells []fact.Cell, m int) bool {
	for _, c := range cells {
		if p.first[c] != 0 && p.first[c] <= int32(m+1) {
			return true
		}
	}
	return false
}
