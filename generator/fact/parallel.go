package fact

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// runsOf is into how many runs inRuns cuts n pieces of work: one a core.
func runsOf(n int) int { return max(1, min(runtime.GOMAXPROCS(0), n)) }

// inRuns cuts 0…n-1 into contiguous runs and works on each with a core of its own. Results
// that are kept by run and merged in the order of runs do not depend on the number of runs.
func inRuns(n int, work func(run, from, to int)) {
	var wg sync.WaitGroup
	runs := runsOf(n)
	for run := range runs {
		wg.Go(func() { work(run, n*run/runs, n*(run+1)/runs) })
	}
	wg.Wait()
}

// inParallel does work(0…n-1), pieces of unequal size, on all cores.
func inParallel(n int, work func(i int)) {
	var next atomic.Int64
	inRuns(runsOf(n), func(int, int, int) {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			work(i)
		}
	})
}

// eachChunk works on all chunks of a table; n is a chunk's number.
func (t *Table) eachChunk(work func(n int, c *Chunk)) {
	inParallel(len(t.Chunks), func(n int) { work(n, t.Chunks[n]) })
}
