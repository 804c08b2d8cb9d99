package sample

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"leadline/generator/event"
)

// TestDeclaredSourcesAreReadable reads the mixed files as their sources declare them, all
// columns of all tables: every row is accounted for, and rejected, superseded and repeated
// rows are found where they were planted and nowhere else.
func TestDeclaredSourcesAreReadable(t *testing.T) {
	files, sources := write(t, Demo())
	disk := fstest.MapFS{}
	for name, data := range files {
		disk[name] = &fstest.MapFile{Data: data.Bytes()}
	}
	byTable := map[string][]event.Source{}
	for _, s := range sources {
		byTable[s.Table] = append(byTable[s.Table], declared(t, s))
	}
	var rejected, superseded, repeated int64
	for name, list := range byTable {
		table, _ := event.TableNamed(name)
		var need []string
		for _, c := range table.Columns {
			need = append(need, c.Name)
		}
		got, err := event.Read(context.Background(), disk, table, list, need, event.Options{Workers: 2})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, a := range got.Rows.Files {
			if !a.Balanced() || a.Accepted == 0 || len(a.Unknown) > 0 {
				t.Errorf("%s: %+v", a.Path, a)
			}
			if a.Rejected > 0 && name != "incidents" && name != "work_items" {
				t.Errorf("%s: %d rows are rejected: %+v", a.Path, a.Rejected, a.Reasons)
			}
			rejected, superseded, repeated = rejected+a.Rejected, superseded+a.Superseded, repeated+a.Duplicate-a.Superseded
		}
	}
	if rejected == 0 || superseded == 0 || repeated == 0 {
		t.Errorf("%d rejected, %d superseded, %d repeated: each was planted", rejected, superseded, repeated)
	}
}

// declared is what a site.toml with the source's declaration comes to.
func declared(t *testing.T, s Source) event.Source {
	out := event.Source{Table: s.Table, Pattern: s.Files, Files: []string{s.Files}, TimeFormat: s.TimeFormat, MaxRejected: 0.01,
		Columns: map[string]string{}, Values: map[string]map[string]string{}, Constants: map[string]string{}}
	if s.MaxRejected > 0 {
		out.MaxRejected = s.MaxRejected
	}
	for _, r := range s.Delimiter {
		out.Delimiter = r
	}
	if s.Timezone != "" {
		zone, err := time.LoadLocation(s.Timezone)
		if err != nil {
			t.Fatal(err)
		}
		out.Zone = zone
	}
	for _, p := range s.Columns {
		out.Columns[p.Key] = p.Value
	}
	for _, v := range s.Values {
		out.Values[v.Column] = map[string]string{}
		for _, p := range v.Pairs {
			out.Values[v.Column][p.Key] = p.Value
		}
	}
	for _, p := range s.Constants {
		out.Constants[p.Key] = p.Value
	}
	return out
}
