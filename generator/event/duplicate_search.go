package event

import (
	"math/bits"
	"slices"
)

// searcher is one worker's share and space.
type searcher struct {
	*duplicates
	loss     loss
	pieces   [][]uint64 // of ids
	from, to int        // buckets of every pass
	counts   []int      // rows of the pieces in every bucket of every pass
	ends     []int      // of the worker's part of buckets, while filling
	table    []uint64   // open addressing; keys are never 0
	twice    []uint64   // keys that more than one row has
	twins    []twin     // and their rows
}

type twin struct {
	key uint64
	row uint32
}

// count sizes the buckets of all passes; a key's leading bits are its pass and bucket.
func (s *searcher) count() {
	counts, shift := make([]int, s.passes*s.buckets), s.shift
	for _, ids := range s.pieces {
		for _, key := range ids {
			counts[key>>shift]++ // a shift by 64 gives 0, for the only bucket
		}
	}
	s.counts = counts
}

// gatherKeys brings the keys that begin with the pass's bits to their buckets.
func (s *searcher) gatherKeys(pass uint64) {
	first, buckets, shift, ends, keys := pass*uint64(s.buckets), uint64(s.buckets), s.shift, s.ends, s.keys
	for _, ids := range s.pieces {
		for _, key := range ids {
			bucket := min(key>>shift-first, buckets) // below first wraps around to above
			at := ends[bucket]
			keys[at] = key
			ends[bucket] = at + int((bucket-buckets)>>63) // 1 but for other passes: no branch to mispredict
		}
	}
}

// look finds equal keys in the worker's buckets, whose ends are given. Rows are looked up
// afterwards, and only where there are any.
func (s *searcher) look(pass int, ends []int) {
	s.twice = s.twice[:0]
	from := 0
	if s.from > 0 {
		from = ends[s.from-1]
	}
	for _, end := range ends[s.from:s.to] {
		s.bucket(s.keys[from:end])
		from = end
	}
	if len(s.twice) > 0 {
		s.findRows(uint64(pass*s.buckets+s.from), uint64(s.to-s.from))
		s.settleAll()
	}
}

// sized makes room for n keys, and for a little more: passes and buckets are of nearly the
// same size. What it holds is of no interest.
func sized(keys []uint64, n int) []uint64 {
	if cap(keys) < n {
		return make([]uint64, n, n+n/16)
	}
	return keys[:n]
}

// bucket finds equal keys among few.
func (s *searcher) bucket(keys []uint64) {
	s.empty(len(keys))
	for _, key := range keys {
		if !s.add(key) {
			s.twice = append(s.twice, key)
		}
	}
}

// empty makes the table ready for n keys.
func (s *searcher) empty(n int) {
	size := 1 << bits.Len(uint(2*n))
	s.table = sized(s.table, size)
	clear(s.table)
}

// add reports whether the key is new to the table.
func (s *searcher) add(key uint64) bool {
	mask := uint64(len(s.table) - 1)
	for at := key & mask; ; at = (at + 1) & mask {
		switch s.table[at] {
		case 0:
			s.table[at] = key
			return true
		case key:
			return false
		}
	}
}

// has looks a key up.
func (s *searcher) has(key uint64) bool {
	mask := uint64(len(s.table) - 1)
	at := key & mask
	for s.table[at] != 0 && s.table[at] != key {
		at = (at + 1) & mask
	}
	return s.table[at] == key
}

// findRows finds the rows of the keys that are there twice, in buckets from first.
func (s *searcher) findRows(first, buckets uint64) {
	slices.Sort(s.twice)
	s.twice = slices.Compact(s.twice)
	s.empty(len(s.twice))
	for _, key := range s.twice {
		s.add(key)
	}
	s.twins = s.twins[:0]
	for c, ids := range s.ids {
		for i, key := range ids {
			if key>>s.shift-first < buckets && s.has(key) {
				s.twins = append(s.twins, twin{key, uint32(s.starts[c] + i)})
			}
		}
	}
}
