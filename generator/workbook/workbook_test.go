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
	for _, p := range summed(b) {
		for at, c := range cells(p) {
			count++
			kind, err := f.GetCellType(p.Title, at)
			if err != nil {
				t.Fatal(err)
			}
			value, _ := f.GetCellValue(p.Title, at, excelize.Options{RawCellValue: true})
			want, wantKind := c.text, excelize.CellTypeSharedString
			if c.format == asProse {
				wantKind = excelize.CellTypeInlineString
			}
			if !c.format.isText() {
				want, wantKind = strconv.FormatFloat(c.number, 'f', -1, 64), excelize.CellTypeUnset
			}
			if c.formula != "" && c.format.isText() {
				wantKind = excelize.CellTypeFormula
			}
			if c.format == empty || (c.format.isText() && c.text == "") {
				want, wantKind = "", excelize.CellTypeUnset
			}
			if value != want || kind != wantKind {
				t.Errorf("%s!%s: read %q (type %d), want %q (type %d)", p.Title, at, value, kind, want, wantKind)
			}
			style, _ := f.GetCellStyle(p.Title, at)
			format := codes[c.format]
			if c.format.isText() {
				format = "49"
			}
			if got, err := f.GetStyle(style); want != "" && (err != nil || code(got) != format) {
				t.Errorf("%s!%s: number format %q, want %q", p.Title, at, code(got), format)
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

// cells is what a sheet would write, by address.
func cells(s sheet) map[string]cell {
	out, n := map[string]cell{}, 1
	if s.reconcile != nil {
		for i := range s.reconcile.checks {
			for k, c := range s.reconcile.line(i, i+2) {
				at, _ := excelize.CoordinatesToCellName(k+1, i+2)
				out[at] = c
			}
		}
		return out
	}
	for values := range s.Rows {
		n++
		for i := range values {
			at, _ := excelize.CoordinatesToCellName(i+1, n)
			out[at] = of(&values[i])
		}
	}
	if n == 1 && s.Columns[0].Type.IsText() {
		out["A2"] = text(none)
	}
	return out
}

func TestAccountingReadsBack(t *testing.T) {
	f := opened(t, written(t, book()))
	want := []map[string]string{
		{"File": "events/changes.csv", "Table": "changes", "Bytes": "1234567", "Read": "1000", "Accepted": "980", "Rejected": "12", "Duplicate": "7",
			"Superseded": "3", "Out of scope": "1", "Newest row (UTC)": "46101", "Expected": "daily", "Freshness": "late", "Balanced": "yes", "Unknown columns": "colour", "Missing columns": "ready_at"},
		{"File": "events/deployments.csv", "Table": "deployments", "Bytes": "0", "Read": "5", "Accepted": "4", "Rejected": "0", "Duplicate": "0",
			"Superseded": "0", "Out of scope": "0", "Newest row (UTC)": "", "Expected": "", "Freshness": "not-judged", "Balanced": "no"},
	}
	if diff := cmp.Diff(want, read(t, f, "Accounting")); diff != "" {
		t.Errorf("Accounting (-want +read):\n%s", diff)
	}
	want = []map[string]string{{"File": "events/changes.csv", "Table": "changes", "Reason": "merged_at is before opened_at", "Rows": "12",
		"First places": "events/changes.csv:17:4, events/changes.csv:33:4"}}
	if diff := cmp.Diff(want, read(t, f, "Rejections")); diff != "" {
		t.Errorf("Rejections (-want +read):\n%s", diff)
	}
	lines := read(t, f, "Links")
	if len(lines) != 7 || lines[1]["Rows"] != "940" || lines[1]["Share"] != strconv.FormatFloat(940.0/980, 'f', -1, 64) || lines[5]["Share"] != "" {
		t.Errorf("Links: %v", lines)
	}
}
