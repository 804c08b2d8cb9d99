package table

import "iter"

// meaning is one column of one table, explained.
type meaning struct {
	of     *Table
	column *Column
}

// Dictionary explains the columns of other tables.
func Dictionary(of []Table) Table {
	n := 0
	for i := range of {
		n += len(of[i].Columns)
	}
	return from(Table{Name: "columns", Title: "Columns", Reading: true, Says: "What each column of each table holds, and what an empty cell in it means.",
		Key: []string{"table", "column"}}, n, everyMeaning(of),
		col("table", "Sheet", Text, "the sheet", func(m *meaning) Value { return Words(m.of.Title) }),
		col("column", "Column", Text, "the column's header", func(m *meaning) Value { return Words(m.column.Title) }),
		col("holds", "Holds", Prose, "what it holds", func(m *meaning) Value { return Sentences(m.column.Says) }),
		col("without_value", "Empty where", Prose, "why a cell can be empty: the code that the files write instead of it, and what it says; empty where none is", func(m *meaning) Value { return Sentences(reasonsOf(m.column)) }),
	)
}

func everyMeaning(of []Table) iter.Seq[meaning] {
	return func(yield func(meaning) bool) {
		for i := range of {
			for k := range of[i].Columns {
				if !yield(meaning{&of[i], &of[i].Columns[k]}) {
					return
				}
			}
		}
	}
}

func reasonsOf(c *Column) string {
	var all []string
	for _, m := range c.Missing {
		all = append(all, m.Code())
	}
	return list(all)
}
