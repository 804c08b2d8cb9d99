package workbook

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"leadline/generator/metric"
	"leadline/generator/unit"
)

// The expectations are written from the figures themselves, not from the sheet's columns.
func TestEveryFigureReadsBack(t *testing.T) {
	b := book()
	lines := table(t, opened(t, written(t, b)), "Metrics")
	if len(lines) != len(b.Rows) {
		t.Fatalf("%d rows read back, %d written", len(lines), len(b.Rows))
	}
	for i, r := range b.Rows {
		line, f := lines[i], r.Figure
		for head, want := range map[string]string{
			"Level": string(r.Level), "Unit id": r.Subject, "Metric": r.Metric, "Version": r.Version, "Stat": f.Stat,
			"Absence": f.Absence.Code(), "As on the site": f.Text(),
		} {
			if line[head] != want {
				t.Errorf("row %d, %s: read %q, want %q", i, head, line[head], want)
			}
		}
		scale := 1.0
		if f.Unit == unit.Seconds {
			scale = daySeconds
			same(t, i, "Seconds", line["Seconds"], f.Value, 1)
		} else if line["Seconds"] != "" || line["Unit"] != f.Unit.Name() {
			t.Errorf("row %d: unit %q, seconds %q", i, line["Unit"], line["Seconds"])
		}
		if f.Unit == unit.Share && f.N < 10 {
			for _, head := range []string{"Value", "Low", "High"} {
				if line[head] != "" {
					t.Errorf("row %d: %s is %q, but the site prints no percentage of %d", i, head, line[head], f.N)
				}
			}
			continue
		}
		same(t, i, "Value", line["Value"], f.Value, scale)
		same(t, i, "Low", line["Low"], f.Low, scale)
		same(t, i, "High", line["High"], f.High, scale)
	}
}

// same compares a cell with a figure's number; one without a finite value must be empty.
func same(t *testing.T, row int, head, got string, want, scale float64) {
	t.Helper()
	if math.IsNaN(want) || math.IsInf(want, 0) {
		if got != "" {
			t.Errorf("row %d, %s: read %q, want an empty cell", row, head, got)
		}
		return
	}
	if x, err := strconv.ParseFloat(got, 64); err != nil || x != want/scale {
		t.Errorf("row %d, %s: read %q, want %v", row, head, got, want/scale)
	}
}

func TestCountsAndPartsReadBack(t *testing.T) {
	want := map[metric.Absence]string{metric.Present: "28", metric.TooFew: "4", metric.NoData: "", metric.Withheld: "", metric.NotApplicable: ""}
	for why, n := range want {
		f := missing(why, 4)
		if why == metric.Present {
			f = figure("share", unit.Share, 0.25, 0.13, 0.43, 28)
			f.Part = 7
		}
		line := table(t, opened(t, written(t, Book{Rows: []metric.Row{row("a", f)}})), "Metrics")[0]
		if line["N"] != n {
			t.Errorf("%q: N is %q, want %q", why.Code(), line["N"], n)
		}
		if got := line["Part"]; (got == "7") != (why == metric.Present) || (got != "7" && got != "") {
			t.Errorf("%q: Part is %q", why.Code(), got)
		}
	}
}

// A withheld figure that by mistake still holds its numbers must not let one through.
func TestWithheldHoldsNoNumber(t *testing.T) {
	f := metric.Figure{Stat: "share", Unit: unit.Share, Value: 0.777, Low: 0.666, High: 0.888, N: 4711, Part: 3660, Absence: metric.Withheld, Reason: "the group is too small"}
	r := row("a", f)
	r.State = metric.UnusualLow
	line := table(t, opened(t, written(t, Book{Rows: []metric.Row{r}})), "Metrics")[0]
	for head, value := range line {
		for _, secret := range []string{"0.777", "0.666", "0.888", "4711", "3660", "unusual"} {
			if strings.Contains(value, secret) {
				t.Errorf("%s shows %q", head, value)
			}
		}
	}
	for _, head := range []string{"Value", "Low", "High", "Seconds", "N", "Part"} {
		if line[head] != "" {
			t.Errorf("%s is %q, want an empty cell", head, line[head])
		}
	}
	if line["Absence"] != "withheld" {
		t.Errorf("absence is %q", line["Absence"])
	}
}

func TestPresentButNotANumberIsAnError(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		var out bytes.Buffer
		err := Write(&out, Book{Rows: []metric.Row{row("a", figure("p50", unit.Seconds, bad, 0, 1, 9))}})
		if err == nil || !strings.Contains(err.Error(), "Metrics!H2") || !strings.Contains(err.Error(), "change-lead-time p50 (team a, 2026-03)") {
			t.Errorf("%v: error is %v", bad, err)
		}
		if out.Len() > 0 {
			t.Errorf("%v: %d bytes were written beside the error", bad, out.Len())
		}
	}
}

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

