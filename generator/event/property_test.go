package event

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"
)

// sheet is a table of texts, before it is written in some format; empty means absent.
type sheet struct {
	names []string
	rows  [][]string
}

var (
	someTexts = []string{"", "shop", "Größe, \"x\"", "a\nb", "payments"}
	someTimes = []string{"", "2026-01-02T03:04:05Z", "2026-01-02 03:04:05.75+02:00", "2026-03-04T00:00:00Z", "yesterday", "0001-01-01T00:00:00Z", "2026-01-02T03:04:05"}
	someEnums = []string{"success", "Failure", "cancel", "", "great"}
)

// drawDeployments makes rows with few ids, so that keys repeat, and with some mistakes.
func drawDeployments(t *rapid.T) sheet {
	s := sheet{names: []string{"deployment_id", "service_id", "environment", "finished_at", "outcome", "is_hotfix", "started_at", "note"}}
	for range rapid.IntRange(0, 30).Draw(t, "rows") {
		pick := func(label string, from []string) string { return rapid.SampledFrom(from).Draw(t, label) }
		s.rows = append(s.rows, []string{
			pick("id", []string{"d1", "d2", "d3", "d4", "7", ""}), pick("service", someTexts), pick("environment", []string{"production", "staging"}),
			pick("finished", someTimes), pick("outcome", someEnums), pick("hotfix", []string{"", "true", "NO", "1", "maybe"}), pick("started", someTimes),
			pick("note", someTexts)})
	}
	return s
}

// withoutContradictions drops rows that say something else of a deployment than one before.
func (s sheet) withoutContradictions() sheet {
	said := map[string][]string{}
	kept := sheet{names: s.names}
	for _, row := range s.rows {
		key := row[0] + " " + row[2] + " " + strings.ToLower(row[4])
		if before, ok := said[key]; ok && !slices.Equal(before, row) {
			continue
		}
		said[key] = row
		kept.rows = append(kept.rows, row)
	}
	return kept
}

func (s sheet) csv() string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(s.names)
	w.WriteAll(s.rows)
	return b.String()
}

func (s sheet) jsonl() string {
	var b strings.Builder
	for n, row := range s.rows {
		members := map[string]any{}
		for i, name := range s.names {
			switch {
			case row[i] == "" && (i%2 == 0 || n == 0): // a name that no object has is a missing column
				members[name] = nil
			case row[i] == "7":
				members[name] = 7
			case row[i] == "true":
				members[name] = true
			case row[i] != "":
				members[name] = row[i]
			}
		}
		line, err := json.Marshal(members, jsontext.EscapeForHTML(len(row[0])%2 == 0))
		if err != nil {
			panic(err)
		}
		b.Write(line)
		b.WriteString("\n")
	}
	return b.String()
}

