package event

import (
	"math/bits"
	"slices"
	"sync"
)

// Duplicates are found without a map of all keys: in passes over ranges of the key's
// hash, each split into buckets that fit a core's cache. A row is numbered through all
// chunks. rowsPerPass bounds the memory: 8 bytes a row, a worker.
var (
	rowsPerPass   = 1 << 22
	rowsPerBucket = 1 << 13
	rowsPerPiece  = 1 << 16
)

// duplicates is the search of one table.
type duplicates struct {
	*gather
	ids     [][]uint64 // per chunk, per row: what tells rows apart
	starts  []int      // number of each chunk's first row
	passes  int        // a power of two
	buckets int        // of a pass, a power of two
	shift   int        // of a key to its pass and bucket
	keys    []uint64   // of the pass, by bucket
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

// search goes through the passes. In each, the workers share out the rows, to bring keys
// together, and then the buckets.
func (d *duplicates) search(workers, n int) []loss {
	for d.passes < n/(rowsPerPass*workers) {
		d.passes *= 2
	}
	for d.buckets*rowsPerBucket < n/d.passes {
		d.buckets *= 2
	}
	d.shift = 64 - bits.TrailingZeros(uint(d.passes*d.buckets))
	all := d.searchers(workers)
	together := func(work func(s *searcher)) {
		var working sync.WaitGroup
		for i := range all {
			working.Go(func() { work(&all[i]) })
		}
		working.Wait()
	}
	together((*searcher).count)
	for pass := range d.passes {
		d.place(all, pass)
		together(func(s *searcher) { s.gatherKeys(uint64(pass)) })
		together(func(s *searcher) { s.look(pass, all[workers-1].ends) })
	}
	losses := make([]loss, workers)
	for i := range all {
		losses[i] = all[i].loss
	}
	return losses
}

// searchers shares out the rows, in pieces, and the buckets.
func (d *duplicates) searchers(workers int) []searcher {
	all := make([]searcher, workers)
	for i := range all {
		all[i] = searcher{duplicates: d, from: i * d.buckets / workers, to: (i + 1) * d.buckets / workers, ends: make([]int, d.buckets+1)}
		all[i].loss = loss{duplicate: make([]int64, len(d.files)), superseded: make([]int64, len(d.files))}
	}
	next := 0
	for _, ids := range d.ids {
		for piece := range slices.Chunk(ids, rowsPerPiece) {
			all[next].pieces = append(all[next].pieces, piece)
			next = (next + 1) % workers
		}
	}
	return all
}

// place says where in keys each worker writes: buckets in order, and within each the
// workers. Beyond them there is a place for the keys of other passes, for each worker on a
// cache line of its own.
func (d *duplicates) place(all []searcher, pass int) {
	n := 0
	for b := range d.buckets {
		for i := range all {
			all[i].ends[b] = n
			n += all[i].counts[pass*d.buckets+b]
		}
	}
	for i := range all {
		all[i].ends[d.buckets] = n + 8*i
	}
	d.keys = sized(d.keys, n+8*len(all))
}
