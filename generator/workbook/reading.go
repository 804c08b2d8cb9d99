package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// line is one row of a reading sheet: up to three cells, and what they lead to.
type line struct {
	cells []cell
	name  string // defined name of the second cell
	link  string // sheet that the first cell leads to
}

// reading is a sheet that is read from its first row to its last. It is filled cell by
// cell: links need that, and it is small.
type reading struct {
	name   string
	widths []float64 // of its columns, in characters
	lines  []line
	table  string // name of its table, whose header is the first line; "" for none
}

func (r *reading) write(w *writer) error {
	if err := r.layout(w); err != nil {
		return err
	}
	for i, l := range r.lines {
		if err := r.line(w, l, i+1); err != nil {
			return err
		}
	}
	if r.table == "" {
		return nil
	}
	last, err := excelize.CoordinatesToCellName(len(r.widths), len(r.lines))
	if err != nil {
		return err
	}
	w.archive.plain[r.table] = true
	return w.file.AddTable(r.name, &excelize.Table{Range: "A1:" + last, Name: r.table, StyleName: "TableStyleLight1"})
}

func (r *reading) line(w *writer, l line, row int) error {
	if err := w.file.SetRowHeight(r.name, row, r.height(l)); err != nil {
		return err
	}
	for column, c := range l.cells {
		if err := w.set(c, r.name, column+1, row); err != nil {
			return err
		}
	}
	if l.name != "" {
		if err := w.file.SetDefinedName(&excelize.DefinedName{Name: l.name, RefersTo: fmt.Sprintf("%s!$B$%d", r.name, row)}); err != nil {
			return err
		}
	}
	if l.link == "" {
		return nil
	}
	return w.file.SetCellHyperLink(r.name, fmt.Sprintf("A%d", row), "'"+l.link+"'!A1", "Location")
}

func (r *reading) height(l line) float64 {
	high := lineHeight
	for i, c := range l.cells {
		switch c.format {
		case asTitle:
			return 30
		case asHead:
			return headHeight
		default:
			high = max(high, c.height(r.widths[i]))
		}
	}
	return high
}

func (r *reading) layout(w *writer) error {
	for i, width := range r.widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := w.file.SetColWidth(r.name, name, name, width); err != nil {
			return err
		}
	}
	yes := true
	if err := w.file.SetSheetProps(r.name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	return w.file.SetPageLayout(r.name, paper("portrait", r.widths))
}

// set writes one cell of a reading sheet; text never goes through the library's guess at a type.
func (w *writer) set(c cell, sheet string, column, row int) error {
	value := w.value(c, sheet, column, row)
	if value == nil {
		return nil
	}
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	if s, ok := value.(string); ok {
		err = w.file.SetCellStr(sheet, name, s)
	} else {
		err = w.file.SetCellFloat(sheet, name, c.number, -1, 64)
	}
	if err != nil {
		return err
	}
	return w.file.SetCellStyle(sheet, name, name, w.styles[c.format])
}

func head(s string) cell   { return cell{format: asHead, text: s} }
func titled(s string) cell { return cell{format: asTitle, text: s} }

// heads is a header row.
func heads(titles ...string) (l line) {
	for _, t := range titles {
		l.cells = append(l.cells, head(t))
	}
	return l
}

func labelled(label string, said cell, name string) line {
	return line{cells: []cell{text(label), said}, name: name}
}
