package download

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"
)

var allKinds = []Column{
	{"zeta", Text}, {"label", Label}, {"at", Instant}, {"flag", Flag}, {"count", Count}, {"number", Number}, {"alpha", Text}, {"day", Date},
}

// cell is the test's own notion of a value: its text, or absence. Every format must give it back.
type cell struct {
	text   string
	absent bool
}

func drawTable(t *rapid.T) (*Batch, [][]cell) {
	b := NewBatch(allKinds, 0)
	rows := make([][]cell, rapid.IntRange(0, 40).Draw(t, "rows"))
	for r := range rows {
		for i, c := range allKinds {
			rows[r] = append(rows[r], drawCell(t, &b.Cells[i], c.Kind))
		}
	}
	return b, rows
}

func drawCell(t *rapid.T, c *Cells, kind Kind) cell {
	if rapid.IntRange(0, 3).Draw(t, "absent") == 0 {
		c.Null()
		return cell{absent: true}
	}
	switch kind {
	case Text, Label:
		s := rapid.SampledFrom([]string{"a", "b,c", "\"q\"", " x ", "l\nm", "Zoë & Søn's", "</script>", "\u2028", "=1+1", "שלום", "\x01"}).Draw(t, "text")
		c.Text(s)
		return cell{text: s}
	case Instant:
		v := rapid.Int64Range(0, 1<<32-1).Draw(t, "at")
		c.Int(v)
		return cell{text: time.Unix(v, 0).UTC().Format(time.RFC3339)}
	case Date:
		v := rapid.Int64Range(-719528, 2932896).Draw(t, "day") // years 0 to 9999
		c.Int(v)
		return cell{text: time.Unix(v*86400, 0).UTC().Format(time.DateOnly)}
	case Flag:
		v := rapid.Bool().Draw(t, "flag")
		c.Flag(v)
		return cell{text: strconv.FormatBool(v)}
	case Count:
		v := rapid.SampledFrom([]int64{0, 1, -1, math.MaxInt64, math.MinInt64}).Draw(t, "count")
		c.Int(v)
		return cell{text: strconv.FormatInt(v, 10)}
	}
	v := rapid.Float64Range(-1e300, 1e300).Draw(t, "number")
	c.Number(v)
	return cell{text: strconv.FormatFloat(v, 'g', -1, 64)}
}

func written(t interface{ Fatal(...any) }, format string, b *Batch) []byte {
	var out bytes.Buffer
	w, err := New(format, &out, b.Columns)
	if err == nil {
		err = errors.Join(w.WriteBatch(b), w.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCSVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, want := drawTable(t)
		got, err := csv.NewReader(bytes.NewReader(written(t, "csv", b))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want)+1 {
			t.Fatalf("%d records for %d rows and a header", len(got), len(want))
		}
		for r, row := range want {
			for i, c := range row {
				if got[r+1][i] != c.text {
					t.Fatalf("row %d %s: %q, want %q", r, allKinds[i].Name, got[r+1][i], c.text)
				}
			}
		}
	})
}

func TestJSONLRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, want := drawTable(t)
		d := json.NewDecoder(bytes.NewReader(written(t, "jsonl", b)))
		d.UseNumber()
		for r, row := range want {
			var object map[string]any
			if err := d.Decode(&object); err != nil {
				t.Fatal(err)
			}
			for i, c := range row {
				got, ok := object[allKinds[i].Name]
				if ok == c.absent || ok && fmt.Sprint(got) != c.text {
					t.Fatalf("row %d %s: %v %v, want %+v", r, allKinds[i].Name, got, ok, c)
				}
			}
		}
		if err := d.Decode(new(any)); err != io.EOF {
			t.Fatal("more objects than rows")
		}
	})
}

func TestParquetRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, want := drawTable(t)
		for r, row := range parquetCells(t, written(t, "parquet", b)) {
			for i, c := range row {
				if c != want[r][i] {
					t.Fatalf("row %d %s: %+v, want %+v", r, allKinds[i].Name, c, want[r][i])
				}
			}
			want[r] = nil
		}
		for r, row := range want {
			if row != nil {
				t.Fatalf("row %d is missing", r)
			}
		}
	})
}

