package table

import (
	"slices"

	"leadline/generator/fact"
)

// linked is one line about one link: its total, the linked part, or one evidence.
type linked struct {
	link string
	what string
	rows int
	of   int
}

// Coverage is how many rows each link between events could be made for.
func Coverage(coverage []fact.Coverage) Table {
	lines := everyLink(coverage)
	return from(Table{Name: "links", Title: "Links", Reading: true, Says: "How many rows could be linked to each other, and by what evidence; a figure that needs a link speaks only of linked rows.",
		Key: []string{"link", "rows_of"}}, len(lines), slices.Values(lines),
		col("link", "Link", Text, "what was linked", func(l *linked) Value { return Words(l.link) }),
		col("rows_of", "Rows of", Text, "all that could have been linked, those that were, then by evidence or by reason for its lack", func(l *linked) Value { return Words(l.what) }),
		col("rows", "Rows", Whole, "number of rows", func(l *linked) Value { return Count(l.rows) }),
		col("share", "Share", Share, "Rows as a part of all that could have been linked; over 1 where a line counts links, of which a row can have several", shareOf).may(Undefined),
	)
}

func shareOf(l *linked) Value {
	if l.of == 0 {
		return None(Undefined)
	}
	return Part(float64(l.rows) / float64(l.of))
}

func everyLink(coverage []fact.Coverage) (lines []linked) {
	for _, c := range coverage {
		lines = append(lines, linked{c.Link, "all", c.Rows, c.Rows}, linked{c.Link, "linked", c.Linked, c.Rows})
		for _, how := range c.How {
			lines = append(lines, linked{c.Link, how.What, how.Rows, c.Rows})
		}
	}
	return lines
}
