package workbook

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// Every cell of every sheet reads back as its column made it: text as text, numbers as
// numbers of the right format, empty as empty.
func TestEveryCellReadsBack(t *testing.T) {
	b := book()
	f := opened(t, written(t, b))
	count := 0
	for _, p := range sheets() {
		for at, c := range cells(p, b) {
			count++
			kind, err := f.GetCellType(p.about().name, at)
			if err != nil {
				t.Fatal(err)
			}
			value, _ := f.GetCellValue(p.about().name, at, excelize.Options{RawCellValue: true})
			want, wantKind := c.text, excelize.CellTypeInlineString
			if !c.format.isText() {
				want, wantKind = strconv.FormatFloat(c.number, 'f', -1, 64), excelize.CellTypeUnset
			}
			if c.format == empty || (c.format.isText() && c.text == "") {
				want, wantKind = "", excelize.CellTypeUnset
			}
			if value != want || kind != wantKind {
				t.Errorf("%s!%s: read %q (type %d), want %q (type %d)", p.about().name, at, value, kind, want, wantKind)
			}
			style, _ := f.GetCellStyle(p.about().name, at)
			format := codes[c.format]
			if c.format.isText() {
				format = "49"
			}
			if got, err := f.GetStyle(style); want != "" && (err != nil || code(got) != format) {
				t.Errorf("%s!%s: number format %q, want %q", p.about().name, at, code(got), format)
			}
		}
	}
	if count < 300 {
		t.Errorf("only %d cells compared", count)
	}
}

// code is a style's number format; text has the built-in one.
func code(s *excelize.Style) string {
	if s.CustomNumFmt == nil {
		return strconv.Itoa(s.NumFmt)
	}
	return *s.CustomNumFmt
}

// cells is what a page would write, by address.
func cells(p page, b Book) map[string]cell {
	out := map[string]cell{}
	p.(interface{ collect(Book, map[string]cell) }).collect(b, out)
	return out
}

func (s sheet[T]) collect(b Book, out map[string]cell) {
	n := 1
	for item := range s.items(b) {
		n++
		for i, c := range s.columns {
			at, _ := excelize.CoordinatesToCellName(i+1, n)
			out[at] = c.cell(item)
		}
	}
}

func TestAccountingReadsBack(t *testing.T) {
	f := opened(t, written(t, book()))
	want := []map[string]string{
		{"File": "events/changes.csv", "Table": "changes", "Bytes": "1234567", "Read": "1000", "Accepted": "980", "Rejected": "12", "Duplicate": "7",
			"Superseded": "3", "Out of scope": "1", "Balanced": "yes", "Unknown columns": "colour", "Missing columns": "ready_at"},
		{"File": "events/deployments.csv", "Table": "deployments", "Bytes": "0", "Read": "5", "Accepted": "4", "Rejected": "0", "Duplicate": "0",
			"Superseded": "0", "Out of scope": "0", "Balanced": "no"},
	}
	if diff := cmp.Diff(want, table(t, f, "Accounting")); diff != "" {
		t.Errorf("Accounting (-want +read):\n%s", diff)
	}
	want = []map[string]string{{"File": "events/changes.csv", "Table": "changes", "Reason": "merged_at is before opened_at", "Rows": "12",
		"First places": "events/changes.csv:17:4, events/changes.csv:33:4"}}
	if diff := cmp.Diff(want, table(t, f, "Rejections")); diff != "" {
		t.Errorf("Rejections (-want +read):\n%s", diff)
	}
	lines := table(t, f, "Coverage")
	if len(lines) != 7 || lines[1]["Rows"] != "940" || lines[1]["Share"] != strconv.FormatFloat(940.0/980, 'f', -1, 64) || lines[5]["Share"] != "" {
		t.Errorf("Coverage: %v", lines)
	}
}
