package metric

import (
	"slices"

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
	t.n = make([]uint32, t.groups()*t.width)
	for _, private := range t.private {
		for i, n := range private {
			t.n[i] += n
		}
	}
	t.private = nil
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

// maxKinds is how many values of a category get figures of their own; further ones, of
// which only a damaged file has many, are counted together.
const maxKinds = 40

// kindsOf are the values of a category, each of which gets figures of its own.
type kindsOf struct {
	column int      // -1 none
	names  []string // sorted
	byCode []int    // place in names; -1 not recorded
}

func newKinds(t *fact.Table, column string) kindsOf {
	p := kindsOf{column: t.Index(column)}
	if p.column < 0 {
		return p
	}
	dict := t.Dicts[p.column]
	for code := 1; code < dict.Len(); code++ {
		p.names = append(p.names, dict.Text(uint32(code)))
	}
	slices.Sort(p.names)
	if len(p.names) > maxKinds {
		p.names = append(p.names[:maxKinds], "other")
	}
	for code := range dict.Len() {
		place, found := slices.BinarySearch(p.names[:min(len(p.names), maxKinds)], dict.Text(uint32(code)))
		switch {
		case code == 0:
			place = -1
		case !found:
			place = maxKinds
		}
		p.byCode = append(p.byCode, place)
	}
	return p
}

// of is the place of a row's value in names; -1 for none.
func (p *kindsOf) of(c *fact.Chunk, i int) int {
	if p.column < 0 {
		return -1
	}
	return p.byCode[c.Values[p.column].Codes[i]]
}
