package workbook

import "strconv"

const coverName = "Cover"

const (
	purpose = "Figures about software delivery, computed from exported events by written definitions. Each is there to inform the decision named in its definition."
	refusal = "It puts no team in an order and holds nothing about a person. A unit is read against its own past, never against another unit."
	howRead = "Contents lists the sheets, Notes says what empty cells and codes mean. Every value is a stored number, date or text; only Reconcile has formulas, and it holds the other sheets to their totals."
)

// cover says what the workbook is and what it was made from.
func cover(b Book) *reading {
	r := &reading{name: coverName, widths: []float64{22, 90}}
	add := func(label string, said cell, name string) { r.lines = append(r.lines, labelled(label, said, name)) }
	r.lines = append(r.lines, line{cells: []cell{titled(b.Title)}})
	add("Site", prose(b.Site), "")
	if b.First != 0 && b.First != b.Period {
		add("First month", month(b.First), "first_month")
	}
	add("Period", month(b.Period), "period")
	add("Data as of (UTC)", instant(b.AsOf), "data_as_of")
	add("Status", prose(b.Status), "")
	add("Visibility", prose(b.Visibility), "")
	add("Generator", prose(b.Generator), "")
	add("Definition set", prose(b.DefinitionSet), "")
	add("Run", prose(b.Run), "run_id")
	add("Revision", prose(strconv.Itoa(b.Revision)), "")
	add("What this is", prose(purpose), "")
	add("What this is not", prose(refusal), "")
	add("How to read it", prose(howRead), "")
	return r
}

const contentsName = "Contents"

// contents is the list of all sheets but the cover.
func contents(b Book, sheets []sheet) *reading {
	r := &reading{name: contentsName, widths: []float64{24, 90, 12}, table: "tbl_contents", lines: []line{heads("Sheet", "Holds", "Rows")}}
	add := func(name, says string, rows cell) {
		r.lines = append(r.lines, line{cells: []cell{{format: asLink, text: name}, prose(says), rows}, link: name})
	}
	add(notesName, "How to read the sheets, and what empty cells and codes mean.", whole(int64(len(notes(b).lines)-1)))
	for _, s := range sheets {
		rows := whole(int64(s.Len))
		says := s.Says
		if s.Len == 0 {
			says += " There is none."
		}
		add(s.Title, says, rows)
	}
	return r
}