// parquetCells reads a file back value by value, in the columns' declared order.
func parquetCells(t interface{ Fatal(...any) }, data []byte) [][]cell {
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	rows := make([][]cell, f.NumRows())
	for i, field := range f.Schema().Fields() {
		if field.Name() != allKinds[i].Name {
			t.Fatal("column order is lost")
		}
	}
	base := 0
	for _, g := range f.RowGroups() {
		for i, chunk := range g.ColumnChunks() {
			values := make([]parquet.Value, g.NumRows())
			pages := parquet.NewColumnChunkValueReader(chunk)
			for at := 0; at < len(values); {
				n, err := pages.ReadValues(values[at:])
				if n == 0 && err != nil {
					t.Fatal(err)
				}
				for k := at; k < at+n; k++ {
					values[k] = values[k].Clone() // the page's memory is used again
				}
				at += n
			}
			for r, v := range values {
				rows[base+r] = append(rows[base+r], parquetCell(v, allKinds[i].Kind))
			}
		}
		base += int(g.NumRows())
	}
	return rows
}

func parquetCell(v parquet.Value, kind Kind) cell {
	switch {
	case v.IsNull():
		return cell{absent: true}
	case kind == Instant:
		return cell{text: time.UnixMilli(v.Int64()).UTC().Format(time.RFC3339)}
	case kind == Date:
		return cell{text: time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly)}
	case kind == Number:
		return cell{text: strconv.FormatFloat(v.Double(), 'g', -1, 64)}
	case kind == Flag:
		return cell{text: strconv.FormatBool(v.Boolean())}
	case kind == Count:
		return cell{text: strconv.FormatInt(v.Int64(), 10)}
	}
	return cell{text: string(v.ByteArray())}
}

// Nulls must survive over pages and row groups, where buffers are reused.
func TestParquetManyRows(t *testing.T) {
	const rows = RowGroup + 70_000
	b := manyRows(rows)
	data := written(t, "parquet", b)
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(f.RowGroups()) != 2 {
		t.Fatalf("%v, %d row groups", err, len(f.RowGroups()))
	}
	for r, row := range parquetCells(t, data) {
		for i, c := range row {
			if c.absent != (r%(i+2) == 0) {
				t.Fatalf("row %d column %d: absent %v", r, i, c.absent)
			}
		}
		if want := fmt.Sprintf("id-%07d", r); !row[0].absent && row[0].text != want {
			t.Fatalf("row %d: %q", r, row[0].text)
		}
	}
}

func manyRows(n int) *Batch {
	b := NewBatch(allKinds, n)
	add := func(i, r int, f func(c *Cells)) {
		if r%(i+2) == 0 {
			b.Cells[i].Null()
			return
		}
		f(&b.Cells[i])
	}
	for r := range n {
		add(0, r, func(c *Cells) { c.Text(fmt.Sprintf("id-%07d", r)) })
		add(1, r, func(c *Cells) { c.Text([]string{"success", "failure", "cancel"}[r%3]) })
		add(2, r, func(c *Cells) { c.Int(1_700_000_000 + int64(r)*60) })
		add(3, r, func(c *Cells) { c.Flag(r%2 == 0) })
		add(4, r, func(c *Cells) { c.Int(int64(r % 11)) })
		add(5, r, func(c *Cells) { c.Number(float64(r) / 7) })
		add(6, r, func(c *Cells) { c.Text("x") })
		add(7, r, func(c *Cells) { c.Int(int64(r % 30000)) })
	}
	return b
}

func TestSameRowsSameBytes(t *testing.T) {
	b := manyRows(30_000)
	for _, format := range Formats {
		if !bytes.Equal(written(t, format, b), written(t, format, b)) {
			t.Errorf("%s differs between two runs", format)
		}
	}
}

