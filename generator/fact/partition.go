package fact

// keyed is a block of one side of a join: a value for every key. A key of 0 matches
// nothing.
type keyed struct {
	keys   []uint64
	values []uint32 // nil: keys are of rows numbered from first
	first  uint32
}

// entry is a key, as its two halves, and its value in twelve bytes.
type entry struct{ low, high, value uint32 }

// A side is split by the keys' highest bits into so many partitions that the index over one
// of ten million rows stays in a core's own cache.
const (
	partitionBits = 10
	partitions    = 1 << partitionBits
)

// partitioned is a side, or the part of it that one pass looks at, with the entries of a
// partition side by side and in the order of the blocks.
type partitioned struct {
	entries []entry
	first   int   // number of the first partition that is held
	starts  []int // of the partitions in entries, and the end of the last
}

// of is one partition.
func (p *partitioned) of(i int) []entry {
	if len(p.entries) == 0 {
		return nil
	}
	return p.entries[p.starts[i-p.first]:p.starts[i-p.first+1]]
}

// partition splits a whole side.
func partition(side []keyed) partitioned {
	return scatter(side, partitionSizes(side), 0, partitions, nil)
}

// partitionSizes counts the keys of each partition for every run of blocks.
func partitionSizes(side []keyed) [][]int {
	sizes := make([][]int, runsOf(len(side)))
	inRuns(len(side), func(run, from, to int) {
		n := make([]int, partitions)
		for _, block := range side[from:to] {
			for _, key := range block.keys {
				if key != 0 {
					n[key>>(64-partitionBits)]++
				}
			}
		}
		sizes[run] = n
	})
	return sizes
}

// scatter copies the entries of partitions first…last-1, into the space given if it is
// large enough.
func scatter(side []keyed, sizes [][]int, first, last int, space []entry) partitioned {
	cursors, starts := cursorsOf(sizes, first, last)
	p := partitioned{first: first, starts: starts}
	if n := starts[last-first]; n > cap(space) {
		space = make([]entry, n)
	}
	p.entries = space[:starts[last-first]]
	inRuns(len(side), func(run, from, to int) {
		for _, block := range side[from:to] {
			block.scatter(p.entries, cursors[run], first)
		}
	})
	return p
}

// cursorsOf gives each run the places at which its entries of each partition begin.
func cursorsOf(sizes [][]int, first, last int) (cursors [][]int, starts []int) {
	cursors = make([][]int, len(sizes))
	at := 0
	for p := first; p < last; p++ {
		starts = append(starts, at)
		for run := range sizes {
			cursors[run] = append(cursors[run], at)
			at += sizes[run][p]
		}
	}
	return cursors, append(starts, at)
}

func (k keyed) scatter(to []entry, cursors []int, first int) {
	for i, key := range k.keys {
		p := int(key>>(64-partitionBits)) - first
		if key == 0 || uint(p) >= uint(len(cursors)) {
			continue
		}
		value := k.first + uint32(i)
		if k.values != nil {
			value = k.values[i]
		}
		to[cursors[p]] = entry{uint32(key), uint32(key >> 32), value}
		cursors[p]++
	}
}
