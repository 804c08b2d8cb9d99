package metric

import (
	"cmp"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// flow counts what came or went, by class and (cell, month).
type flow struct {
	grid  grid
	parts parts
	n     []*counts // of each part; of 0, those without a class
}

func newFlow(r rows, column, at string) *flow {
	f := &flow{grid: r.grid, parts: newParts(r, column, at)}
	for range f.parts.n() {
		f.n = append(f.n, newCounts(r))
	}
	return f
}

func (f *flow) add(worker int, c *fact.Chunk, i int, at uint32) {
	if m := f.grid.frame.month(at); m >= 0 {
		f.n[f.parts.of(c, i)].add(worker, f.grid.group(f.grid.units.At(c.Owner[i], at), m))
	}
}

func (f *flow) merge() {
	for _, n := range f.n {
		n.merge()
	}
}

// members are the parts with these names; others are all the rest.
func (f *flow) members(names []string) (out []int) {
	for i, name := range f.parts.names {
		if slices.Contains(names, name) {
			out = append(out, i+1)
		}
	}
	return out
}

func (f *flow) others(names []string) []int {
	without := f.members(names)
	var out []int
	for p := range f.n {
		if !slices.Contains(without, p) {
			out = append(out, p)
		}
	}
	return out
}

// of is how many of some parts there are in month m over cells; all, of every part.
func (f *flow) of(parts []int, cells []fact.Cell, m int) (n int) {
	for _, p := range parts {
		n += f.n[p].of(cells, m)
	}
	return n
}

func (f *flow) all(cells []fact.Cell, m int) (n int) {
	for _, c := range f.n {
		n += c.of(cells, m)
	}
	return n
}

// classes appends a figure for every class that some row has, zeros too: the terms of a
// bridge are the same in every month.
func (f *flow) classes(out []Figure, stat string, cells []fact.Cell, m int) []Figure {
	for i, name := range f.parts.names {
		n := f.n[i+1].of(cells, m)
		figure := number(stat, unit.Items, float64(n), n)
		figure.Category = name
		out = append(out, figure)
	}
	return out
}

// newOpenBefore counts what was open in the last second before the calendar, by cell.
func newOpenBefore(t *fact.Table, r rows, from, to int) []uint32 {
	at := r.frame.Calendar.Start(0)
	private := make([][]uint32, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		if private[worker] == nil {
			private[worker] = make([]uint32, r.cells)
		}
		ends := c.Values[to].Times
		for i, start := range c.Values[from].Times {
			if mask[i] == 1 && start != 0 && start < at && (ends[i] == 0 || ends[i] >= at) {
				private[worker][r.units.At(c.Owner[i], at-1)]++
			}
		}
	})
	n := make([]uint32, r.cells)
	for _, p := range private {
		for c, k := range p {
			n[c] += k
		}
	}
	return n
}

// hands counts what changed hands in a month, from cell to cell.
type hands struct {
	grid    grid
	private [][]hand
	months  [][]hand
}

type hand struct {
	month    int
	from, to fact.Cell
	n        int
}

func newHands(r rows) *hands { return &hands{grid: r.grid, private: make([][]hand, r.workers())} }

// add compares, for every month in which something was open, who answered for it first and
// who did last: as the month began, or when it was opened; as the month ended, or when it
// was closed. What went to and fro within a month did not change hands.
func (h *hands) add(worker int, o fact.Owner, start, end uint32) {
	if h.grid.units.Settled(o) {
		return
	}
	f := &h.grid.frame
	if end == 0 || end > f.AsOf {
		end = f.AsOf
	}
	for m := max(0, f.Calendar.Index(start)); m < f.Calendar.Months() && f.Calendar.Start(m) <= end; m++ {
		begins, ends := f.Calendar.Start(m), f.end(m)
		if start >= ends {
			return // after the calendar
		}
		first, last := h.grid.units.At(o, max(start, begins-1)), h.grid.units.At(o, min(end, ends-1))
		if first != last {
			h.private[worker] = append(h.private[worker], hand{m, first, last, 1})
		}
	}
}

// merge adds up equal ones.
func (h *hands) merge() {
	all := slices.Concat(h.private...)
	slices.SortFunc(all, func(a, b hand) int {
		return cmp.Or(cmp.Compare(a.month, b.month), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	h.months, h.private = make([][]hand, h.grid.frame.Calendar.Months()), nil
	for _, x := range all {
		of := h.months[x.month]
		if last := len(of) - 1; last >= 0 && of[last].from == x.from && of[last].to == x.to {
			of[last].n++
			continue
		}
		h.months[x.month] = append(of, x)
	}
}

// of are those that came from outside the cells, and those that went there.
func (h *hands) of(cells []fact.Cell, m int) (taken, handed int) {
	for _, x := range h.months[m] {
		_, from := slices.BinarySearch(cells, x.from)
		_, to := slices.BinarySearch(cells, x.to)
		switch {
		case to && !from:
			taken += x.n
		case from && !to:
			handed += x.n
		}
	}
	return taken, handed
}
