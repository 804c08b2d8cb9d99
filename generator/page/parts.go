package page

import (
	"slices"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/unit"
)

// Parts is a table of figures that speak of parts of the whole: a row for each part, a
// column for each figure of it. Where there are many figures of few parts it is the other
// way round.
type Parts struct {
	Caption string
	Corner  string // what the rows are
	Columns []string
	Rows    []PartRow
	Drawn   bool // it is one of the tables of a chart, and stands below that
}

// PartRow is one line of Parts.
type PartRow struct {
	Name  string
	Of    bool // it is a part of the row before that is none
	Cells []Figure
	Also  []string // anchors of the parts that share the row with its own
	Span  int      // of the only cell, where one says something of all columns; 0: each has its own

	merged []Figure // what Also are the anchors of
}

// Long reports whether the table is put away until somebody asks for it.
func (p Parts) Long() bool { return len(p.Rows) > 20 }

// stat is the stat of the first figure; "" for a table without one.
func (p Parts) stat() string {
	if len(p.Rows) == 0 || len(p.Rows[0].Cells) == 0 {
		return ""
	}
	return p.Rows[0].Cells[0].stat
}

// manyFigures is from how many figures of few parts the figures become the rows.
const manyFigures = 5

// partsOf groups the figures of parts: those that are of the same parts stand side by side.
func partsOf(d *metric.Definition, figures []metric.Figure) []Parts {
	var tables []Parts
	if sum, ok := sumOf(figures); ok {
		tables = append(tables, sum)
		figures = withoutSum(figures)
	}
	var group, parts []string // the stats of one table, and what they are of
	flush := func() {
		if len(group) > 0 {
			tables = append(tables, newParts(d, figures, group, parts))
		}
		group = nil
	}
	for _, stat := range statsOfParts(figures) {
		if of := categories(figures, stat); len(group) > 0 && slices.Equal(of, parts) {
			group = append(group, stat)
		} else {
			flush()
			group, parts = []string{stat}, of
		}
	}
	flush()
	return tables
}

// unlabelled are the figures that the events have no words of their own for.
func unlabelled[L level.Level](s metric.Series[L], figures []metric.Figure) []metric.Figure {
	return slices.DeleteFunc(slices.Clone(figures), func(f metric.Figure) bool { return s.Label(f.Stat) != "" })
}

// statsOfParts are the stats that have parts, in the order of their first figures.
func statsOfParts(figures []metric.Figure) []string {
	var stats []string
	for _, f := range figures {
		if f.Category != "" && !slices.Contains(stats, f.Stat) {
			stats = append(stats, f.Stat)
		}
	}
	return stats
}

func categories(figures []metric.Figure, stat string) []string {
	var list []string
	for _, f := range figures {
		if f.Stat == stat && f.Category != "" {
			list = append(list, f.Category)
		}
	}
	return list
}

func newParts(d *metric.Definition, figures []metric.Figure, stats, parts []string) Parts {
	cell := func(stat, part string) Figure {
		i := slices.IndexFunc(figures, func(f metric.Figure) bool { return f.Stat == stat && f.Category == part })
		return cellOf(d, figures[i])
	}
	p := Parts{Caption: partsCaption(d, stats), Corner: corner(d, stats)}
	if len(stats) <= len(parts) || len(stats) < manyFigures {
		for _, stat := range stats {
			p.Columns = append(p.Columns, columnName(d, stat))
		}
		for _, part := range parts {
			p.Rows = append(p.Rows, rowOf(narrative.PartName(part), len(stats), func(i int) Figure { return cell(stats[i], part) }))
		}
		return p.tidy(slices.Contains(stats, "aged"))
	}
	p.Corner = "Figure"
	for _, part := range parts {
		p.Columns = append(p.Columns, narrative.PartName(part))
	}
	for _, stat := range stats {
		p.Rows = append(p.Rows, rowOf(columnName(d, stat), len(parts), func(i int) Figure { return cell(stat, parts[i]) }))
	}
	return p.tidy(true)
}

func rowOf(name string, n int, cell func(i int) Figure) PartRow {
	row := PartRow{Name: name}
	for i := range n {
		row.Cells = append(row.Cells, cell(i))
	}
	return row
}

// cellOf is a figure as it stands in a table of parts.
func cellOf(d *metric.Definition, f metric.Figure) Figure {
	none := f.Absence == metric.Present && f.Value == 0 && (f.Unit == unit.Items || f.Unit == unit.Share)
	return Figure{Name: columnName(d, f.Stat), Text: f.Text(), Behind: behindOther(f), Absent: f.Absence != metric.Present, none: none, stat: f.Stat, part: f.Category}
}
