package metric

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/level"
)

// bulk makes n work items of a few hundred teams over the frame's months, in chunks as the
// readers make them.
func bulk(n int) (*fact.Table, *fact.Units) {
	const size, teams = 1 << 16, 300
	rows := &event.Rows{Columns: []event.Column{{Name: "item_id", Kind: event.Identifier}, {Name: "team_id", Kind: event.Category}, {Name: "created_at", Kind: event.Instant},
		{Name: "started_at", Kind: event.Instant}, {Name: "closed_at", Kind: event.Instant}}, Dicts: make([]*event.Dict, 5)}
	rows.Dicts[1] = event.NewDict()
	for i := range teams {
		rows.Dicts[1].Code(fmt.Appendf(nil, "team-%d", i))
	}
	r, start := rand.New(rand.NewPCG(1, 2)), seconds("2025-12-20T00:00:00Z")
	for left := n; left > 0; left -= size {
		c := &event.Chunk{Rows: min(left, size), Columns: make([]event.Values, 5)}
		for range c.Rows {
			begin := start + r.Uint32N(100*86400)
			c.Key = append(c.Key, r.Uint64())
			c.Columns[0].Hashes = append(c.Columns[0].Hashes, r.Uint64())
			c.Columns[1].Codes = append(c.Columns[1].Codes, 1+r.Uint32N(teams))
			c.Columns[2].Times = append(c.Columns[2].Times, begin)
			c.Columns[3].Times = append(c.Columns[3].Times, begin)
			c.Columns[4].Times = append(c.Columns[4].Times, begin+r.Uint32N(30*86400))
		}
		rows.Chunks = append(rows.Chunks, c)
	}
	u := fact.NewUnits(nil, nil, nil)
	t, _ := fact.NewWorkItems(rows, fact.Moments{}, u, fact.Rules{})
	return t, u
}

// BenchmarkKernels measures one metric of each kind over a million facts; rows/s is per
// run over all rows, on two workers.
func BenchmarkKernels(b *testing.B) {
	const n = 1_000_000
	t, u := bulk(n)
	of := func(kind string) Common { return Common{KindName: kind, Of: fact.WorkItem} }
	for _, m := range []Measure{
		&Duration{Common: of("duration"), From: "started_at", To: "closed_at", Show: []string{"p50", "p85"}, Open: "counted"},
		&Rate{Common: of("rate"), At: "closed_at", Per: "week"},
		&Share{Common: of("share"), At: "closed_at", Part: map[string]any{"is_defect": true}},
		&Stock{Common: of("stock"), From: "started_at", To: "closed_at"},
		&Breakdown{Common: of("breakdown"), At: "created_at", By: []string{"team_id"}},
		&Age{Common: of("age"), From: "started_at", To: "closed_at", Show: []string{"p50"}},
	} {
		b.Run(m.Kind(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Compute(definition(m, false), t, u, frame())
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkEvaluate(b *testing.B) {
	t, u := bulk(1_000_000)
	m := Compute(definition(duration(), false), t, u, frame())
	sets := u.TeamSets()
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range sets {
			_ = Evaluate[level.Team](m, s)
		}
	}
}

// BenchmarkSortValues sorts other values every time: what was sorted before would be
// foreseen by the processor.
func BenchmarkSortValues(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	data := make([]uint32, 1<<20)
	for i := range data {
		data[i] = r.Uint32N(90 * 86400)
	}
	run := func(name string, n int, sort func([]uint32)) {
		b.Run(fmt.Sprintf("%s-%d", name, n), func(b *testing.B) {
			work, from := make([]uint32, n), 0
			for b.Loop() {
				copy(work, data[from:])
				sort(work)
				if from += n; from+n > len(data) {
					from = 0
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(n)/float64(b.N), "ns/value")
		})
	}
	for _, n := range []int{48, 96, 256, 1024, 4096, 1 << 20} {
		var scratch []uint32
		run("radix", n, func(values []uint32) { scratch = radixSort(values, scratch) })
		run("compare", n, func(values []uint32) { slices.Sort(values) })
	}
}
