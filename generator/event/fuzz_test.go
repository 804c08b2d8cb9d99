package event

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"leadline/generator/diag"
)

var seedSheet = sheet{
	names: []string{"deployment_id", "service_id", "environment", "finished_at", "outcome", "is_hotfix", "started_at", "note"},
	rows: [][]string{
		{"d1", "shop", "production", "2026-01-02T03:04:05Z", "success", "true", "", ""},
		{"d1", "shop", "production", "2026-01-02T03:04:05Z", "success", "true", "", ""},
		{"d2", "Größe", "staging", "2026-01-02T03:04:05Z", "failure", "no", "2026-01-02T03:00:00Z", "x"},
		{"d3", "a\nb", "", "never", "", "", "", ""},
	},
}

// readHostile reads bytes as a file of some name: whatever they are, the answer is rows
// with balanced accounts, or problems that name the file.
func readHostile(t *testing.T, name string, data []byte) *Result {
	t.Helper()
	table, _ := TableNamed("deployments")
	got, err := Read(context.Background(), fstest.MapFS{name: &fstest.MapFile{Data: data}}, table,
		[]Source{source("deployments", name)}, []string{"outcome", "started_at", "is_hotfix"}, Options{Workers: 2})
	if err != nil {
		var all diag.Problems
		if !errors.As(err, &all) || !strings.Contains(err.Error(), name) {
			t.Fatalf("not a problem of the file: %v", err)
		}
		return nil
	}
	for _, a := range got.Rows.Files {
		if !a.Balanced() || a.Accepted != int64(got.Rows.Len()) || a.Rejected != int64(len(got.Rejects)) {
			t.Fatalf("not balanced: %+v", a)
		}
	}
	return got
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte(seedSheet.csv()))
	f.Add([]byte("deployment_id,service_id,environment,finished_at,outcome\n\"open,\n"))
	f.Fuzz(func(t *testing.T, data []byte) { readHostile(t, "a.csv", data) })
}

func FuzzParquet(f *testing.F) {
	for n := range seedSheet.rows { // each number of rows is written in another way
		f.Add([]byte(sheet{seedSheet.names, seedSheet.rows[:n+1]}.parquet()))
	}
	f.Add([]byte(sheet{seedSheet.names, nil}.parquet()))
	f.Fuzz(func(t *testing.T, data []byte) { readHostile(t, "a.parquet", data) })
}

func FuzzPacked(f *testing.F) {
	f.Add([]byte(gzipped(seedSheet.csv())), true)
	f.Add([]byte(zstandard(seedSheet.csv())), false)
	f.Fuzz(func(t *testing.T, data []byte, gzip bool) {
		if gzip {
			readHostile(t, "a.csv.gz", data)
		} else {
			readHostile(t, "a.csv.zst", data)
		}
	})
}
