package metric

import (
	"sync"

	"leadline/generator/fact"
)

// rows walks the facts that a measure's conditions select, chunk by chunk, on several
// cores: each worker takes one contiguous run of chunks and keeps private counters, which
// are merged in the order of the workers.
type rows struct {
	table  *fact.Table
	units  *fact.Units
	frame  Frame
	filter filter
}

func (r rows) workers() int { return max(1, min(r.frame.Workers, len(r.table.Chunks))) }

// each calls visit for every chunk with the mask of selected rows (1 selected). The mask is
// valid only during the call.
func (r rows) each(visit func(worker int, c *fact.Chunk, mask []uint8)) {
	var wg sync.WaitGroup
	n, w := len(r.table.Chunks), r.workers()
	for worker := range w {
		chunks := r.table.Chunks[n*worker/w : n*(worker+1)/w]
		wg.Go(func() {
			var mask []uint8
			for _, c := range chunks {
				mask = r.filter.mask(c, mask)
				visit(worker, c, mask)
			}
		})
	}
	wg.Wait()
}

// groups is how many (cell, month) groups there are; group gives the number of one.
func (r rows) groups() int { return r.units.Cells() * r.frame.Calendar.Months() }

func (r rows) group(c fact.Cell, month int) int {
	return int(c)*r.frame.Calendar.Months() + month
}

// parallel runs work(i) for i in 0…n-1 on the frame's workers.
func (r rows) parallel(n int, work func(worker, i int)) {
	var wg sync.WaitGroup
	w := max(1, min(r.frame.Workers, n))
	for worker := range w {
		wg.Go(func() {
			for i := n * worker / w; i < n*(worker+1)/w; i++ {
				work(worker, i)
			}
		})
	}
	wg.Wait()
}
