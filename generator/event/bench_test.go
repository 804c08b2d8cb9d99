//go:build unix

package event

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/parquet-go/parquet-go"
)

const benchRows = 1_000_000

// benchRun is a row of pipeline_runs, as benchmarks write it to Parquet.
type benchRun struct {
	RunID      string    `parquet:"run_id"`
	Attempt    int32     `parquet:"attempt"`
	Pipeline   *string   `parquet:"pipeline,optional,dict"`
	Repo       *string   `parquet:"repo,optional,dict"`
	Outcome    *string   `parquet:"outcome,optional,dict"`
	FinishedAt time.Time `parquet:"finished_at,timestamp(microsecond)"`
	StartedAt  time.Time `parquet:"started_at,timestamp(microsecond)"`
	Branch     *string   `parquet:"branch,optional,dict"`
	SHA        string    `parquet:"sha"`
	ServiceID  *string   `parquet:"service_id,optional,dict"`
}

var benchNeed = []string{"pipeline", "repo", "outcome", "finished_at", "started_at", "branch", "service_id"}

// benchFiles are the same rows in each format, made once.
var benchFiles = sync.OnceValue(func() map[string][]byte {
	var lines, jsonl, pq bytes.Buffer
	w := parquet.NewGenericWriter[benchRun](&pq, parquet.MaxRowsPerRowGroup(122_880), parquet.Compression(&parquet.Zstd))
	lines.WriteString("run_id,attempt,pipeline,repo,outcome,finished_at,started_at,branch,sha,service_id\n")
	r := rand.New(rand.NewPCG(1, 2))
	outcomes := []string{"success", "failure", "cancel", "error"}
	for i := range benchRows {
		start := time.Unix(1_700_000_000+int64(i)*30, 0).UTC()
		end := start.Add(time.Duration(r.IntN(3600)) * time.Second)
		service := r.IntN(400)
		pipeline, repo, branch := fmt.Sprintf("build-%d", service%7), fmt.Sprintf("org/repo-%d", service), [3]string{"main", "develop", "release"}[r.IntN(3)]
		outcome, id := outcomes[r.IntN(4)&r.IntN(4)], fmt.Sprintf("svc-%d", service)
		row := benchRun{fmt.Sprintf("run-%d", i), 1, &pipeline, &repo, &outcome, end, start, &branch, fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64()), &id}
		w.Write([]benchRun{row})
		fmt.Fprintf(&lines, "%s,%d,%s,%s,%s,%s,%s,%s,%s,%s\n", row.RunID, 1, pipeline, repo, outcome, end.Format(time.RFC3339), start.Format(time.RFC3339), branch, row.SHA, id)
		fmt.Fprintf(&jsonl, `{"run_id":"%s","attempt":%d,"pipeline":"%s","repo":"%s","outcome":"%s","finished_at":"%s","started_at":"%s","branch":"%s","sha":"%s","service_id":"%s"}`+"\n",
			row.RunID, 1, pipeline, repo, outcome, end.Format(time.RFC3339), start.Format(time.RFC3339), branch, row.SHA, id)
	}
	w.Close()
	return map[string][]byte{"csv": lines.Bytes(), "jsonl": jsonl.Bytes(), "parquet": pq.Bytes()}
})

// processorTime is what this process has used, which says more than the clock on a machine
// that others use too.
func processorTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func benchRead(b *testing.B, format string, workers int) {
	name := "runs." + format
	fsys := fstest.MapFS{name: &fstest.MapFile{Data: benchFiles()[format]}}
	table, _ := TableNamed("pipeline_runs")
	b.ReportAllocs()
	before := processorTime()
	for b.Loop() {
		got, err := Read(context.Background(), fsys, table, []Source{source("pipeline_runs", name)}, benchNeed, Options{Workers: workers})
		if err != nil || got.Rows.Len() != benchRows {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/row")
	b.ReportMetric(float64(processorTime()-before)/float64(b.N)/benchRows, "cpu-ns/row")
	b.ReportMetric(float64(b.N)*benchRows/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkCSV(b *testing.B)     { benchRead(b, "csv", 1) }
func BenchmarkJSONL(b *testing.B)   { benchRead(b, "jsonl", 1) }
func BenchmarkParquet(b *testing.B) { benchRead(b, "parquet", 1) }

// BenchmarkStandardCSV only splits, by encoding/csv: the measure on any machine.
func BenchmarkStandardCSV(b *testing.B) {
	data := benchFiles()["csv"]
	before := processorTime()
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(data))
		r.ReuseRecord = true
		for {
			if _, err := r.Read(); err != nil {
				break
			}
		}
	}
	b.ReportMetric(float64(processorTime()-before)/float64(b.N)/benchRows, "cpu-ns/row")
}

func BenchmarkDuplicates(b *testing.B) {
	p, _ := newPlan(&Table{Name: "t", Columns: []Column{key(id("id"))}}, nil, Options{})
	g := &gather{plan: p, files: make([]Account, 1)}
	for i := range 8 {
		c := &Chunk{Rows: benchRows, Key: make([]uint64, benchRows), Columns: []Values{newValues(Identifier, benchRows)}}
		for row := range c.Key {
			c.Key[row] = mixKey(0, uint64(i*benchRows+row))
		}
		g.chunks = append(g.chunks, c)
	}
	b.ReportAllocs()
	before := processorTime()
	for b.Loop() {
		g.foldDuplicates(1)
	}
	b.ReportMetric(float64(processorTime()-before)/float64(b.N)/8/benchRows, "cpu-ns/row")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/8/benchRows, "ns/row")
}

func BenchmarkInstant(b *testing.B) {
	rule, text := timeRule{format: "rfc3339"}, []byte("2026-01-02T03:04:05Z")
	b.ReportAllocs()
	for b.Loop() {
		rule.parse(text)
	}
}
