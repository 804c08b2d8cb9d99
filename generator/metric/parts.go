package metric

import (
	"cmp"
	"fmt"
	"slices"

	"leadline/generator/event"
	"leadline/generator/fact"
)

// parts are the categories that a column's rows are in: of an enum in the order of its
// values, else sorted. Rows are in part 0 where the column is blank; without a column all are.
type parts struct {
	column int
	kind   event.Kind
	names  []string // of parts 1…n: those that some selected row is in
	number []int    // part by enum byte or dictionary code
}

// newParts finds the parts of a column; "" for none.
func newParts(r rows, column string) parts {
	if column == "" {
		return parts{column: -1}
	}
	p := parts{column: r.table.Index(column)}
	p.kind = r.table.Columns[p.column].Kind
	texts := p.texts(r.table)
	used := make([][]bool, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		if used[worker] == nil {
			used[worker] = make([]bool, len(texts))
		}
		for i, selected := range mask {
			if selected == 1 {
				used[worker][p.code(c, i)] = true
			}
		}
	})
	var codes []int
	for code := 1; code < len(texts); code++ {
		if slices.ContainsFunc(used, func(u []bool) bool { return u != nil && u[code] }) {
			codes = append(codes, code)
		}
	}
	if p.kind == event.Category { // codes are in the order in which readers met them
		slices.SortFunc(codes, func(a, b int) int { return cmp.Compare(texts[a], texts[b]) })
	}
	p.number = make([]int, len(texts))
	for i, code := range codes {
		p.names, p.number[code] = append(p.names, texts[code]), i+1
	}
	return p
}

// texts are what the column's codes stand for; code 0 is blank.
func (p *parts) texts(t *fact.Table) []string {
	if p.kind == event.Enum {
		return append([]string{""}, t.Columns[p.column].Values...)
	}
	dict := t.Dicts[p.column]
	out := make([]string, dict.Len())
	for code := range out {
		out[code] = dict.Text(uint32(code))
	}
	return out
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
