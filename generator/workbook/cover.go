package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"leadline/generator/table"
)

const coverName = "Cover"

// line is one row of the cover: what it is about, what is said, and a number beside it.
type line struct {
	label, said, count cell
	name               string // defined name of said's cell
	link               string // sheet that label leads to
}

// absences are the reasons for which a figure has no value. Zero is not among them: it is a value.
var absences = []table.Missing{table.NoData, table.TooFew, table.Withheld, table.NotApplicable}

const (
	purpose = "Figures about software delivery, computed from exported events by written definitions. Each is there to inform the decision named in its definition."
	refusal = "It puts no team in an order and holds nothing about a person. A unit is read against its own past, never against another unit."
	reading = "Data sheets have filters and a frozen header; every value is a stored number, date or text, none is a formula. Numbers are not rounded, only shown so."
)

// lines is the cover from row 1 to the last. The sheet list comes last because it grows.
func lines(b Book, sheets []sheet) []line {
	out := []line{
		{label: titled(b.Title)},
		{label: text("Site"), said: prose(b.Site)},
		{label: text("Period"), said: month(b.Period), name: "period"},
		{label: text("Data as of (UTC)"), said: instant(b.AsOf), name: "data_as_of"},
		{label: text("Definition set"), said: prose(b.DefinitionSet)},
		{label: text("What this is"), said: prose(purpose)},
		{label: text("What this is not"), said: prose(refusal)},
		{label: text("How to read it"), said: prose(reading)},
	}
	for i, note := range b.Notes {
		out = append(out, line{label: text(fmt.Sprintf("Note %d", i+1)), said: prose(note)})
	}
	out = append(out, header("Absence", "Why a figure has no value"))
	for _, a := range absences {
		out = append(out, line{label: text(a.Code()), said: prose(a.Says())})
	}
	out = append(out, line{label: text("0"), said: prose("Zero is a value: the events were recorded and there were none to count.")})
	out = append(out, header("State", "What may be said of a month"))
	for _, s := range table.States {
		out = append(out, line{label: text(s.Code), said: prose(s.Says)})
	}
	out = append(out, line{label: head("Sheet"), said: head("Holds"), count: head("Rows")})
	for _, s := range sheets {
		out = append(out, line{label: cell{format: asLink, text: s.Title}, said: prose(s.Says), count: whole(int64(s.Len)), link: s.Title})
	}
	return out
}

func head(s string) cell             { return cell{format: asHead, text: s} }
func titled(s string) cell           { return cell{format: asTitle, text: s} }
func header(label, said string) line { return line{label: head(label), said: head(said)} }

// cover fills the first sheet cell by cell: links need that, and it is small.
func (w *writer) cover(b Book, sheets []sheet) error {
	if err := w.coverLayout(); err != nil {
		return err
	}
	for i, l := range lines(b, sheets) {
		row := i + 1
		if err := w.file.SetRowHeight(coverName, row, l.height()); err != nil {
			return err
		}
		for column, c := range []cell{l.label, l.said, l.count} {
			if err := w.set(c, column+1, row); err != nil {
				return err
			}
		}
		if l.name != "" {
			err := w.file.SetDefinedName(&excelize.DefinedName{Name: l.name, RefersTo: fmt.Sprintf("%s!$B$%d", coverName, row)})
			if err != nil {
				return err
			}
		}
		if l.link != "" {
			if err := w.file.SetCellHyperLink(coverName, fmt.Sprintf("A%d", row), "'"+l.link+"'!A1", "Location"); err != nil {
				return err
			}
		}
	}
	return nil
}

// coverWidths are the columns A to C: label, text, count.
var coverWidths = []float64{20, 90, 12}

func (l line) height() float64 {
	switch l.label.format {
	case asTitle:
		return 30
	case asHead:
		return headHeight
	default:
		return max(lineHeight, l.said.height(coverWidths[1]))
	}
}

func (w *writer) coverLayout() error {
	for i, width := range coverWidths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := w.file.SetColWidth(coverName, name, name, width); err != nil {
			return err
		}
	}
	yes := true
	if err := w.file.SetSheetProps(coverName, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	return w.file.SetPageLayout(coverName, paper("portrait", coverWidths))
}

// set writes one cell of the cover; text never goes through the library's guess at a type.
func (w *writer) set(c cell, column, row int) error {
	value := w.value(c, coverName, column, row)
	if value == nil {
		return nil
	}
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	if s, ok := value.(string); ok {
		err = w.file.SetCellStr(coverName, name, s)
	} else {
		err = w.file.SetCellFloat(coverName, name, c.number, -1, 64)
	}
	if err != nil {
		return err
	}
	return w.file.SetCellStyle(coverName, name, name, w.styles[c.format])
}
