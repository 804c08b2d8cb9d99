package metric

import (
	"leadline/generator/fact"
)

// division counts the rows of each category of one column.
type division struct {
	categories
	column string
	counts []*counts
	ever   [][]bool // by category and cell, of texts and "other": some month has one
}

func newDivision(t *fact.Table, r rows, column string, at int) *division {
	d := &division{column: column, categories: newCategories(t, r, column, at)}
	for range d.labels {
		d.counts = append(d.counts, newCounts(r))
	}
	return d
}

func (d *division) add(worker int, c *fact.Chunk, i, group int) {
	d.counts[d.of(c, i)].add(worker, group)
}

func (d *division) merge() {
	for _, c := range d.counts {
		c.merge()
	}
	for _, c := range d.counts[:d.text] {
		ever := make([]bool, c.cells)
		for group, n := range c.n {
			if n > 0 {
				ever[group%c.cells] = true
			}
		}
		d.ever = append(d.ever, ever)
	}
}

// month appends one share for every category. Texts that none of the cells ever had are left
// out: what others wrote is no business of theirs.
func (d *division) month(out []Figure, cells []fact.Cell, m, n int) []Figure {
	for i, label := range d.labels {
		if i >= d.text || d.had(i, cells) {
			out = append(out, shareFigure(d.column, label, d.counts[i].of(cells, m), n))
		}
	}
	return out
}

func (d *division) had(category int, cells []fact.Cell) bool {
	for _, c := range cells {
		if d.ever[category][c] {
			return true
		}
	}
	return false
}
