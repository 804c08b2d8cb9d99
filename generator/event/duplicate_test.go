package event

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// read reads files of a table whole, with permission to reject.
func read(t testing.TB, table string, need []string, opt Options, pairs ...string) *Result {
	t.Helper()
	fsys := files(pairs...)
	var names []string
	for i := 0; i < len(pairs); i += 2 {
		names = append(names, pairs[i])
	}
	got, err := Read(context.Background(), fsys, tableOf(t, table), []Source{source(table, names...)}, need, opt)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// texts lists rows by some text and time columns, sorted.
func texts(r *Rows, names ...string) []string {
	var all []string
	for _, c := range r.Chunks {
		for row := range c.Rows {
			var cells []string
			for _, name := range names {
				cells = append(cells, showValue(r, c, r.Index(name), row))
			}
			all = append(all, strings.Join(cells, " "))
		}
	}
	slices.Sort(all)
	return all
}

func TestDeploymentsFold(t *testing.T) {
	const header = "deployment_id,service_id,environment,finished_at,outcome\n"
	first := header + "d,s,production,2026-01-05T00:00:00Z,success\nd,s,staging,2026-01-01T00:00:00Z,success\nd,s,production,2026-01-02T00:00:00Z,failure\n"
	second := header + "d,s,production,2026-01-04T00:00:00Z,success\nd,s,staging,2026-01-01T00:00:00Z,success\n"
	want := []string{"production 1ns 2026-01-05T00:00:00Z", "production 2ns 2026-01-02T00:00:00Z", "staging 1ns 2026-01-01T00:00:00Z"}
	got := read(t, "deployments", []string{"environment", "outcome", "finished_at"}, Options{}, "a.csv", first, "b.csv", second)
	if d := gocmp.Diff(want, texts(got.Rows, "environment", "outcome", "finished_at")); d != "" {
		t.Error(d)
	}
	a, b := got.Rows.Files[0], got.Rows.Files[1]
	if a.Duplicate != 1 || a.Superseded != 0 || b.Duplicate != 1 || b.Superseded != 1 {
		t.Errorf("accounts: %+v %+v", a, b)
	}
	if r := read(t, "deployments", []string{"environment"}, Options{}, "a.csv", first).Rows; r.Index("finished_at") >= 0 || r.Index("deployment_id") >= 0 {
		t.Error("Rows has what was asked for and no more")
	}
}

// The search by passes and buckets finds what comparing all rows finds.
func TestDuplicates(t *testing.T) {
	defer func(pass, bucket, piece int) {
		rowsPerPass, rowsPerBucket, rowsPerPiece = pass, bucket, piece
	}(rowsPerPass, rowsPerBucket, rowsPerPiece)
	rowsPerPass, rowsPerBucket, rowsPerPiece = 5, 2, 3
	rapid.Check(t, func(r *rapid.T) {
		type row struct{ id, file, at, status int }
		var written [2]strings.Builder
		var all []row
		for f := range written {
			written[f].WriteString("item_id,seq,at,to_status\n")
		}
		for range rapid.IntRange(0, 40).Draw(r, "rows") {
			x := row{rapid.IntRange(0, 15).Draw(r, "id"), rapid.IntRange(0, 1).Draw(r, "file"), rapid.IntRange(1, 2).Draw(r, "at"), rapid.IntRange(1, 3).Draw(r, "status")}
			all = append(all, x)
			fmt.Fprintf(&written[x.file], "i%d,1,2026-01-0%dT00:00:00Z,s%d\n", x.id, x.at, x.status)
		}
		best := map[int]row{}
		for _, x := range all {
			b, ok := best[x.id]
			if !ok || cmp.Or(cmp.Compare(x.file, b.file), cmp.Compare(x.at, b.at), cmp.Compare(x.status, b.status)) > 0 {
				best[x.id] = x
			}
		}
		var want []string
		superseded := int64(0)
		for _, x := range all {
			if b := best[x.id]; x.at != b.at || x.status != b.status {
				superseded++
			}
		}
		for _, b := range best {
			want = append(want, fmt.Sprintf("2026-01-0%dT00:00:00Z s%d", b.at, b.status))
		}
		slices.Sort(want)
		got := read(t, "work_item_transitions", []string{"at", "to_status"}, Options{Workers: rapid.IntRange(1, 3).Draw(r, "workers")},
			"a.csv", written[0].String(), "b.csv", written[1].String())
		if d := gocmp.Diff(want, texts(got.Rows, "at", "to_status")); d != "" {
			r.Fatal(d)
		}
		a, b := got.Rows.Files[0], got.Rows.Files[1]
		if a.Superseded+b.Superseded != superseded || a.Duplicate+b.Duplicate != int64(len(all)-len(best)) {
			r.Fatalf("%d superseded: %+v %+v", superseded, a, b)
		}
	})
}

func TestKeysLink(t *testing.T) {
	opt := Options{KeepKeys: true}
	changes := read(t, "changes", nil, opt, "c.csv", "repo,change_id,state\nshop,7,open\n")
	links := read(t, "deployment_changes", []string{"repo", "change_id"}, opt, "l.jsonl", `{"deployment_id":"d","repo":"shop","change_id":7}`)
	key := changes.Rows.Chunks[0].Key[0]
	c := links.Rows.Chunks[0]
	repo := links.Rows.Dicts[0].Hash(c.Columns[0].Codes[0])
	if got := KeyOf(repo, c.Columns[1].Hashes[0]); got != key || got != KeyOf(HashString("shop"), HashString("7")) {
		t.Errorf("keys differ: %x and %x", got, key)
	}
	if c := read(t, "changes", nil, Options{}, "c.csv", "repo,change_id,state\nshop,7,open\n").Rows.Chunks[0]; c.Key != nil {
		t.Error("keys are kept though nobody asked")
	}
}

func TestPersonsAreForgotten(t *testing.T) {
	got := read(t, "changes", []string{"author_id"}, Options{}, "c.csv", "repo,change_id,state,author_id\nshop,7,open,ann\nshop,8,open,bob\n")
	i := got.Rows.Index("author_id")
	c, d := got.Rows.Chunks[0].Columns[i].Codes, got.Rows.Dicts[i]
	if c[0] == c[1] || d.Len() != 3 || d.Text(c[0]) != "" || d.Hash(c[0]) != 0 || d.Lookup("ann") != 0 {
		t.Errorf("codes %v, %d texts, %q", c, d.Len(), d.Text(c[0]))
	}
}

func TestRules(t *testing.T) {
	got := read(t, "changes", []string{"state", "merged_at"}, Options{}, "c.csv",
		"repo,change_id,state,merged_at\nr,1,merged,\nr,2,merged,2026-01-01T00:00:00Z\nr,3,open,\n")
	want := "c.csv:2:1: merged_at is empty; expected a value where state is merged; mend the export"
	if got.Rejects.Error() != want {
		t.Error(got.Rejects.Error())
	}
	got = read(t, "incidents", []string{"service_id"}, Options{AsOf: 1767225600}, "i.csv", // 2026-01-01
		"incident_id,service_id,started_at,detected_at\n1,s,,\n2,s,,2026-01-02T00:00:00Z\n3,s,2025-12-31T00:00:00Z,2026-01-02T00:00:00Z\n4,s,,2026-01-01T00:00:00Z\n")
	if a := got.Rows.Files[0]; a.Rejected != 1 || a.OutOfScope != 1 || a.Accepted != 2 {
		t.Errorf("%+v", a)
	}
	want = "i.csv:2:1: started_at and detected_at are empty; expected at least one of them in every row; mend the export"
	if got.Rejects.Error() != want {
		t.Error(got.Rejects.Error())
	}
}

func TestTolerance(t *testing.T) {
	fsys := files("a.csv", "repo,change_id,state\nr,1,open\nr,2,open\nr,3,open\nr,,open\n")
	table := tableOf(t, "changes")
	for _, c := range []struct {
		share float64
		opt   Options
		want  string
	}{
		{0.25, Options{}, ""},
		{0.24, Options{KeepGoing: true}, ""},
		{0.24, Options{}, `site.toml:7: 1 of 4 rows of "*" (25 %) are rejected; expected at most 24 %; mend the rows, or raise max_rejected for this source`},
		{0, Options{}, `site.toml:7: 1 of 4 rows of "*" (25 %) are rejected; expected at most 0 %; mend the rows, or raise max_rejected for this source`},
		{1, Options{Strict: true}, `site.toml:7: 1 of 4 rows of "*" (25 %) are rejected; expected at most 0 %; mend the rows, or build without --strict`},
	} {
		s := source("changes", "a.csv")
		s.MaxRejected = c.share
		got, err := Read(context.Background(), fsys, table, []Source{s}, nil, c.opt)
		if c.want == "" && err != nil || c.want != "" && (err == nil || err.Error() != c.want) {
			t.Errorf("%+v: %v", c, err)
		}
		if len(got.Rejects) != 1 {
			t.Errorf("%d rejects", len(got.Rejects))
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, files("a.csv", runs), tableOf(t, "pipeline_runs"), []Source{source("pipeline_runs", "a.csv")}, nil, Options{}); err != context.Canceled {
		t.Error(err)
	}
}
