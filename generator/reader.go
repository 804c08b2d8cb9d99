package generator

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"leadline/generator/diag"
	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/metric"
)

// reader reads tables on demand and remembers every problem, so that a build reports the
// mistakes of all files and not only of the first.
type reader struct {
	ctx      context.Context
	in       input
	columns  map[string][]string // of each entity, that definitions read
	plan     map[string][]string // of each table, to read
	out      *outcome
	problems diag.Problems
	held     uint64 // bytes on the heap when reading began, which are no concern of its
}

func newReader(ctx context.Context, in input, used map[string][]string, out *outcome) *reader {
	return &reader{ctx: ctx, in: in, columns: used, plan: fact.Plan(used), out: out, held: onHeap()}
}

// table reads the planned columns of a table; nil when no source declares it, nothing
// needs it, or it cannot be used (see err).
func (r *reader) table(name string) *event.Rows {
	columns, planned := r.plan[name]
	sources := r.in.sources[name]
	if !planned || len(sources) == 0 || r.ctx.Err() != nil {
		return nil
	}
	table, _ := event.TableNamed(name)
	opt := r.in.reading
	opt.KeepKeys = slices.Contains([]string{"changes", "work_items"}, name)
	if name == "pipeline_runs" && !r.used(fact.PipelineRun, "branch") {
		opt.Members = map[string][]string{"branch": r.in.rules.MainBranches}
	}
	opt.People = r.person(name)
	columns = withPeople(table, columns)
	r.collect() // what the table before left
	table, sources, columns = r.in.explain.placed(table, sources, columns)
	result, err := event.Read(r.ctx, r.in.files, table, sources, columns, opt)
	r.collect() // what reading left
	r.problems = addProblems(r.problems, err)
	if result == nil {
		return nil
	}
	r.out.rejects = append(r.out.rejects, result.Rejects...)
	r.out.freshness = append(r.out.freshness, result.Freshness...)
	slices.SortStableFunc(r.out.freshness, func(a, b event.Freshness) int {
		return cmp.Or(strings.Compare(a.Table, b.Table), strings.Compare(a.Pattern, b.Pattern))
	})
	if result.Rows == nil {
		return nil
	}
	r.beside(name, sources, result.Rows.Files)
	r.in.explain.note(name, result.Rows)
	r.out.accounts = append(r.out.accounts, result.Rows.Files...)
	slices.SortStableFunc(r.out.accounts, func(a, b event.Account) int { return strings.Compare(a.Table, b.Table) })
	return result.Rows
}

// used reports whether a definition reads a column itself, not only what is derived from it.
func (r *reader) used(entity, column string) bool { return slices.Contains(r.columns[entity], column) }

// needed reports whether a definition measures an entity.
func (r *reader) needed(entity string) bool { _, ok := r.columns[entity]; return ok }

// skip leaves a planned column unread, because what was read before shows that nothing needs it.
func (r *reader) skip(table, column string) {
	r.plan[table] = slices.DeleteFunc(slices.Clone(r.plan[table]), func(c string) bool { return c == column })
}

// err is every problem so far, or the reason for which reading was broken off.
func (r *reader) err() error {
	if r.ctx.Err() != nil {
		return r.ctx.Err()
	}
	r.problems.Sort()
	return r.problems.Err()
}

// compareDomains orders metrics as pages and sheets do: by domain, then by title.
func compareDomains(a, b *metric.Definition) int {
	return cmp.Or(cmp.Compare(slices.Index(metric.Domains, a.Domain), slices.Index(metric.Domains, b.Domain)), strings.Compare(a.ID, b.ID))
}

// inParallel runs work(0…n-1) on several goroutines; each number is worked on once.
func inParallel(n, workers int, work func(i int)) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for range max(1, min(workers, n)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	wg.Wait()
}

// worthCollecting is what the heap must have grown by for a collection to pay: below it,
// memory is no concern.
const worthCollecting = 128 << 20

// collect gives back what was dropped. Tables are large and few, so that collecting when
// one is done keeps the peak low, where the collector would wait for the heap to grow.
func (r *reader) collect() {
	if onHeap() > r.held+worthCollecting {
		runtime.GC()
	}
}

func onHeap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
