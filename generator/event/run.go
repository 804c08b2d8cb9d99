package event

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"

	"leadline/generator/diag"
)

// job is one block of one file, to be parsed by whichever worker is free.
type job struct {
	place *place
	run   func(*worker) *part
}

// place is where a block's part belongs, whenever it is finished.
type place struct{ part *part }

func (in *input) job(run func(*worker) *part) job {
	in.places = append(in.places, &place{})
	return job{in.places[len(in.places)-1], run}
}

// inputs pairs every file with its source, in the order of the files' names: a later name
// is a later export.
func inputs(p *plan, sources []Source) ([]*input, diag.Problems) {
	var all []*input
	var problems diag.Problems
	for i := range sources {
		fd, bad := newFeed(p, &sources[i])
		problems = append(problems, bad...)
		for _, name := range sources[i].Files {
			in := &input{feed: fd, path: name}
			in.format, in.packed = formatOf(&sources[i], name)
			all = append(all, in)
		}
	}
	slices.SortStableFunc(all, func(a, b *input) int { return cmp.Compare(a.path, b.path) })
	return all, problems
}

// readAll reads the files with a number of workers. Reading ahead is bounded: every
// worker holds one block, every file being read another.
func readAll(ctx context.Context, fsys fs.FS, p *plan, all []*input, opt Options) {
	jobs := make(chan job)
	give := func(j job) bool {
		select {
		case jobs <- j:
			return true
		case <-ctx.Done():
			return false
		}
	}
	var working sync.WaitGroup
	for range max(opt.Workers, 1) {
		working.Go(func() {
			w := newWorker(p)
			for j := range jobs {
				j.place.part = j.run(w)
				if opt.Progress != nil {
					opt.Progress(int(j.place.part.read))
				}
			}
		})
	}
	feedAll(ctx, fsys, all, max(opt.Workers, 1), give)
	close(jobs)
	working.Wait()
}

func feedAll(ctx context.Context, fsys fs.FS, all []*input, atOnce int, give func(job) bool) {
	queue := make(chan *input)
	var feeding sync.WaitGroup
	for range min(atOnce, len(all)) {
		feeding.Go(func() {
			for in := range queue {
				if ctx.Err() == nil {
					in.feedTo(fsys, give)
				}
			}
		})
	}
	for _, in := range all {
		queue <- in
	}
	close(queue)
	feeding.Wait()
}

func (in *input) feedTo(fsys fs.FS, give func(job) bool) {
	switch in.format {
	case "tsv":
		if in.source.Delimiter == 0 {
			tabbed := *in.feed
			tabbed.comma = '\t'
			in.feed = &tabbed
		}
		in.feedCSV(fsys, give)
	case "csv":
		in.feedCSV(fsys, give)
	case "jsonl":
		in.feedJSON(fsys, give)
	case "parquet":
		in.feedParquet(fsys, give)
	default:
		in.fail(diag.Problem{Found: "the name's ending tells no format", Expected: ".csv, .tsv, .jsonl, .ndjson or .parquet, and .gz or .zst after it",
			Do: "declare format for this source"})
	}
}

// cutter opens a text file; done closes it.
func (in *input) cutter(fsys fs.FS, csv bool) (c *cutter, done func(), ok bool) {
	f, ok := in.open(fsys)
	if !ok {
		return nil, nil, false
	}
	r, closeUnpacker, err := unpack(f, in.packed)
	if err != nil {
		in.fail(unreadable(err))
		f.Close()
		return nil, nil, false
	}
	done = func() { closeUnpacker(); f.Close() }
	if r, ok = in.decode(r); !ok {
		done()
		return nil, nil, false
	}
	return newCutter(r, csv, in.comma), done, true
}

// blocks hands out blocks until the file ends, cannot be read on, or use says to stop.
func (in *input) blocks(c *cutter, use func(block) bool) {
	for {
		b, err := c.next()
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			in.fail(unreadable(err))
			return
		case !use(b):
			return
		}
	}
}

// share words a share of rows for a message.
func share(x float64) string { return fmt.Sprintf("%.4g %%", 100*x) }
