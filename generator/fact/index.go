package fact

import "math/bits"

// index finds the rows of a column of hashed keys: open addressing with linear probing over
// row numbers, because a Go map of millions of entries costs five times the memory and
// misses.
type index struct {
	keys  []uint64
	slots []uint32 // 1 + row, 0 free
}

// newIndex indexes a column; of equal keys the first row is found. distinct is how many
// there are.
func newIndex(keys []uint64) (x index, distinct int) {
	x = index{keys, make([]uint32, 1<<bits.Len(uint(2*len(keys))))} // a load of at most one half
	for row, key := range keys {
		if at := x.slot(key); x.slots[at] == 0 {
			x.slots[at] = uint32(row) + 1
			distinct++
		}
	}
	return x, distinct
}

// slot is where a key's row stands, or the free place for it.
func (x *index) slot(key uint64) uint64 {
	mask := uint64(len(x.slots) - 1)
	at := key & mask
	for n := x.slots[at]; n != 0 && x.keys[n-1] != key; n = x.slots[at] {
		at = (at + 1) & mask
	}
	return at
}

// get finds a key's row.
func (x *index) get(key uint64) (uint32, bool) {
	n := x.slots[x.slot(key)]
	return n - 1, n != 0
}
