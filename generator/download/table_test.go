package download

import (
	"bytes"
	"encoding/csv"
	"iter"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"leadline/generator/table"
)

// columns are one column of each type; each may lack a value.
func everyType() []table.Column {
	var out []table.Column
	for i, as := range []table.Type{table.Text, table.Prose, table.Code, table.Flag, table.Whole, table.Number, table.Share, table.Date, table.Month, table.Instant} {
		out = append(out, table.Column{Name: "c" + strconv.Itoa(i), Type: as, Missing: []table.Missing{table.NoData, table.Withheld}})
	}
	return out
}

// said is a drawn value with what a CSV cell must say.
type said struct {
	value table.Value
	want  string
}

func drawValue(t *rapid.T, as table.Type) said {
	if rapid.IntRange(0, 3).Draw(t, "missing") == 0 {
		why := rapid.SampledFrom([]table.Missing{table.NoData, table.Withheld}).Draw(t, "why")
		return said{table.None(why), why.Code()}
	}
	switch as {
	case table.Text:
		s := texts().Draw(t, "text")
		return said{table.Words(s), string(guard([]byte(table.Clean(s))))}
	case table.Prose:
		s := texts().Draw(t, "prose")
		return said{table.Sentences(s), string(guard([]byte(table.Clean(s))))}
	case table.Code:
		return said{table.Coded("within"), "within"}
	case table.Flag:
		b := rapid.Bool().Draw(t, "flag")
		return said{table.Yes(b), strconv.FormatBool(b)}
	case table.Whole:
		n := rapid.Int64().Draw(t, "n")
		return said{table.Count(n), strconv.FormatInt(n, 10)}
	case table.Date:
		s := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "day"), 0).UTC().Format(time.DateOnly)
		return said{table.Day(s), s}
	case table.Month:
		return said{table.MonthOf(24_322), "2026-11-01"}
	case table.Instant:
		at := rapid.Uint32().Draw(t, "at")
		return said{table.At(at), time.Unix(int64(at), 0).UTC().Format(time.RFC3339)}
	case table.Share:
		return said{table.Part(-0.25), "-0.25"}
	}
	x := rapid.Float64Range(-1e20, 1e20).Draw(t, "x")
	if x == 0 {
		x = -3
	}
	return said{table.Real(x), strconv.FormatFloat(x, 'f', -1, 64)}
}

func tableOf(columns []table.Column, rows [][]said) table.Table {
	return table.Table{Name: "t", Columns: columns, Len: len(rows), Rows: func(yield func([]table.Value) bool) {
		for _, row := range rows {
			values := make([]table.Value, len(row))
			for i, s := range row {
				values[i] = s.value
			}
			if !yield(values) {
				return
			}
		}
	}}
}

// Every value comes back from CSV as its type writes it, and a missing one as its code; in
// Parquet a missing one is null.
func TestTableRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := everyType()
		rows := make([][]said, rapid.IntRange(0, 12).Draw(t, "rows"))
		for r := range rows {
			for _, c := range columns {
				rows[r] = append(rows[r], drawValue(t, c.Type))
			}
		}
		var file, packed bytes.Buffer
		if err := Table(tableOf(columns, rows), &file, &packed); err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(bytes.NewReader(file.Bytes())).ReadAll()
		if err != nil || len(got) != len(rows)+1 || strings.Count(file.String(), "\r\n") != len(rows)+1 {
			t.Fatalf("%d records for %d rows: %v", len(got), len(rows), err)
		}
		f, err := parquet.OpenFile(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
		if err != nil || f.NumRows() != int64(len(rows)) {
			t.Fatal(err)
		}
		nulls := nullsOf(f)
		for r, row := range rows {
			for i, s := range row {
				if got[r+1][i] != s.want {
					t.Fatalf("row %d, type %d: %q, want %q", r, columns[i].Type, got[r+1][i], s.want)
				}
				if nulls[r][i] != (s.value.Missing() != table.Present) {
					t.Fatalf("row %d, type %d: null %v in Parquet", r, columns[i].Type, nulls[r][i])
				}
			}
		}
	})
}

func nullsOf(f *parquet.File) (out [][]bool) {
	for _, g := range f.RowGroups() {
		rows := g.Rows()
		buffer := make([]parquet.Row, 64)
		n, _ := rows.ReadRows(buffer)
		for _, row := range buffer[:n] {
			var nulls []bool
			for _, v := range row {
				nulls = append(nulls, v.IsNull())
			}
			out = append(out, nulls)
		}
		rows.Close()
	}
	return out
}

func TestTableRefusesWhatItCannotSay(t *testing.T) {
	one := []table.Column{{Name: "n", Type: table.Number}}
	rows := func(values ...table.Value) iter.Seq[[]table.Value] {
		return func(yield func([]table.Value) bool) {
			for _, v := range values {
				if !yield([]table.Value{v}) {
					return
				}
			}
		}
	}
	for name, c := range map[string]struct {
		table table.Table
		says  string
	}{
		"a text among numbers": {table.Table{Name: "t", Columns: one, Len: 1, Rows: rows(table.Words("3"))}, `row 1, column "n": the value is of another type`},
		"no finite number":     {table.Table{Name: "t", Columns: one, Len: 2, Rows: rows(table.Real(1), table.Real(math.NaN()))}, `row 2, column "n": is not a finite number`},
		"fewer rows":           {table.Table{Name: "t", Columns: one, Len: 2, Rows: rows(table.Real(1))}, "1 rows, where 2 were announced"},
	} {
		if err := Table(c.table, &bytes.Buffer{}, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A shape of descriptor that the standard asks for where a package has one small table.
func TestPackageIsTheSameEachTime(t *testing.T) {
	p := Package{Name: "x", Version: "2026.3.0", Created: time.Date(2026, 4, 1, 2, 0, 0, 0, time.FixedZone("", 7200)),
		Files: []File{{Name: "t", Path: "2026-03/t.csv", SHA256: "00", Table: tableOf(everyType(), nil)}}}
	one, err := p.JSON()
	other, _ := p.JSON()
	if err != nil || !bytes.Equal(one, other) || !bytes.Contains(one, []byte(`"created": "2026-04-01T00:00:00Z"`)) {
		t.Errorf("%s, %v", one, err)
	}
	p.Files[0].SHA256 = "01"
	if p.id() == (Package{Name: "x", Version: "2026.3.0", Files: []File{{Path: "2026-03/t.csv", SHA256: "00"}}}).id() {
		t.Error("another content has the same id")
	}
}
