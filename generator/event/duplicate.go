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
// chunks. rowsPerPass bounds the memory: 12 bytes a row, a worker.
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
	rows  []uint32
	table []uint32 // open addressing: 1 + index into a bucket
	twins []twin
}

type twin struct {
	key uint64
	row uint32
}

// pass gathers the rows whose key begins with the pass's bits, and looks for equal keys.
func (s *searcher) pass(pass uint64) {
	counts := s.counts[int(pass)*s.buckets:][:s.buckets]
	s.ends = s.ends[:0]
	n := 0
	for _, count := range counts {
		s.ends = append(s.ends, n)
		n += count
	}
	s.ends = append(s.ends, n) // a place for rows of other passes, written over and over
	s.keys, s.rows = slices.Grow(s.keys[:0], n+1)[:n+1], slices.Grow(s.rows[:0], n+1)[:n+1]
	first, buckets := pass*uint64(s.buckets), uint64(s.buckets)
	for c, ids := range s.ids {
		row := uint32(s.starts[c])
		for i, key := range ids {
			bucket := min(key>>s.shift-first, buckets) // below first wraps around to above
			at := s.ends[bucket]
			s.keys[at], s.rows[at] = key, row+uint32(i)
			s.ends[bucket] = at + int((bucket-buckets)>>63) // 1 but for other passes: no branch to mispredict
		}
	}
	from := 0
	for b := range s.buckets { // ends[b] has moved to the bucket's end
		s.bucket(s.keys[from:s.ends[b]], s.rows[from:s.ends[b]])
		from = s.ends[b]
	}
}

// bucket finds equal keys among few.
func (s *searcher) bucket(keys []uint64, rows []uint32) {
	size := 1 << bits.Len(uint(2*len(keys)))
	s.table = slices.Grow(s.table[:0], size)[:size]
	clear(s.table)
	s.twins = s.twins[:0]
	mask := uint64(size - 1)
	for i, key := range keys {
		at := key & mask
		for s.table[at] != 0 && keys[s.table[at]-1] != key {
			at = (at + 1) & mask
		}
		if first := s.table[at]; first != 0 {
			s.twins = append(s.twins, twin{key, rows[first-1]}, twin{key, rows[i]})
		} else {
			s.table[at] = uint32(i) + 1
		}
	}
	if len(s.twins) > 0 {
		s.settleAll()
	}
}

func (s *searcher) settleAll() {
	slices.SortFunc(s.twins, func(a, b twin) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row)) })
	group := slices.Compact(s.twins)
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
