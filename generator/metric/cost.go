package metric

import (
	"leadline/generator/fact"
	"leadline/generator/unit"
)

// costs is the kernel of Cost; nil costs nothing and says nothing.
type costs struct {
	from, to int
	partOnly bool
	time     *sums
	rows     *counts
}

func newCost(t *fact.Table, r rows, c *Cost) *costs {
	return &costs{t.Index(c.From), t.Index(c.To), c.Over == "part", newSums(r), newCounts(r)}
}

func (k *costs) add(worker int, c *fact.Chunk, i, group int, inPart bool) {
	if k == nil || k.partOnly && !inPart {
		return
	}
	if start, end := c.Values[k.from].Times[i], c.Values[k.to].Times[i]; start != 0 && end >= start {
		k.time.add(worker, group, int64(end-start))
		k.rows.add(worker, group)
	}
}

func (k *costs) merge() {
	if k != nil {
		k.time.merge()
		k.rows.merge()
	}
}

// month appends the cost: a plain sum, without an interval, whose N is the rows that have both
// instants. None is too few to say, not a cost of nothing.
func (k *costs) month(out []Figure, cells []fact.Cell, m int) []Figure {
	if k == nil {
		return out
	}
	n := k.rows.of(cells, m)
	if n == 0 {
		return append(out, absent("cost", unit.Seconds, TooFew, "none of them has both instants, so there is no time to add"))
	}
	return append(out, number("cost", unit.Seconds, float64(k.time.of(cells, m)), n))
}
