package metric

import (
	"leadline/generator/fact"
)

// newOpen counts, at every month's end, the rows that had begun and not ended.
func newOpen(t *fact.Table, r rows, from, to int) *counts {
	open := newCounts(r)
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		starts, ends := c.Values[from].Times, c.Values[to].Times
		for i, start := range starts {
			if mask[i] == 1 && start != 0 {
				r.openMonths(start, ends[i], func(m int, at uint32) {
					open.add(worker, r.group(r.units.At(c.Owner[i], at-1), m))
				})
			}
		}
	})
	open.merge()
	return open
}

// openMonths calls visit for every month at whose end (or as-of) something that started
// and ended (0: not yet) at these instants was open. at is the first instant after: who
// answers for the month is who owned it at-1, not who takes over as the next one begins.
func (g *grid) openMonths(start, end uint32, visit func(m int, at uint32)) {
	first := g.frame.Calendar.Index(start)
	if first < 0 {
		if start >= g.frame.Calendar.Start(0) {
			return // after the calendar
		}
		first = 0
	}
	for m := first; m < g.frame.Calendar.Months(); m++ {
		at := g.frame.end(m)
		if end != 0 && end < at {
			return
		}
		if start < at {
			visit(m, at)
		}
		if at == g.frame.AsOf {
			return
		}
	}
}
