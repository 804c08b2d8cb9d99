package workbook

import (
	"iter"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// linked is one line about one link: its total, the linked part, or one evidence.
type linked struct {
	link string
	what string
	rows int
	of   int
}

var coverage = sheet[linked]{
	heading: heading{"Coverage", "tbl_coverage", "How many rows could be linked to each other, and by what evidence; a figure that needs a link speaks only of linked rows."},
	items:   everyLink,
	columns: []column[linked]{
		{"Link", "what was linked", func(l linked) cell { return text(l.link) }},
		{"Rows of", "all that could have been linked, those that were, then by evidence or by reason for its lack", func(l linked) cell { return text(l.what) }},
		{"Rows", "number of rows", func(l linked) cell { return whole(l.rows) }},
		{"Share", "of all that could have been linked; empty where there were none", shareOf},
	},
}

func shareOf(l linked) cell {
	if l.of == 0 {
		return cell{}
	}
	return quantity(unit.Share, float64(l.rows)/float64(l.of))
}

func everyLink(b Book) iter.Seq[linked] {
	return func(yield func(linked) bool) {
		for _, c := range b.Coverage {
			if !yieldLink(c, yield) {
				return
			}
		}
	}
}

func yieldLink(c fact.Coverage, yield func(linked) bool) bool {
	if !yield(linked{c.Link, "all", c.Rows, c.Rows}) || !yield(linked{c.Link, "linked", c.Linked, c.Rows}) {
		return false
	}
	for _, how := range c.How {
		if !yield(linked{c.Link, how.What, how.Rows, c.Rows}) {
			return false
		}
	}
	return true
}
