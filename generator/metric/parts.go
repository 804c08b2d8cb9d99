package metric

import (
	"fmt"
	"slices"

	"leadline/generator/event"
	"leadline/generator/fact"
)

// parts are the categories that a column's rows are in: of an enum in the order of its
// values, else the most frequent ones, sorted. Rows are in part 0 where the column is blank
// or rare; without a column all are.
type parts struct {
	column int
	kind   event.Kind
	names  []string // of parts 1…n
	number []int    // part by enum byte or dictionary code
}

// newParts finds the parts of a column; "" for none. at is the instant by which texts are
// counted, of which only the most frequent are told apart.
func newParts(r rows, column, at string) parts {
	if column == "" {
		return parts{column: -1}
	}
	p := parts{column: r.table.Index(column)}
	if p.kind = r.table.Columns[p.column].Kind; p.kind == event.Category {
		p.ofTexts(newCategories(r.table, r, column, r.table.Index(at)))
	} else {
		p.ofValues(r, r.table.Columns[p.column].Values)
	}
	return p
}

func (p *parts) ofTexts(d categories) {
	p.names = d.labels[:d.text]
	for _, slot := range d.slot {
		n := 0
		if int(slot) < d.text {
			n = int(slot) + 1
		}
		p.number = append(p.number, n)
	}
}

// ofValues tells apart the values of an enum that some selected row has.
func (p *parts) ofValues(r rows, values []string) {
	used := make([][256]bool, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		for i, selected := range mask {
			if selected == 1 {
				used[worker][c.Values[p.column].Bytes[i]] = true
			}
		}
	})
	p.number = make([]int, len(values)+1)
	for i, name := range values {
		if slices.ContainsFunc(used, func(u [256]bool) bool { return u[i+1] }) {
			p.names = append(p.names, name)
			p.number[i+1] = len(p.names)
		}
	}
}

func (p *parts) code(c *fact.Chunk, i int) int {
	if p.kind == event.Enum {
		return int(c.Values[p.column].Bytes[i])
	}
	return int(c.Values[p.column].Codes[i])
}

// of is the part of a row.
func (p *parts) of(c *fact.Chunk, i int) int {
	if p.column < 0 {
		return 0
	}
	return p.number[p.code(c, i)]
}

// n is how many parts there are, part 0 included.
func (p *parts) n() int { return len(p.names) + 1 }

// category checks that a key names a column with few values.
func (m *measureChecker) category(key, name string) {
	if c, ok := m.column(key, name); ok && c.Kind != event.Enum && c.Kind != event.Category {
		m.add(m.table.Position(key), fmt.Sprintf("%s of %s has no categories", name, m.entity.Name), "a column with a few values, such as a severity", "")
	}
}
