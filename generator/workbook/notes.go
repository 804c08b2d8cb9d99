package workbook

import (
	"fmt"

	"leadline/generator/table"
)

const notesName = "Notes"

// said are the notes of every workbook.
var said = [...]struct{ about, says string }{
	{"Numbers", "Numbers are not rounded, only shown so. Elapsed times are in days of 24 hours; shares are shown as percentages and stored as parts of one."},
	{"Dates", "Months are calendar months in the site's time zone, stored as the date of their first day. Instants are in UTC."},
	{"Filters", "Sheets with data have filter buttons and a frozen header; sheets that are read from the first row to the last have none."},
	{"Text", "Every text is stored as text and never as a formula, also where it begins with = + - or @. Nothing is linked automatically, and there are no macros, no hidden sheets and no links to other files."},
	{"Formulas", "Only Reconcile has formulas. Their results are stored too, so that a program that does not calculate shows them."},
	{"Charts", "A chart stands beside the table that it is drawn from and shows nothing that the table does not hold. Colour tells parts apart in the order of the columns and means neither good nor bad."},
	{"Evidence", "Rows of single changes, findings or incidents are not in this workbook. Figures can be traced with the sheets Lineage, Accounting and Definitions."},
	{"Same inputs", "The same inputs give the same workbook, byte for byte. The file's SHA-256 is in manifest.json and SHA256SUMS beside the site."},
}

// notes explains what holds for all sheets: numbered notes, then codes.
func notes(b Book) *reading {
	r := &reading{name: notesName, widths: []float64{18, 24, 90}, table: "tbl_notes", lines: []line{heads("Note", "About", "Says")}}
	add := func(label, about, says string) {
		r.lines = append(r.lines, line{cells: []cell{text(label), text(about), prose(says)}})
	}
	number := 0
	numbered := func(about, says string) {
		number++
		add(fmt.Sprintf("[note %d]", number), about, says)
	}
	for _, note := range b.Notes {
		numbered("This workbook", note)
	}
	for _, n := range said {
		numbered(n.about, n.says)
	}
	add("0", "Zero", "Zero is a value: the events were recorded and there were none to count.")
	for _, t := range table.ReasonTerms() {
		add(t.Code, "Empty cell", t.Says)
	}
	for _, s := range table.States {
		add(s.Code, "State of a month", s.Says)
	}
	return r
}
