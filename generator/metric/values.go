package metric

import (
	"leadline/generator/fact"
	"leadline/generator/stat"
)

// values holds the observed values of every (cell, month) group, each group in ascending
// order: exact quantiles of any union of groups come from merging sorted runs.
type values struct {
	grid
	starts []uint32 // of each group in data; one more than there are groups
	data   []uint32
}

// batch is the values of one chunk with their groups.
type batch struct {
	pairs    []uint64 // group, value
	counting bool     // the first time that the chunk is seen
}

func (b *batch) add(group int, value uint32) {
	b.pairs = append(b.pairs, uint64(group)<<32|uint64(value))
}

// collect runs emit twice over all selected rows: first to count the groups' sizes, then to
// place the values. Two cheap passes cost less memory than one that keeps pairs.
func (r rows) collect(emit func(worker int, c *fact.Chunk, mask []uint8, b *batch)) *values {
	cursors := make([][]uint32, r.workers())
	for worker := range cursors {
		cursors[worker] = make([]uint32, r.groups())
	}
	batches := make([]batch, r.workers())
	pass := func(counting bool, take func(cursors []uint32, pairs []uint64)) {
		r.each(func(worker int, c *fact.Chunk, mask []uint8) {
			b := &batches[worker]
			b.pairs, b.counting = b.pairs[:0], counting
			emit(worker, c, mask, b)
			take(cursors[worker], b.pairs)
		})
	}
	pass(true, countPairs)
	v := &values{grid: r.grid, starts: make([]uint32, r.groups()+1)}
	v.data = make([]uint32, v.place(cursors))
	pass(false, v.put)
	v.sort()
	return v
}

func countPairs(counts []uint32, pairs []uint64) {
	for _, p := range pairs {
		counts[p>>32]++
	}
}

func (v *values) put(next []uint32, pairs []uint64) {
	for _, p := range pairs {
		g := p >> 32
		v.data[next[g]] = uint32(p)
		next[g]++
	}
}

// place turns the workers' counts into the positions at which each begins to write.
func (v *values) place(cursors [][]uint32) (total uint32) {
	for g := range v.starts[:len(v.starts)-1] {
		v.starts[g] = total
		for _, counts := range cursors {
			counts[g], total = total, total+counts[g]
		}
	}
	v.starts[len(v.starts)-1] = total
	return total
}

func (v *values) sort() {
	scratch := make([][]uint32, max(1, v.frame.Workers))
	v.parallel(len(v.starts)-1, func(worker, g int) {
		scratch[worker] = sortValues(v.data[v.starts[g]:v.starts[g+1]], scratch[worker])
	})
}

// merger is the space in which one goroutine merges groups.
type merger struct {
	merged, scratch []uint32
	lifetimes       []stat.Lifetime
	figures         []Figure
	survival        stat.Survival
	since           int // month of the newest rebase recorded for whom figures are made, 0 for none: a forecast looks no further back
}

// of are the values of month m over cells in ascending order. They are valid until the
// merger is used again.
func (v *values) of(cells []fact.Cell, m int, space *merger) []uint32 {
	var only []uint32
	parts := 0
	space.merged = space.merged[:0]
	for _, c := range cells {
		g := v.group(c, m)
		part := v.data[v.starts[g]:v.starts[g+1]]
		if len(part) == 0 {
			continue
		}
		if parts++; parts == 2 {
			space.merged = append(space.merged, only...)
		}
		if only = part; parts > 1 {
			space.merged = append(space.merged, part...)
		}
	}
	if parts < 2 {
		return only
	}
	space.scratch = sortValues(space.merged, space.scratch)
	return space.merged
}

// window are the values of months first to last over cells in ascending order. They are
// valid until the merger is used again.
func (v *values) window(cells []fact.Cell, first, last int, space *merger) []uint32 {
	space.merged = space.merged[:0]
	for m := first; m <= last; m++ {
		for _, c := range cells {
			g := v.group(c, m)
			space.merged = append(space.merged, v.data[v.starts[g]:v.starts[g+1]]...)
		}
	}
	space.scratch = sortValues(space.merged, space.scratch)
	return space.merged
}
