package workbook

import "iter"

// meaning is one column of one sheet, explained.
type meaning struct{ sheet, head, text string }

// dictionary is the sheet that explains the columns of the others.
func dictionary(of []page) page {
	return sheet[meaning]{
		heading: heading{"Columns", "tbl_columns", "What each column of each sheet holds, and what an empty cell in it means."},
		items:   func(Book) iter.Seq[meaning] { return everyMeaning(of) },
		columns: []column[meaning]{
			{"Sheet", "the sheet", func(m meaning) cell { return text(m.sheet) }},
			{"Column", "the column's header", func(m meaning) cell { return text(m.head) }},
			{"Holds", "what it holds", func(m meaning) cell { return prose(m.text) }},
		},
	}
}

func everyMeaning(pages []page) iter.Seq[meaning] {
	return func(yield func(meaning) bool) {
		for _, p := range pages {
			for head, text := range p.meanings() {
				if !yield(meaning{p.about().name, head, text}) {
					return
				}
			}
		}
	}
}
