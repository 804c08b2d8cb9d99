package metric

import (
	"leadline/generator/fact"
)

// tallies is a row of numbers for every (cell, month) group.
type tallies struct {
	grid
	width   int
	private [][]uint32 // per worker until merge
	n       []uint32
}

func newTally(r rows, width int) *tallies {
	return &tallies{grid: r.grid, width: width, private: make([][]uint32, r.workers())}
}

func (t *tallies) add(worker, group, place int) {
	if t.private[worker] == nil {
		t.private[worker] = make([]uint32, t.groups()*t.width)
	}
	t.private[worker][group*t.width+place]++
}

// merge adds the workers' private counters; sums do not depend on the order.
func (t *tallies) merge() {
	t.n, t.private = added(t.private, t.groups()*t.width), nil
}

// of are the state counts that begin at a place, of month m over cells.
func (t *tallies) of(cells []fact.Cell, m, place int) (n stateCounts) {
	for _, c := range cells {
		at := t.group(c, m)*t.width + place
		for i := range n {
			n[i] += int(t.n[at+i])
		}
	}
	return n
}

// categoriesOfSpans are the values of a column of spans, of which many began before the
// calendar; no column has none.
func categoriesOfSpans(t *fact.Table, column string, prose bool) (d categories) {
	if d.k = t.Index(column); d.k < 0 {
		return d
	}
	frequencies := make([]uint32, t.Dicts[d.k].Len())
	for _, c := range t.Chunks {
		for _, code := range c.Values[d.k].Codes {
			frequencies[code]++
		}
	}
	d.texts(t.Dicts[d.k], frequencies, prose)
	d.labels = append(d.labels, notRecorded)
	return d
}
