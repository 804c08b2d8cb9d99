package workbook

import (
	"iter"

	"leadline/generator/event"
)

// rejection is one reason for which rows of one file were rejected.
type rejection struct {
	file  event.Account
	count event.ReasonCount
}

var rejections = sheet[rejection]{
	heading: heading{"Rejections", "tbl_rejections", "Why rows were rejected, with the places of the first few; no row where nothing was."},
	items:   everyRejection,
	columns: []column[rejection]{
		{"File", "the event file", func(r rejection) cell { return text(r.file.Path) }},
		{"Table", "the canonical table that it was read as", func(r rejection) cell { return text(r.file.Table) }},
		{"Reason", "what is wrong with the rows", func(r rejection) cell { return prose(r.count.Reason) }},
		{"Rows", "rows rejected for this reason", func(r rejection) cell { return whole(r.count.Rows) }},
		{"First places", "where the first of them are", func(r rejection) cell { return prose(list(r.count.Sample)) }},
	},
}

func everyRejection(b Book) iter.Seq[rejection] {
	return func(yield func(rejection) bool) {
		for _, a := range b.Accounts {
			for _, count := range a.Reasons {
				if !yield(rejection{a, count}) {
					return
				}
			}
		}
	}
}