func TestCompress(t *testing.T) {
	readers := map[string]func(io.Reader) (io.Reader, error){
		"":    func(r io.Reader) (io.Reader, error) { return r, nil },
		"gz":  func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"zst": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
	}
	text := strings.Repeat("lead line\n", 1000)
	for ending, open := range readers {
		var out bytes.Buffer
		w, err := Compress(ending, &out)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		r, err := open(&out)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != text {
			t.Errorf("%q does not give the text back: %v", ending, err)
		}
	}
	if _, err := Compress("rar", io.Discard); err == nil {
		t.Error("an unknown compression is not refused")
	}
}

func TestWrongUseIsAnError(t *testing.T) {
	if _, err := NewParquet(io.Discard, []Column{{"a", Text}, {"a", Text}}); err == nil {
		t.Error("a repeated column name is accepted")
	}
	if _, err := New("xml", io.Discard, allKinds); err == nil {
		t.Error("an unknown format is accepted")
	}
	ragged := NewBatch(allKinds, 1)
	ragged.Cells[0].Text("only one cell")
	notFinite := NewBatch([]Column{{"n", Number}}, 1)
	notFinite.Cells[0].Number(math.NaN())
	for _, format := range Formats {
		for name, b := range map[string]*Batch{"a ragged batch": ragged, "NaN": notFinite} {
			w, err := New(format, io.Discard, b.Columns)
			if err != nil {
				t.Fatal(err)
			}
			if w.WriteBatch(b) == nil {
				t.Errorf("%s accepts %s", format, name)
			}
		}
	}
}

func TestCSVOptions(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	b := NewBatch([]Column{{"name", Text}, {"at", Instant}}, 1)
	b.Cells[0].Text("a;b")
	b.Cells[1].Int(1_751_000_400) // 2025-06-27T05:00:00Z
	for _, c := range []struct {
		opt  CSVOptions
		want string
	}{
		{CSVOptions{}, "name,at\na;b,2025-06-27T05:00:00Z\n"},
		{CSVOptions{Delimiter: ';', CRLF: true}, "name;at\r\n\"a;b\";2025-06-27T05:00:00Z\r\n"},
		{CSVOptions{Zone: berlin}, "name,at\na;b,2025-06-27T07:00:00+02:00\n"},
		{CSVOptions{Zone: berlin, Layout: "02.01.2006 15:04:05"}, "name,at\na;b,27.06.2025 07:00:00\n"},
	} {
		var out bytes.Buffer
		w, err := NewCSV(&out, b.Columns, c.opt)
		if err != nil || w.WriteBatch(b) != nil {
			t.Fatal(err)
		}
		if out.String() != c.want {
			t.Errorf("%+v gives %q, want %q", c.opt, out.String(), c.want)
		}
	}
}

// A single absent cell must not become an empty line, which readers skip.
func TestCSVSingleColumn(t *testing.T) {
	b := NewBatch([]Column{{"only", Text}}, 1)
	b.Cells[0].Null()
	b.Cells[0].Text("x")
	if got := string(written(t, "csv", b)); got != "only\n\"\"\nx\n" {
		t.Errorf("%q", got)
	}
}

func FuzzJSONText(f *testing.F) {
	f.Add("</script>")
	f.Add("\u2028\xff\x00\"\\")
	f.Fuzz(func(t *testing.T, s string) {
		b := appendJSONText(nil, []byte(s))
		if bytes.ContainsAny(b, "<>&\n\u2028\u2029") {
			t.Fatalf("%q holds a sign that must be escaped", b)
		}
		var got string
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		if utf8.ValidString(s) && got != s {
			t.Fatalf("%q, want %q", got, s)
		}
	})
}

func TestInstantLikeTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Int64Range(-62_000_000_000, 253_000_000_000).Draw(t, "t")
		if got, want := string(appendInstant(nil, at)), time.Unix(at, 0).UTC().Format(time.RFC3339); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	batch := manyRows(1 << 16)
	for _, format := range Formats {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			w, err := New(format, io.Discard, allKinds)
			if err != nil {
				b.Fatal(err)
			}
			rows := 0
			for b.Loop() {
				if err := w.WriteBatch(batch); err != nil {
					b.Fatal(err)
				}
				rows += batch.Len()
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
