package metric

import (
	"fmt"

	"leadline/generator/event"
	"leadline/generator/fact"
)

func (m *measureChecker) byColumn(key, name string) {
	if c, ok := m.column(key, name); ok && c.Kind != event.Category && c.Kind != event.Enum {
		m.add(m.table.Position(key), fmt.Sprintf("%s of %s is not a name", name, m.entity.Name), "a column of names or of fixed values", "")
	}
}

// split is a share and its costs for each category of a column; nil splits nothing.
type split struct {
	categories
	whole, part []*counts
	costs       []charges
}

func newSplit(t *fact.Table, r rows, s *Share, at int) *split {
	k := &split{categories: newCategories(t, r, s.By, at)}
	for range k.labels {
		k.whole, k.part = append(k.whole, newCounts(r)), append(k.part, newCounts(r))
		k.costs = append(k.costs, s.charges(t, r))
	}
	return k
}

func (k *split) add(worker int, c *fact.Chunk, i, group int, inPart bool) {
	if k == nil {
		return
	}
	slot := k.of(c, i)
	k.whole[slot].add(worker, group)
	if inPart {
		k.part[slot].add(worker, group)
	}
	k.costs[slot].add(worker, c, i, group, inPart)
}

func (k *split) merge() {
	if k == nil {
		return
	}
	for slot := range k.labels {
		k.whole[slot].merge()
		k.part[slot].merge()
		k.costs[slot].merge()
	}
}

// month appends the figures of every value that some row of the month has.
func (k *split) month(out []Figure, cells []fact.Cell, m int) []Figure {
	if k == nil {
		return out
	}
	for slot, name := range k.labels {
		n := k.whole[slot].of(cells, m)
		if n == 0 {
			continue
		}
		from := len(out)
		out = k.costs[slot].month(append(out, shareFigure("share", name, k.part[slot].of(cells, m), n)), cells, m)
		for i := range out[from:] {
			out[from+i].Category = name
		}
	}
	return out
}
