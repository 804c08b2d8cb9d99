package fact

import "math/bits"

// A join brings values to rows by hashed key. Both sides are split into partitions, and
// partitions are joined in parallel: a row belongs to one of them, so no two goroutines
// write the same row, and the result cannot depend on their order. A key may have several
// rows (two changes that carry one commit); each of them is matched.

// passRows is how many rows are copied at once: 50 MB. More are joined in several passes,
// each over some of the partitions.
const passRows = 4 << 20

// probe is one side that looks for its rows, and what is to be done when it finds one.
// Rows of different partitions are matched concurrently.
type probe struct {
	partitioned
	match func(row, value uint32)
}

// join calls match(row, value) of every probe for every value whose key a row has.
func join(rows []keyed, probes ...probe) {
	sizes := partitionSizes(rows)
	var part partitioned
	for first, last := 0, 0; first < partitions; first = last {
		last = passEnd(sizes, first)
		part = scatter(rows, sizes, first, last, part.entries)
		inRuns(last-first, func(_, from, to int) {
			var x lookup
			for i := first + from; i < first+to; i++ {
				x.joinPartition(i, part.of(i), probes)
			}
		})
	}
}

// passEnd is the partition before which a pass that begins with first ends.
func passEnd(sizes [][]int, first int) int {
	rows, p := 0, first
	for ; p < partitions; p++ {
		for _, n := range sizes {
			rows += n[p]
		}
		if rows > passRows && p > first {
			break
		}
	}
	return p
}

// lookup finds the rows of a key within one partition: open addressing with linear probing,
// and a chain through the rows of equal keys. It is used again for the next partition.
type lookup struct {
	heads, next []uint32 // 1 + number of a row in rows, 0 none
	rows        []entry
}

func (x *lookup) joinPartition(i int, rows []entry, probes []probe) {
	if len(rows) == 0 {
		return
	}
	x.build(rows)
	for _, p := range probes {
		for _, e := range p.of(i) {
			for n := x.heads[x.slot(e)]; n != 0; n = x.next[n-1] {
				p.match(rows[n-1].value, e.value)
			}
		}
	}
}

// build indexes rows at a load of at most one half.
func (x *lookup) build(rows []entry) {
	x.heads = zeroed(x.heads, 1<<bits.Len(uint(2*len(rows))))
	x.next = zeroed(x.next, len(rows))
	x.rows = rows
	for i, r := range rows {
		at := x.slot(r)
		x.next[i], x.heads[at] = x.heads[at], uint32(i)+1
	}
}

// slot is where the rows of an entry's key begin, or the free place for them.
func (x *lookup) slot(e entry) uint32 {
	mask := uint32(len(x.heads) - 1)
	at := e.low & mask
	for n := x.heads[at]; n != 0; n = x.heads[at] {
		if r := x.rows[n-1]; r.low == e.low && r.high == e.high {
			break
		}
		at = (at + 1) & mask
	}
	return at
}

// zeroed is a slice of n zeros, in the space given if it is large enough.
func zeroed(space []uint32, n int) []uint32 {
	if cap(space) < n {
		return make([]uint32, n)
	}
	clear(space[:n])
	return space[:n]
}
