package fact

import "math/bits"

// index maps hashed keys to row numbers: open addressing with linear probing over two flat
// slices, because a Go map of millions of entries costs three times the memory and misses.
type index struct {
	keys []uint64 // 0: free
	rows []uint32
	mask uint64
}

// newIndex has room for n keys at a load of at most one half.
func newIndex(n int) index {
	size := 1 << bits.Len(uint(2*n))
	return index{make([]uint64, size), make([]uint32, size), uint64(size - 1)}
}

// put adds a key; of equal keys the first stays. It returns the row that stays.
func (x *index) put(key uint64, row uint32) uint32 {
	for i := key & x.mask; ; i = (i + 1) & x.mask {
		switch x.keys[i] {
		case 0:
			x.keys[i], x.rows[i] = key, row
			return row
		case key:
			return x.rows[i]
		}
	}
}

// get finds a key's row.
func (x *index) get(key uint64) (uint32, bool) {
	for i := key & x.mask; x.keys[i] != 0; i = (i + 1) & x.mask {
		if x.keys[i] == key {
			return x.rows[i], true
		}
	}
	return 0, false
}
