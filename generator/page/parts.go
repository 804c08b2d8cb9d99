package page

import (
	"slices"
	"strings"

	"leadline/generator/metric"
)

// Parts is a table of figures that speak of parts of the whole: a row for each part, a
// column for each figure of it. Where there are more figures than parts, as of a survey's
// questions and their answers, it is the other way round.
type Parts struct {
	Caption string
	Corner  string // what the rows are
	Columns []string
	Rows    []PartRow
}

// PartRow is one line of Parts.
type PartRow struct {
	Name  string
	Cells []Figure
}

// Long reports whether the table is put away until somebody asks for it.
func (p Parts) Long() bool { return len(p.Rows) > 12 }

// partsOf groups the figures of parts: those that are of the same parts stand side by side.
func partsOf(figures []metric.Figure) []Parts {
	var tables []Parts
	var group []string // the stats of one table
	var parts []string
	flush := func() {
		if len(group) > 0 {
			tables = append(tables, newParts(figures, group, parts))
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

func newParts(figures []metric.Figure, stats, parts []string) Parts {
	cell := func(stat, part string) Figure {
		i := slices.IndexFunc(figures, func(f metric.Figure) bool { return f.Stat == stat && f.Category == part })
		f := figures[i]
		return Figure{statName(f.Stat), f.Text(), behindOther(f), f.Absence != metric.Present}
	}
	p := Parts{Caption: caption(stats), Corner: "Part"}
	if len(stats) <= len(parts) {
		for _, stat := range stats {
			p.Columns = append(p.Columns, statName(stat))
		}
		for _, part := range parts {
			p.Rows = append(p.Rows, rowOf(partName(part), len(stats), func(i int) Figure { return cell(stats[i], part) }))
		}
		return p
	}
	p.Corner = "Figure"
	for _, part := range parts {
		p.Columns = append(p.Columns, partName(part))
	}
	for _, stat := range stats {
		p.Rows = append(p.Rows, rowOf(statName(stat), len(parts), func(i int) Figure { return cell(stat, parts[i]) }))
	}
	return p
}

func rowOf(name string, n int, cell func(i int) Figure) PartRow {
	row := PartRow{Name: name}
	for i := range n {
		row.Cells = append(row.Cells, cell(i))
	}
	return row
}

// partName is a part as people read it: ids of ours are written with underscores.
func partName(part string) string { return strings.ReplaceAll(part, "_", " ") }

func caption(stats []string) string {
	if len(stats) == 1 {
		return statName(stats[0])
	}
	return "By part"
}
