package event

import (
	"cmp"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
)

// Duplicates are found without a map of all keys: in passes over ranges of the key's
// hash, each split into buckets that fit a core's cache. A row is numbered through all
// chunks. rowsPerPass bounds the memory: 8 bytes a row, a worker.
var (
	rowsPerPass   = 1 << 22
	rowsPerBucket = 1 << 13
)

// duplicates is the search of one table.
type duplicates struct {
	*gather
	ids     [][]uint64 // per chunk, per row: what tells rows apart
	starts  []int      // number of each chunk's first row
	passes  int        // a power of two
	buckets int        // of a pass, a power of two
	counts  []int      // rows of every bucket of every pass
	shift   int        // of a key to its place in counts
}

// loss is what one worker found: rows to drop, and counts by file.
type loss struct {
	rows                  []uint32
	duplicate, superseded []int64
}

// foldDuplicates keeps one row of every key, whatever the order of files' rows:
// the latest by Table.Fold, else the one of the later file, else the one whose values
// compare greater.
func (g *gather) foldDuplicates(workers int) {
	d := &duplicates{gather: g, passes: 1, buckets: 1}
	n := 0
	for _, c := range g.chunks {
		d.starts = append(d.starts, n)
		n += c.Rows
	}
	if len(g.keys) == 0 || n < 2 {
		return
	}
	d.identify()
	for d.passes < max(workers, n/rowsPerPass) {
		d.passes *= 2
	}
	d.drop(d.search(max(workers, 1), n))
}

// identify mixes Table.Fold into the keys.
func (d *duplicates) identify() {
	for _, c := range d.chunks {
		ids := c.Key
		if len(d.fold) > 0 {
			p := part{fd: &feed{plan: d.plan}, Chunk: Chunk{Columns: c.Columns, Key: slices.Clone(c.Key)}}
			for _, i := range d.fold {
				p.mixKey(i)
			}
			ids = p.Key
		}
		d.ids = append(d.ids, ids)
	}
}

func (d *duplicates) search(workers, n int) []loss {
	for d.buckets*rowsPerBucket < n/d.passes {
		d.buckets *= 2
	}
	d.count()
	losses := make([]loss, workers)
	var next atomic.Int64
	var working sync.WaitGroup
	for w := range losses {
		losses[w].duplicate, losses[w].superseded = make([]int64, len(d.files)), make([]int64, len(d.files))
		working.Go(func() {
			s := searcher{duplicates: d, loss: &losses[w]}
			for pass := next.Add(1) - 1; pass < int64(d.passes); pass = next.Add(1) - 1 {
				s.pass(uint64(pass))
			}
		})
	}
	working.Wait()
	return losses
}

// count sizes the buckets of all passes; a key's leading bits are its pass and bucket.
func (d *duplicates) count() {
	d.counts = make([]int, d.passes*d.buckets)
	d.shift = 64 - bits.TrailingZeros(uint(len(d.counts)))
	for _, ids := range d.ids {
		for _, key := range ids {
			d.counts[key>>d.shift]++ // a shift by 64 gives 0, for the only bucket
		}
	}
}

// searcher is one worker's space.
type searcher struct {
	*duplicates
	loss  *loss
	ends  []int    // of buckets, while filling
	keys  []uint64 // of the pass, by bucket
	table []uint64 // open addressing; keys are never 0
	twice []uint64 // keys of the pass that more than one row has
	twins []twin   // and their rows
}

type twin struct {
	key uint64
	row uint32
}

// pass gathers the keys that begin with the pass's bits, and looks for equal ones. Rows
// are looked up afterwards, and only where there are any.
func (s *searcher) pass(pass uint64) {
	s.gatherKeys(pass)
	s.twice = s.twice[:0]
	from := 0
	for b := range s.buckets { // ends[b] has moved to the bucket's end
		s.bucket(s.keys[from:s.ends[b]])
		from = s.ends[b]
	}
	if len(s.twice) > 0 {
		s.findRows(pass)
		s.settleAll()
	}
}

func (s *searcher) gatherKeys(pass uint64) {
	s.ends = s.ends[:0]
	n := 0
	for _, count := range s.counts[int(pass)*s.buckets:][:s.buckets] {
		s.ends = append(s.ends, n)
		n += count
	}
	s.ends = append(s.ends, n) // a place for keys of other passes, written over and over
	s.keys = slices.Grow(s.keys[:0], n+1)[:n+1]
	first, buckets, ends := pass*uint64(s.buckets), uint64(s.buckets), s.ends
	for _, ids := range s.ids {
		for _, key := range ids {
			bucket := min(key>>s.shift-first, buckets) // below first wraps around to above
			at := ends[bucket]
			s.keys[at] = key
			ends[bucket] = at + int((bucket-buckets)>>63) // 1 but for other passes: no branch to mispredict
		}
	}
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
	s.table = slices.Grow(s.table[:0], size)[:size]
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

// findRows finds the rows of the keys that are there twice.
func (s *searcher) findRows(pass uint64) {
	slices.Sort(s.twice)
	s.twice = slices.Compact(s.twice)
	s.empty(len(s.twice))
	for _, key := range s.twice {
		s.add(key)
	}
	s.twins = s.twins[:0]
	first, buckets := pass*uint64(s.buckets), uint64(s.buckets)
	for c, ids := range s.ids {
		for i, key := range ids {
			if key>>s.shift-first < buckets && s.has(key) {
				s.twins = append(s.twins, twin{key, uint32(s.starts[c] + i)})
			}
		}
	}
}

func (s *searcher) settleAll() {
	slices.SortFunc(s.twins, func(a, b twin) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row)) })
	group := s.twins
	for len(group) > 0 {
		n := 1
		for n < len(group) && group[n].key == group[0].key {
			n++
		}
		s.settle(group[:n])
		group = group[n:]
	}
}

// settle keeps the last row of a group and accounts for the others.
func (s *searcher) settle(group []twin) {
	winner := group[0].row
	for _, t := range group[1:] {
		if s.compare(t.row, winner) > 0 {
			winner = t.row
		}
	}
	for _, t := range group {
		if t.row == winner {
			continue
		}
		c, _ := s.locate(t.row)
		s.loss.rows = append(s.loss.rows, t.row)
		s.loss.duplicate[c.File]++
		if s.compareValues(t.row, winner) != 0 {
			s.loss.superseded[c.File]++
		}
	}
}
