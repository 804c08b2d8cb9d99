package metric

import (
	"fmt"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// opened is where the time so far went of what was on its way at every month's end. One that
// is open for a year is in twelve months, with all of its time in each: it is a stock.
type opened struct {
	grid
	rules          *evidence
	from, to, left int // columns
	items          *counts
	sums           *grouped[pieces, *pieces]
}

// opened is nil where the definition names no instant from which items are no longer on
// their way, or no file tells of it.
func (p *Partition) opened(t *fact.Table, r rows, rules *evidence) *opened {
	left := t.Index(p.Left)
	if p.Left == "" || left < 0 {
		return nil
	}
	return &opened{r.grid, rules, t.Index(p.From), t.Index(p.To), left, newCounts(r), newGrouped[pieces](r)}
}

// add adds one row to every month at whose end it was on its way.
func (o *opened) add(worker int, line *timeline, c *fact.Chunk, i int) {
	if o == nil || c.Values[o.from].Times[i] == 0 {
		return
	}
	start, end := c.Values[o.from].Times[i], c.Values[o.to].Times[i]
	o.openMonths(start, c.Values[o.left].Times[i], func(m int, at uint32) {
		until := at
		if end != 0 {
			until = 0 // by now it has ended, and so has everything that held it
		}
		group := o.group(o.units.At(c.Owner[i], at-1), m)
		o.items.add(worker, group)
		p := o.rules.piecesOf(line, start, at, c, i, until)
		o.sums.at(worker, group).add(&p)
	})
}

func (o *opened) merge() *opened {
	if o != nil {
		o.items.merge()
		o.sums.merge()
	}
	return o
}

// of is how many were on their way at the end of month m over cells.
func (o *opened) of(cells []fact.Cell, m int) int {
	if o == nil {
		return 0
	}
	return o.items.of(cells, m)
}

// unopened are the figures where no file tells what was on its way.
func (p *Partition) unopened() (out []Figure) {
	for _, f := range absentAll(p, NoData, whyUnrecorded(p, p.Left)) {
		if aboutOpen(f.Stat) {
			out = append(out, f)
		}
	}
	return out
}

// openParts are the figures of what was on its way. They have no interval: they are no
// sample, but all there were.
func (k *partitions) openParts(out []Figure, cells []fact.Cell, m, n int) []Figure {
	if k.open == nil {
		return append(out, k.unopened...)
	}
	out = append(out, number("unfinished", unit.Items, float64(n), n))
	p := k.open.sums.of(cells, m)
	if n < partitionFrom || p.total() == 0 {
		return k.tooFew(out, openStats[1:], fmt.Sprintf("%s on their way as the month ended; parts of their time need %d", unit.Plural(n, k.noun), partitionFrom), n)
	}
	part := func(stat string, place int) Figure {
		return number(stat, unit.Proportion, float64(p.seconds(place))/float64(p.total()), n)
	}
	out = k.byCause(out, "exclusive_open", func(cause int) Figure { return part("exclusive_open", cause) })
	return append(out, part("shared_open", partShared), k.known(len(Causes), "activity", part("active_open", partActive)), part("unexplained_open", partUnexplained))
}
