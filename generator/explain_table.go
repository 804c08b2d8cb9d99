package generator

import (
	"strings"

	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/table"
)

// Table is the rows as a table, for programs and spreadsheets: instants in UTC, times in
// seconds.
func (r *ExplainedRows) Table() table.Table {
	t := table.Table{Name: "rows", Title: "Rows", Says: "The rows behind one figure, and those that were left out of it.", Len: len(r.List)}
	add := func(name string, as table.Type) {
		t.Columns = append(t.Columns, table.Column{Name: name, Title: name, Says: name, Type: as})
	}
	for _, name := range r.IDs {
		add(name, table.Text)
	}
	add("at_file", table.Text)
	add("at_line", table.Whole)
	for _, c := range r.Columns {
		add(strings.ReplaceAll(c.Name, " ", "_"), [...]table.Type{table.Instant, table.Whole, table.Text, table.Text}[c.Kind])
	}
	add("counts_as", table.Text)
	add("left_out", table.Text)
	t.Rows = func(yield func([]table.Value) bool) {
		for i := range r.List {
			if !yield(r.values(&r.List[i])) {
				return
			}
		}
	}
	return t
}

func (r *ExplainedRows) values(row *ExplainedRow) (values []table.Value) {
	for i := range r.IDs {
		text := ""
		if i < len(row.IDs) {
			text = row.IDs[i]
		}
		values = append(values, table.Words(text))
	}
	values = append(values, table.Words(row.File))
	if row.File == "" {
		values = append(values, table.None(table.Undefined))
	} else {
		values = append(values, table.Count(row.Line))
	}
	for i, c := range r.Columns {
		switch v := row.Values[i]; {
		case c.Kind == metric.BehindText || c.Kind == metric.BehindKey:
			values = append(values, table.Words(v.Text))
		case c.Kind == metric.BehindInstant && v.Number == 0, v.Number < 0:
			values = append(values, table.None(table.Undefined))
		case c.Kind == metric.BehindInstant:
			values = append(values, table.At(period.Seconds(v.Number)))
		default:
			values = append(values, table.Count(v.Number))
		}
	}
	return append(values, table.Words(strings.Join(row.As, ", ")), table.Words(row.LeftOut))
}
