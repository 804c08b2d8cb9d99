package metric

import (
	"leadline/generator/fact"
	"leadline/generator/unit"
)

// costs is the kernel of a Cost; charges are those of a share, none where it asks for none.
type costs struct {
	stat     string
	from, to int
	partOnly bool
	time     *sums
	rows     *counts
}

type charges []*costs

// charges are the share's own, in the order of its stats.
func (s *Share) charges(t *fact.Table, r rows) (list charges) {
	if s.Cost != nil {
		list = append(list, newCost("cost", t, r, s.Cost))
	}
	if s.Repair != nil {
		list = append(list, newCost("repair", t, r, s.Repair))
	}
	return list
}

func newCost(stat string, t *fact.Table, r rows, c *Cost) *costs {
	return &costs{stat, t.Index(c.From), t.Index(c.To), c.Over == "part", newSums(r), newCounts(r)}
}

func (list charges) add(worker int, c *fact.Chunk, i, group int, inPart bool) {
	for _, k := range list {
		if k.partOnly && !inPart {
			continue
		}
		if start, end := c.Values[k.from].Times[i], c.Values[k.to].Times[i]; start != 0 && end >= start {
			k.time.add(worker, group, int64(end-start))
			k.rows.add(worker, group)
		}
	}
}

func (list charges) merge() {
	for _, k := range list {
		k.time.merge()
		k.rows.merge()
	}
}

// month appends the costs: plain sums, without an interval, whose N is the rows that have both
// instants. None is too few to say, not a cost of nothing.
func (list charges) month(out []Figure, cells []fact.Cell, m int) []Figure {
	for _, k := range list {
		if n := k.rows.of(cells, m); n > 0 {
			out = append(out, number(k.stat, unit.Seconds, float64(k.time.of(cells, m)), n))
		} else {
			out = append(out, absent(k.stat, unit.Seconds, TooFew, "none of them has both instants, so there is no time to add"))
		}
	}
	return out
}
