package workbook

import (
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"leadline/generator/table"
)

// sheet is one data sheet: a header in row 1, one row of the table a row, one Excel table
// over all of it.
type sheet struct {
	table.Table
	chart     *Chart       // drawn beside the table; nil for none
	totals    []total      // of its rows, for Reconcile
	reconcile *reconciling // the one sheet that is no table of values; nil for all others
}

// named is the name of the sheet's one Excel table.
func (s sheet) named() string { return "tbl_" + s.Name }

// page is what fills the sheet.
func (s sheet) page() page {
	if s.reconcile != nil {
		return s.reconcile
	}
	return s
}

// sheets are a book's tables, the charts with theirs, what reconciles them, and the table
// that explains their columns.
func sheets(b Book) (out []sheet) {
	tables := slices.Clone(b.Tables)
	for _, t := range b.Tables {
		out = append(out, sheet{Table: t})
	}
	for i := range b.Charts {
		out, tables = append(out, sheet{Table: b.Charts[i].Table, chart: &b.Charts[i]}), append(tables, b.Charts[i].Table)
	}
	if len(b.Checks) > 0 {
		r := newReconciling(b, out)
		out = append(out, sheet{Table: r.described(), reconcile: r})
	}
	return append(out, sheet{Table: table.Dictionary(tables)})
}

// write streams the header alone; the rows follow when the archive is made (see rows.go).
// The table must come after the header and before Flush; everything else before.
func (s sheet) write(w *writer) error {
	last, err := excelize.CoordinatesToCellName(len(s.Columns), max(s.Len, 1)+1)
	if err != nil {
		return err
	}
	widths := s.widths()
	if err := w.layout(s.Title, "A1:"+last, widths); err != nil {
		return err
	}
	if s.chart != nil {
		if err := s.chart.draw(w); err != nil {
			return err
		}
	}
	if s.Reading || s.chart != nil {
		w.archive.plain[s.named()] = true
	}
	stream, err := w.file.NewStreamWriter(s.Title)
	if err != nil {
		return err
	}
	if err := before(stream, widths); err != nil {
		return err
	}
	if err := s.header(w, stream); err != nil {
		return err
	}
	if err := w.later(s.Title, func(out io.Writer) error { return s.fill(w, out, widths) }); err != nil {
		return err
	}
	err = stream.AddTable(&excelize.Table{Range: "A1:" + last, Name: s.named(), StyleName: "TableStyleLight1"})
	if err != nil {
		return err
	}
	return stream.Flush()
}

// layout is the page set-up and the used range, which a stream writes first of all.
func (w *writer) layout(name, used string, widths []float64) error {
	yes := true
	if err := w.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := w.file.SetPageLayout(name, paper("landscape", widths)); err != nil {
		return err
	}
	if err := w.file.SetSheetDimension(name, used); err != nil {
		return err
	}
	return w.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + name + "'!$1:$1", Scope: name})
}

// paper fits a sheet's width to as few pages of A4 as leave the print readable.
func paper(orientation string, widths []float64) *excelize.PageLayoutOptions {
	a4, wide, high, total := 9, 1, 0, 0.0
	for _, width := range widths {
		total += width
	}
	wide += int(total / 200)
	return &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}
}

func before(stream *excelize.StreamWriter, widths []float64) error {
	for i, width := range widths {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	return stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

func (s sheet) header(w *writer, stream *excelize.StreamWriter) error {
	row := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		row[i] = excelize.Cell{StyleID: w.styles[asHead], Value: c.Title}
	}
	return stream.SetRow("A1", row, excelize.RowOpts{Height: headHeight})
}

// none stands in the one row that the Excel table of an empty sheet must have.
const none = "none"

func (s sheet) fill(w *writer, out io.Writer, widths []float64) error {
	r := w.rows(s.Title, len(s.Columns))
	for values := range s.Rows {
		r.begin(height(values, widths))
		for i := range values {
			r.value(&values[i], i)
		}
		if err := r.end(out); err != nil {
			return err
		}
		for i := range s.totals {
			s.totals[i].add(values)
		}
	}
	if r.number != s.Len+1 {
		return fmt.Errorf("%d rows, where %d were announced", r.number-1, s.Len)
	}
	if s.Len == 0 && s.Columns[0].Type.IsText() {
		r.begin(0)
		r.cell(text(none), 0)
		if err := r.end(out); err != nil {
			return err
		}
	}
	return r.flush(out)
}

// height is what a row needs for those of its cells that wrap.
func height(values []table.Value, widths []float64) (high float64) {
	for i := range values {
		if values[i].Type() == table.Prose {
			high = max(high, of(&values[i]).height(widths[i]))
		}
	}
	return high
}

const (
	fitRows  = 1000 // rows looked at to fit a column's width
	minWidth = 8.0
	maxWidth = 60.0 // longer text wraps or is cut by the next cell; nothing is lost
	button   = 4    // characters that the filter button takes from the header
)

// widths fits each column to its header and its first rows, in characters.
func (s sheet) widths() []float64 {
	widths := make([]float64, len(s.Columns))
	for i, c := range s.Columns {
		widths[i] = max(minWidth, float64(utf8.RuneCountInString(c.Title)+button))
	}
	n := 0
	for values := range s.Rows {
		if n++; n > fitRows {
			break
		}
		for i := range values {
			widths[i] = max(widths[i], of(&values[i]).width()+2)
		}
	}
	for i := range widths {
		widths[i] = min(widths[i], maxWidth)
	}
	return widths
}
