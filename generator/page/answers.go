package page

import (
	"slices"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/unit"
)

// distribution is how the answers to one question lie on its scale.
type distribution struct {
	words  string // the question, as the event files have it
	values []metric.Figure
}

// distributions are the figures of a month that the events have words for, question by
// question; others leaves them out.
func distributions[L level.Level](s metric.Series[L], r metric.Result[L]) []distribution {
	var list []distribution
	stat := ""
	for _, f := range r.Figures() {
		words := s.Label(f.Stat)
		if words == "" {
			continue
		}
		if f.Stat != stat {
			list, stat = append(list, distribution{words: words}), f.Stat
		}
		of := &list[len(list)-1]
		of.values = append(of.values, f)
	}
	return list
}

// whole reports whether nothing can be said of a question value by value.
func (d distribution) whole() bool {
	return !slices.ContainsFunc(d.values, func(f metric.Figure) bool { return f.Absence == metric.Present })
}

func (d distribution) scale() []string {
	var values []string
	for _, f := range d.values {
		values = append(values, f.Category)
	}
	return values
}

// answerTables are the questions by their scales: a row for each question, a column for each
// value. A question of which nothing can be said stands with those before it.
func answerTables(list []distribution) []Parts {
	var tables []Parts
	var scale []string
	for _, d := range list {
		if own := d.scale(); len(tables) == 0 || !d.whole() && len(scale) > 0 && !slices.Equal(own, scale) {
			tables, scale = append(tables, Parts{Caption: "Number of answers, by question", Corner: "Question"}), nil
		}
		p := &tables[len(tables)-1]
		if !d.whole() && len(scale) == 0 {
			scale = d.scale()
			p.Columns = append(slices.Clone(scale), "n")
		}
		p.Rows = append(p.Rows, d.row())
	}
	for i := range tables {
		tables[i].finish()
	}
	return tables
}

// row has the number of answers at each value; the percentage stands behind it from ten on.
func (d distribution) row() PartRow {
	if d.whole() {
		c := cellOf(nil, d.values[0])
		if value := d.values[0].Category; value != "" {
			c.Behind = value + ": " + c.Behind // that nearly all gave one answer may be said
		}
		return PartRow{Name: d.words, Cells: []Figure{c}, Span: 1}
	}
	row := PartRow{Name: d.words}
	n := Figure{Text: "–"}
	for _, f := range d.values {
		if f.Absence != metric.Present {
			row.Cells = append(row.Cells, cellOf(nil, f))
			continue
		}
		c := Figure{Text: unit.Grouped(int64(f.Part)), stat: f.Stat, part: f.Category}
		if f.N >= 10 { // as the group rules have it for shares
			c.Behind = unit.Percent(f.Value)
		}
		row.Cells, n.Text = append(row.Cells, c), unit.Grouped(int64(f.N))
	}
	row.Cells = append(row.Cells, n)
	return row
}

// finish gives rows of one cell the width of the table, and says reasons once.
func (p *Parts) finish() {
	if len(p.Columns) == 0 {
		p.Columns = []string{"Answers"}
	}
	for i := range p.Rows {
		if p.Rows[i].Span > 0 {
			p.Rows[i].Span = len(p.Columns)
		}
	}
	p.reasonsOnce()
}
