package event

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadline/generator/diag"
)

// files makes a file system from names and contents in turn.
func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// source declares files of a table and permits every row to be rejected.
func source(table string, names ...string) Source {
	return Source{Table: table, Pattern: "*", Files: names, MaxRejected: 1, Declared: diag.Position{File: "site.toml", Line: 7}}
}

func tableOf(t testing.TB, name string) *Table {
	t.Helper()
	table, ok := TableNamed(name)
	if !ok {
		t.Fatalf("no table %s", name)
	}
	return table
}

// show prints rows with their columns' names, one a line, in order.
func show(r *Rows) string {
	var b strings.Builder
	for _, c := range r.Chunks {
		for row := range c.Rows {
			for i := range r.Columns {
				if i > 0 {
					b.WriteString(" ")
				}
				b.WriteString(r.Columns[i].Name + "=" + showValue(r, c, i, row))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func showValue(r *Rows, c *Chunk, i, row int) string {
	v := &c.Columns[i]
	x := v.get(row)
	switch {
	case x == absent(r.Columns[i].Kind):
		return "-"
	case v.Codes != nil:
		return r.Dicts[i].Text(v.Codes[row])
	case v.Times != nil:
		return time.Unix(int64(v.Times[row]), 0).UTC().Format(time.RFC3339)
	}
	return strings.TrimLeft(time.Duration(x).String(), " ")
}

const runs = `run_id,attempt,pipeline,repo,outcome,finished_at,extra
r1,1,build,shop,success,2026-01-02T03:04:05Z,x
r2,1,build,shop,FAILURE,2026-01-02T03:04:05.999+01:00,x
`

func TestReadCSV(t *testing.T) {
	got, err := Read(context.Background(), files("runs.csv", runs), tableOf(t, "pipeline_runs"),
		[]Source{source("pipeline_runs", "runs.csv")}, []string{"finished_at", "repo", "outcome", "branch"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := "finished_at=2026-01-02T03:04:05Z repo=shop outcome=1ns\nfinished_at=2026-01-02T02:04:05Z repo=shop outcome=2ns\n"
	if s := show(got.Rows); s != want || got.Rows.Len() != 2 {
		t.Errorf("got %s", s)
	}
	const newest = 1767323045 // 2026-01-02T03:04:05Z
	account := Account{Path: "runs.csv", Table: "pipeline_runs", Bytes: int64(len(runs)), Read: 2, Accepted: 2,
		Newest: newest, Source: Freshness{Table: "pipeline_runs", Pattern: "*", Timed: true, Newest: newest},
		Unknown: []string{"extra"}, Missing: []string{"branch", "change_id", "queued_at", "service_id", "sha", "started_at", "trigger"}}
	if d := cmp.Diff([]Account{account}, got.Rows.Files); d != "" {
		t.Error(d)
	}
	if got.Rows.Index("branch") != -1 {
		t.Error("a column that no file has must not be in Rows")
	}
}

// problems reads one file and returns what was said about it.
func problems(t *testing.T, fsys fstest.MapFS, s Source, need ...string) string {
	t.Helper()
	got, err := Read(context.Background(), fsys, tableOf(t, s.Table), []Source{s}, need, Options{KeepGoing: true})
	if err != nil {
		var all diag.Problems
		if !errors.As(err, &all) {
			t.Fatalf("not a list of problems: %v", err)
		}
		return err.Error()
	}
	for _, a := range got.Rows.Files {
		if !a.Balanced() {
			t.Errorf("not balanced: %+v", a)
		}
	}
	return got.Rejects.Error()
}

// A column asked for by membership is a flag: true for the members, absent stays absent.
func TestMembers(t *testing.T) {
	const csv = "run_id,attempt,pipeline,repo,outcome,finished_at,branch\n" +
		"1,1,b,r,success,2026-01-02T03:04:05Z,main\n2,1,b,r,success,2026-01-02T03:04:05Z,topic\n3,1,b,r,success,2026-01-02T03:04:05Z,\n"
	got := read(t, "pipeline_runs", []string{"branch"}, Options{Members: map[string][]string{"branch": {"main", "master"}, "sha": {"x"}}}, "a.csv", csv)
	k := got.Rows.Index("branch")
	if want := []uint8{FlagTrue, FlagFalse, 0}; got.Rows.Columns[k].Kind != Flag || !slices.Equal(got.Rows.Chunks[0].Columns[k].Bytes, want) {
		t.Errorf("%v %v", got.Rows.Columns[k].Kind, got.Rows.Chunks[0].Columns[k])
	}
}
