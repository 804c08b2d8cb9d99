package fact

import (
	"runtime"
	"sync"
)

// A join brings values to rows by hashed key. Both sides are first split by the key's
// highest bits into partitions small enough that a partition's index stays in the cache;
// partitions are then joined in parallel. A row belongs to one partition, so no two
// goroutines write the same row, and the result cannot depend on their order.

const partitionBits = 8

// keyed is one side's entry: a key, and the row or value that it stands for.
type keyed struct {
	key   uint64
	value uint32
}

// partitioned is a side split into partitions.
type partitioned [1 << partitionBits][]keyed

// partition splits n entries; entry(i) gives the i-th, whose key 0 is left out.
func partition(n int, entry func(i int) keyed) *partitioned {
	var sizes [1 << partitionBits]int
	for i := range n {
		if e := entry(i); e.key != 0 {
			sizes[e.key>>(64-partitionBits)]++
		}
	}
	var p partitioned
	for i, size := range sizes {
		p[i] = make([]keyed, 0, size)
	}
	for i := range n {
		if e := entry(i); e.key != 0 {
			at := e.key >> (64 - partitionBits)
			p[at] = append(p[at], e)
		}
	}
	return &p
}

// join calls match(row, value) for every value whose key a row has. Rows of different
// partitions are matched concurrently, those of one partition in the order of values.
func join(rows, values *partitioned, match func(row, value uint32)) {
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
	x := newIndex(len(rows))
	for _, r := range rows {
		x.put(r.key, r.value)
	}
	for _, v := range values {
		if row, ok := x.get(v.key); ok {
			match(row, v.value)
		}
	}
}
