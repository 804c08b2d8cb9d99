package sample

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"leadline/generator/download"
	"leadline/generator/event"
)

// folder is a place for files in memory.
type folder map[string]*bytes.Buffer

type inMemory struct{ *bytes.Buffer }

func (inMemory) Close() error { return nil }

func (f folder) create(name string) (io.WriteCloser, error) {
	if f[name] != nil {
		return nil, fmt.Errorf("%s is written twice", name)
	}
	f[name] = &bytes.Buffer{}
	return inMemory{f[name]}, nil
}

func (f folder) names() []string { return slices.Sorted(maps.Keys(f)) }

func write(t *testing.T, opt Options) (folder, []Source) {
	t.Helper()
	out := folder{}
	sources, err := Write(context.Background(), opt, out.create)
	if err != nil {
		t.Fatal(err)
	}
	return out, sources
}

func same(t *testing.T, a, b folder) {
	t.Helper()
	if !slices.Equal(a.names(), b.names()) {
		t.Fatalf("files differ: %v and %v", a.names(), b.names())
	}
	for name := range a {
		if !bytes.Equal(a[name].Bytes(), b[name].Bytes()) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestSameSeedSameBytes(t *testing.T) {
	for _, format := range []string{"mixed", "parquet", "jsonl"} {
		opt := Options{Seed: 7, Events: 20_000, Months: 12, Format: format}
		one, _ := write(t, opt)
		opt.Workers = 5
		five, _ := write(t, opt)
		same(t, one, five)
		cores := runtime.GOMAXPROCS(1)
		single, _ := write(t, opt)
		runtime.GOMAXPROCS(cores)
		same(t, one, single)
		opt.Seed = 8
		other, _ := write(t, opt)
		for _, name := range one.names() {
			if strings.HasPrefix(name, "deployment_changes") && bytes.Equal(one[name].Bytes(), other[name].Bytes()) {
				t.Errorf("another seed gives the same %s", name)
			}
		}
	}
}

// rowsOf counts the rows of every table by making the sheets, without files.
func rowsOf(t *testing.T, opt Options, look func(stream, *download.Batch)) map[string]int64 {
	t.Helper()
	opt, err := opt.Complete()
	if err != nil {
		t.Fatal(err)
	}
	p := newPlan(opt)
	rows := map[string]int64{}
	var s *sheet
	for _, u := range p.units() {
		s = p.make(u, s)
		for i, b := range s {
			n, err := b.Rows()
			if err != nil {
				t.Fatalf("%s: %v", tableOf[i], err)
			}
			rows[tableOf[i]] += int64(n)
			if look != nil {
				look(stream(i), b)
			}
		}
	}
	return rows
}

func TestSizes(t *testing.T) {
	for _, events := range []int64{10_000, 75_000, 100_000, 1_000_000} {
		sum := int64(0)
		rows := rowsOf(t, Options{Seed: 1, Events: events}, nil)
		for _, n := range rows {
			sum += n
		}
		t.Logf("%d events asked, %d made", events, sum)
		if off := float64(sum)/float64(events) - 1; off < -0.05 || off > 0.05 {
			t.Errorf("%d events asked, %d made (%+.1f %%)", events, sum, off*100)
		}
		for _, name := range slices.Sorted(maps.Keys(rows)) {
			t.Logf("%9d %-22s %8d %5.1f %%", events, name, rows[name], 100*float64(rows[name])/float64(events))
		}
	}
}

// Every row must satisfy the canonical schema, apart from the rows that are broken on
// purpose, which are under 1 % of any table.
func TestRowsSatisfySchema(t *testing.T) {
	for _, format := range []string{"csv", "mixed"} {
		bad, all := map[string]int{}, map[string]int{}
		rowsOf(t, Options{Seed: 3, Events: 60_000, Format: format}, func(s stream, b *download.Batch) {
			table, _ := event.TableNamed(tableOf[s])
			for row := range b.Len() {
				all[table.Name]++
				if problem := violation(table, b, row); problem != "" {
					if bad[table.Name]++; format == "csv" {
						t.Fatalf("%s: %s", table.Name, problem)
					}
				}
			}
		})
		for name, n := range bad {
			if n*100 >= all[name]*2 || n*100 >= all[name] && all[name] > 1000 {
				t.Errorf("%s: %d of %d rows are broken", name, n, all[name])
			}
		}
		if format == "mixed" && len(bad) == 0 {
			t.Error("no row is broken: nothing exercises the rejects")
		}
	}
}

func violation(table *event.Table, b *download.Batch, row int) string {
	filled := func(name string) bool {
		i := slices.IndexFunc(table.Columns, func(c event.Column) bool { return c.Name == name })
		return !b.Cells[i].Absent(row)
	}
	for i, c := range table.Columns {
		cell := &b.Cells[i]
		oneOf := slices.ContainsFunc(table.OneOf, func(g []string) bool { return slices.Contains(g, c.Name) })
		switch {
		case cell.Absent(row):
			if (c.Required || c.Key) && !c.Blank && !oneOf {
				return c.Name + " is absent"
			}
		case c.Kind == event.Enum && !slices.Contains(c.Values, string(cell.TextAt(row))):
			return c.Name + " is " + string(cell.TextAt(row))
		case c.Kind == event.Count && (cell.IntAt(row) < 0 || cell.IntAt(row) >= 1<<31):
			return c.Name + " is out of range"
		case c.Kind == event.Instant && cell.IntAt(row) >= 1<<32:
			return c.Name + " is out of range"
		}
	}
	for _, group := range table.OneOf {
		if !slices.ContainsFunc(group, filled) {
			return fmt.Sprint("none of ", group)
		}
	}
	for _, w := range table.When {
		i := slices.IndexFunc(table.Columns, func(c event.Column) bool { return c.Name == w.Enum })
		if string(b.Cells[i].TextAt(row)) == w.Value && !filled(w.Column) {
			return w.Column + " is absent though " + w.Enum + " is " + w.Value
		}
	}
	return ""
}

// Keys identify rows: apart from the repetitions of the mixed format none occurs twice.
func TestKeysAreUnique(t *testing.T) {
	seen := map[string]bool{}
	rowsOf(t, Options{Seed: 3, Events: 60_000}, func(s stream, b *download.Batch) {
		table, _ := event.TableNamed(tableOf[s])
		for row := range b.Len() {
			key, keyed := table.Name, false
			for i, c := range table.Columns {
				if c.Key {
					keyed = true
					if c.Kind == event.Count || c.Kind == event.Instant {
						key += fmt.Sprint("\x00", b.Cells[i].IntAt(row))
					} else {
						key += "\x00" + string(b.Cells[i].TextAt(row))
					}
				}
			}
			if keyed && seen[key] {
				t.Fatalf("%q occurs twice", key)
			}
			seen[key] = true
		}
	})
}

func TestOptionsAreChecked(t *testing.T) {
	for _, opt := range []Options{
		{Events: 10}, {Events: 1e9}, {Events: 1e5, Months: 2}, {Events: 1e5, Teams: 3}, {Events: 1e5, Services: 5},
		{Events: 2e8, Services: 18, Months: 6, Teams: 12}, {Events: 1e5, Format: "xml"}, {Events: 1e5, Compress: "rar"},
	} {
		if _, err := opt.Complete(); err == nil {
			t.Errorf("%+v is accepted", opt)
		}
	}
}

// A file that cannot be created or written is an error, and every opened file is closed.
func TestErrorsAreReported(t *testing.T) {
	opened, closed := 0, 0
	_, err := Write(context.Background(), Options{Events: 20_000, Workers: 2}, func(name string) (io.WriteCloser, error) {
		opened++
		return failing{&closed}, nil
	})
	if err == nil || opened == 0 || opened != closed {
		t.Errorf("%v; %d opened, %d closed", err, opened, closed)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Write(ctx, Options{Events: 20_000}, folder{}.create); err != context.Canceled && err == nil {
		t.Errorf("a cancelled run gives %v", err)
	}
}

type failing struct{ closed *int }

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
func (f failing) Close() error            { *f.closed++; return nil }

func BenchmarkWrite(b *testing.B) {
	for _, format := range download.Formats {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				opt := Options{Events: 500_000, Format: format, Workers: 2}
				if _, err := Write(context.Background(), opt, func(string) (io.WriteCloser, error) { return nowhere{io.Discard}, nil }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(500_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

type nowhere struct{ io.Writer }

func (nowhere) Close() error { return nil }