// parquet writes all columns as optional texts, half of them with a dictionary.
func (s sheet) parquet() string {
	group := parquet.Group{}
	for i, name := range s.names {
		node := parquet.Optional(parquet.String())
		switch (i + len(s.rows)) % 3 { // each column as each encoding, from sheet to sheet
		case 0:
			node = parquet.Encoded(node, &parquet.RLEDictionary)
		case 1:
			node = parquet.Encoded(node, &parquet.Plain)
		}
		group[name] = node
	}
	schema := parquet.NewSchema("rows", group)
	var b bytes.Buffer
	w := parquet.NewGenericWriter[any](&b, schema, parquet.MaxRowsPerRowGroup(7), parquet.Compression(&parquet.Snappy), parquet.DataPageVersion(1+len(s.rows)/3%2))
	order := schema.Columns()
	for _, row := range s.rows {
		out := make(parquet.Row, len(order))
		for at, path := range order {
			text := row[slices.Index(s.names, path[0])]
			if text == "" {
				out[at] = parquet.NullValue().Level(0, 0, at)
			} else {
				out[at] = parquet.ByteArrayValue([]byte(text)).Level(0, 1, at)
			}
		}
		if _, err := w.WriteRows([]parquet.Row{out}); err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.String()
}

func zstandard(text string) string {
	w, _ := zstd.NewWriter(nil)
	return string(w.EncodeAll([]byte(text), nil))
}

// outcome is what must be equal however the same rows are written: the rows as a sorted
// list, and the accounts summed over files.
type outcome struct {
	Rows    []string
	Account Account
	Reasons map[string]int64
}

func outcomeOf(t interface{ Fatalf(string, ...any) }, fsys fstest.MapFS, s Source, workers int) outcome {
	table, _ := TableNamed(s.Table)
	need := []string{"outcome", "started_at", "service_id", "is_hotfix"}
	got, err := Read(context.Background(), fsys, table, []Source{s}, need, Options{Workers: workers, AsOf: 1769904000, KeepKeys: true})
	if err != nil {
		t.Fatalf("%v", err)
	}
	o := outcome{Reasons: map[string]int64{}}
	for line := range strings.Lines(show(got.Rows)) {
		o.Rows = append(o.Rows, line)
	}
	slices.Sort(o.Rows)
	for _, a := range got.Rows.Files {
		if !a.Balanced() {
			t.Fatalf("not balanced: %+v", a)
		}
		o.Account.Read += a.Read
		o.Account.Accepted += a.Accepted
		o.Account.Rejected += a.Rejected
		o.Account.Duplicate += a.Duplicate
		o.Account.Superseded += a.Superseded
		o.Account.OutOfScope += a.OutOfScope
		for _, r := range a.Reasons {
			o.Reasons[r.Reason] += r.Rows
		}
	}
	return o
}

// The way in which rows are written, packed, ordered, split over files and workers must
// not change what is read.
func TestSameRowsHoweverWritten(t *testing.T) {
	defer func(record, block int) { maxRecord, maxBlock = record, block }(maxRecord, maxBlock)
	maxRecord, maxBlock = 1<<10, 3<<10 // several blocks even in small files
	rapid.Check(t, func(t *rapid.T) {
		s := drawDeployments(t)
		want := outcomeOf(t, files("a.csv", s.csv()), source("deployments", "a.csv"), 1)
		workers := rapid.IntRange(1, 4).Draw(t, "workers")
		compare := func(what string, fsys fstest.MapFS) {
			var names []string
			for name := range fsys {
				names = append(names, name)
			}
			slices.Sort(names)
			if d := cmp.Diff(want, outcomeOf(t, fsys, source("deployments", names...), workers)); d != "" {
				t.Fatalf("%s:\n%s", what, d)
			}
		}
		shuffled := sheet{s.names, rapid.Permutation(s.rows).Draw(t, "order")}
		compare("order", files("a.csv", shuffled.csv()))
		compare("gzip", files("a.csv.gz", gzipped(s.csv())))
		compare("zstd", files("a.csv.zst", zstandard(s.csv())))
		if len(s.rows) > 0 {
			compare("JSON Lines", files("a.jsonl", s.jsonl()))
			compare("packed JSON Lines", files("a.ndjson.zst", zstandard(shuffled.jsonl())))
		}
		compare("Parquet", files("a.parquet", s.parquet()))
		compare("packed Parquet", files("a.parquet.gz", gzipped(shuffled.parquet())))
		compare("CRLF", files("a.csv", strings.ReplaceAll(s.csv(), "\n", "\r\n")))
		s = s.withoutContradictions() // between files, the later one is right
		want = outcomeOf(t, files("a.csv", s.csv()), source("deployments", "a.csv"), 1)
		cut := rapid.IntRange(0, len(s.rows)).Draw(t, "cut")
		compare("two files", files("a.csv", sheet{s.names, s.rows[:cut]}.csv(), "b.csv", sheet{s.names, s.rows[cut:]}.csv()))
	})
}

func ExampleAccount_Balanced() {
	fmt.Println(Account{Read: 3, Accepted: 1, Rejected: 1, Duplicate: 1}.Balanced())
	// Output: true
}