func TestCoverSaysWhatTheWorkbookIs(t *testing.T) {
	b := book()
	f := opened(t, written(t, b))
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Cover", "Definitions", "Metrics", "Accounting", "Rejections", "Coverage", "Columns"}) {
		t.Errorf("sheets: %q", got)
	}
	rows, _ := f.GetRows(coverName)
	said := map[string][]string{}
	for _, r := range rows {
		if len(r) > 0 {
			said[r[0]] = r[1:]
		}
	}
	if rows[0][0] != b.Title || f.GetActiveSheetIndex() != 0 {
		t.Errorf("title in A1 is %q, active sheet %d", rows[0][0], f.GetActiveSheetIndex())
	}
	for label, want := range map[string]string{"Site": b.Site, "Period": "Mar 2026", "Data as of (UTC)": "2026-04-10 06:30:15", "Note 1": b.Notes[0]} {
		if got := said[label]; len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, want %q", label, got, want)
		}
	}
	for why := metric.NoData; why <= metric.NotApplicable; why++ {
		if len(said[why.Code()]) == 0 {
			t.Errorf("the cover does not explain %q", why.Code())
		}
	}
	for s := metric.NotJudged; s <= metric.UnusualLow; s++ {
		if len(said[s.Code()]) == 0 {
			t.Errorf("the cover does not explain %q", s.Code())
		}
	}
	for i, r := range rows {
		if slices.Contains(f.GetSheetList(), r[0]) {
			ok, target, _ := f.GetCellHyperLink(coverName, "A"+strconv.Itoa(i+1))
			if !ok || target != "'"+r[0]+"'!A1" {
				t.Errorf("%s leads to %q", r[0], target)
			}
		}
	}
	if got := said["Metrics"]; len(got) != 2 || strings.TrimSpace(got[1]) != strconv.Itoa(len(b.Rows)) {
		t.Errorf("Metrics: %q", got)
	}
}

func TestNamesAndProperties(t *testing.T) {
	f := opened(t, written(t, book()))
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Name] = n.RefersTo
	}
	for name, want := range map[string]string{"period": "46082", "data_as_of": "46122.2710"} {
		at := strings.NewReplacer("Cover!", "", "$", "").Replace(names[name])
		if got, _ := f.GetCellValue(coverName, at, excelize.Options{RawCellValue: true}); !strings.HasPrefix(got, want) {
			t.Errorf("%s is %s, which holds %q, want %q", name, names[name], got, want)
		}
	}
	tables, err := f.GetTables("Metrics")
	if err != nil || len(tables) != 1 || tables[0].Name != "tbl_metrics" || tables[0].Range != "A1:R15" {
		t.Errorf("tables of Metrics: %+v, %v", tables, err)
	}
	panes, _ := f.GetPanes("Metrics")
	if !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes: %+v", panes)
	}
	props, err := f.GetDocProps()
	if err != nil || props.Title != "Delivery figures, March 2026" || props.Creator != "Leadline" ||
		props.Created != "2026-04-10T06:30:15Z" || props.Modified != props.Created {
		t.Errorf("properties: %+v, %v", props, err)
	}
}

func TestNumbersAndDates(t *testing.T) {
	late := time.Date(2026, 10, 25, 2, 30, 0, 0, time.FixedZone("", 3600))
	for _, c := range []struct {
		name string
		got  cell
		want cell
	}{
		{"the first date of Excel that is right", instant(firstDate, asDate), cell{format: asDate, number: 61}},
		{"a date before that", instant(firstDate.Add(-time.Second), asDate), cell{format: asText, text: "1900-02-28T23:59:59Z"}},
		{"an instant is written in UTC", instant(late, asInstant), cell{format: asInstant, number: 46320 + 1.5/24}},
		{"a date", date("2026-03-01"), cell{format: asDate, number: 46082}},
		{"no date", date("2026-02-30"), cell{format: asText, text: "2026-02-30"}},
		{"a month", month(march), cell{format: asMonth, number: 46082}},
		{"15 digits", whole(int64(999_999_999_999_999)), cell{format: asWhole, number: 999_999_999_999_999}},
		{"16 digits", whole(int64(1_000_000_000_000_000)), cell{format: asText, text: "1000000000000000"}},
		{"-16 digits", whole(int64(math.MinInt64)), cell{format: asText, text: "-9223372036854775808"}},
		{"a value of 16 digits", decimal(1e15), cell{format: asText, text: "1000000000000000"}},
		{"NaN", number(math.NaN(), asDecimal), cell{}},
		{"infinity", decimal(math.Inf(-1)), cell{}},
		{"a small duration does not read as zero", quantity(unit.Seconds, 7), cell{format: asFine, number: 7.0 / 86400}},
		{"a share", quantity(unit.Share, 1), cell{format: asShare, number: 1}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, c.got, c.want)
		}
	}
	if zero := number(math.Copysign(0, -1), asDecimal).number; math.Signbit(zero) {
		t.Error("negative zero stays negative")
	}
}
