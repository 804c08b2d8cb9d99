package fact

import (
	"runtime"
	"sync"
)

// A join brings values to rows by hashed key. Both sides are split by the key's highest
// bits into partitions small enough that a partition's index stays in the cache, and the
// partitions are joined in parallel. A row belongs to one partition, so no two goroutines
// write the same row, and the result cannot depend on their order. A key may have several
// rows (two changes that carry one commit); each of them is matched. Large sides are split
// in several passes, each over its own part of the keys, so that the copies stay small.

const (
	partitionBits = 8
	passEntries   = 4 << 20 // entries of both sides that one pass may copy: 64 MB
)

// keyed is one side's entry: a key, and the row or value that it stands for.
type keyed struct {
	key   uint64
	value uint32
}

// side gives every entry of one side of a join; entries with key 0 match nothing.
type side struct {
	n    int
	each func(yield func(key uint64, value uint32))
}

// partitioned is the part of a side that one pass looks at, split into partitions.
type partitioned [1 << partitionBits][]keyed

// join calls match(row, value) for every value whose key a row has. Rows of different
// partitions are matched concurrently, those of one partition in the order of values.
func join(rows, values side, match func(row, value uint32)) {
	passBits := 0
	for (rows.n+values.n)>>passBits > passEntries {
		passBits++
	}
	for pass := range uint64(1) << passBits {
		left, right := rows.partition(pass, passBits), values.partition(pass, passBits)
		joinPartitions(left, right, match)
	}
}

// partition copies the entries whose key begins with the pass's bits.
func (s side) partition(pass uint64, passBits int) *partitioned {
	var sizes [1 << partitionBits]int
	s.each(func(key uint64, _ uint32) {
		if key != 0 && key>>(64-passBits) == pass {
			sizes[key<<passBits>>(64-partitionBits)]++
		}
	})
	var p partitioned
	for i, size := range sizes {
		p[i] = make([]keyed, 0, size)
	}
	s.each(func(key uint64, value uint32) {
		if key != 0 && key>>(64-passBits) == pass {
			at := key << passBits >> (64 - partitionBits)
			p[at] = append(p[at], keyed{key, value})
		}
	})
	return &p
}

func joinPartitions(rows, values *partitioned, match func(row, value uint32)) {
	var wg sync.WaitGroup
	next := make(chan int, len(rows))
	for i := range rows {
		next <- i
	}
	close(next)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				joinPartition(rows[i], values[i], match)
			}
		})
	}
	wg.Wait()
}

func joinPartition(rows, values []keyed, match func(row, value uint32)) {
	if len(rows) == 0 || len(values) == 0 {
		return
	}
	x, next := newIndex(len(rows)), make([]uint32, len(rows)) // next: 1 + another row of the same key, 0 none
	for i, r := range rows {
		if first := x.put(r.key, uint32(i)); first != uint32(i) {
			next[i], next[first] = next[first], uint32(i)+1
		}
	}
	for _, v := range values {
		if i, ok := x.get(v.key); ok {
			match(rows[i].value, v.value)
			for n := next[i]; n != 0; n = next[n-1] {
				match(rows[n-1].value, v.value)
			}
		}
	}
}

// keys is a table's side of a join: by the rows' event keys, or by the hashes of a column.
func (t *Table) keys(column int) side {
	return side{t.Len(), func(yield func(uint64, uint32)) {
		row := uint32(0)
		for _, c := range t.Chunks {
			keys := c.key
			if column >= 0 {
				keys = c.Values[column].Hashes
			}
			for _, key := range keys {
				yield(key, row)
				row++
			}
		}
	}}
}
