package workbook

import (
	"io"
	"iter"
	"slices"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// heading is what the cover says of a sheet.
type heading struct {
	name  string // of the sheet
	table string // of its one table, "tbl_…"
	text  string // one sentence for the reader
}

// column is one column of a sheet about things of type T. A cell without a value is left
// empty; meaning says what that means.
type column[T any] struct {
	head    string
	meaning string
	cell    func(T) cell
}

// sheet is one data sheet: a header in row 1, one row an item, one table over all of it.
type sheet[T any] struct {
	heading
	columns []column[T]
	items   func(Book) iter.Seq[T]
}

// page is a data sheet whatever it is about.
type page interface {
	about() heading
	rows(Book) int
	meanings() iter.Seq2[string, string] // column head → meaning
	write(*writer, Book) error
}

func (s sheet[T]) about() heading { return s.heading }

func (s sheet[T]) rows(b Book) int {
	n := 0
	for range s.items(b) {
		n++
	}
	return n
}

func (s sheet[T]) meanings() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, c := range s.columns {
			if !yield(c.head, c.meaning) {
				return
			}
		}
	}
}

// write streams the header alone; the rows follow when the archive is made (see rows.go).
// The table must come after the header and before Flush; everything else before.
func (s sheet[T]) write(w *writer, b Book) error {
	last, err := excelize.CoordinatesToCellName(len(s.columns), max(s.rows(b), 1)+1)
	if err != nil {
		return err
	}
	widths := s.widths(b)
	if err := w.layout(s.name, "A1:"+last, widths); err != nil {
		return err
	}
	stream, err := w.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	if err := before(stream, widths); err != nil {
		return err
	}
	if err := s.header(w, stream); err != nil {
		return err
	}
	if err := w.later(s.name, func(out io.Writer) error { return s.fill(w, out, b, widths) }); err != nil {
		return err
	}
	err = stream.AddTable(&excelize.Table{Range: "A1:" + last, Name: s.table, StyleName: "TableStyleLight1"})
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

func (s sheet[T]) header(w *writer, stream *excelize.StreamWriter) error {
	row := make([]any, len(s.columns))
	for i, c := range s.columns {
		row[i] = excelize.Cell{StyleID: w.styles[asHead], Value: c.head}
	}
	return stream.SetRow("A1", row, excelize.RowOpts{Height: headHeight})
}

func (s sheet[T]) fill(w *writer, out io.Writer, b Book, widths []float64) error {
	r := &rows{writer: w, sheet: s.name, columns: columnNames(len(s.columns)), number: 1}
	cells := make([]cell, len(s.columns))
	for item := range s.items(b) {
		high := 0.0
		for i, c := range s.columns {
			cells[i] = c.cell(item)
			high = max(high, cells[i].height(widths[i]))
		}
		if err := r.add(out, cells, high); err != nil {
			return err
		}
	}
	_, err := out.Write(r.pending)
	return err
}

const (
	fitRows  = 1000 // rows looked at to fit a column's width
	minWidth = 8.0
	maxWidth = 60.0 // longer text wraps or is cut by the next cell; nothing is lost
	button   = 4    // characters that the filter button takes from the header
)

// widths fits each column to its header and its first rows, in characters.
func (s sheet[T]) widths(b Book) []float64 {
	widths := make([]float64, len(s.columns))
	for i, c := range s.columns {
		widths[i] = max(minWidth, float64(utf8.RuneCountInString(c.head)+button))
	}
	n := 0
	for item := range s.items(b) {
		if n++; n > fitRows {
			break
		}
		for i, c := range s.columns {
			widths[i] = max(widths[i], c.cell(item).width()+2)
		}
	}
	for i := range widths {
		widths[i] = min(widths[i], maxWidth)
	}
	return widths
}

// all is the items of a sheet that shows a slice as it is.
func all[T any](of func(Book) []T) func(Book) iter.Seq[T] {
	return func(b Book) iter.Seq[T] { return slices.Values(of(b)) }
}
