package metric

import (
	"sync"

	"leadline/generator/fact"
)

// grid is the (cell, month) groups that kernels count in. Cells that are found later hold
// none of the facts.
type grid struct {
	units *fact.Units
	frame Frame
	cells int
}

// groups is how many (cell, month) groups there are; group gives the number of one. Those
// of a month are neighbours, because exports go by time.
func (g grid) groups() int { return g.cells * g.frame.Calendar.Months() }

func (g grid) group(c fact.Cell, month int) int { return month*g.cells + int(c) }

// rows walks the facts that a measure's conditions select, chunk by chunk, on several
// cores: each worker takes one contiguous run of chunks and keeps private counters, which
// are merged in the order of the workers. Kernels keep its grid and not it: the table goes
// when it is measured.
type rows struct {
	grid
	table  *fact.Table
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

// parallel runs work(i) for i in 0…n-1 on the frame's workers.
func (g grid) parallel(n int, work func(worker, i int)) {
	var wg sync.WaitGroup
	w := max(1, min(g.frame.Workers, n))
	for worker := range w {
		wg.Go(func() {
			for i := n * worker / w; i < n*(worker+1)/w; i++ {
				work(worker, i)
			}
		})
	}
	wg.Wait()
}
