package metric

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadline/generator/event"
	"leadline/generator/fact"
)

// mostParts is how many values of a column are told apart: files may have any number.
const mostParts = 12

// Parts that stand for no value of the column; a row that names them joins them.
const (
	otherPart  = "other"
	absentPart = "not recorded"
)

func (m *measureChecker) byColumn(key, name string) {
	if c, ok := m.column(key, name); ok && c.Kind != event.Category && c.Kind != event.Enum {
		m.add(m.table.Position(key), fmt.Sprintf("%s of %s is not a name", name, m.entity.Name), "a column of names or of fixed values", "")
	}
}

// split is a share and its cost for each value of a column; nil splits nothing.
type split struct {
	column      int
	slotOf      []uint8 // by code: place in names
	names       []string
	whole, part []*counts
	cost        []*costs // nil elements where the definition asks for none
}

// newSplit tells the most frequent values of all rows that count apart, of equally frequent
// ones the first by text, so that they are the same for every subject and month.
func newSplit(t *fact.Table, r rows, s *Share, at, by int) *split {
	k := &split{column: by}
	k.choose(textsOf(t, by), countCodes(t, r, at, by))
	for range k.names {
		k.whole, k.part = append(k.whole, newCounts(r)), append(k.part, newCounts(r))
		var cost *costs
		if s.Cost != nil {
			cost = newCost(t, r, s.Cost)
		}
		k.cost = append(k.cost, cost)
	}
	return k
}

// textsOf are a column's values by code; code 0 is none.
func textsOf(t *fact.Table, k int) []string {
	if t.Columns[k].Kind == event.Enum {
		return append([]string{""}, t.Columns[k].Values...)
	}
	texts := make([]string, t.Dicts[k].Len())
	for code := range texts {
		texts[code] = t.Dicts[k].Text(uint32(code))
	}
	return texts
}

// countCodes counts the rows of the calendar's months by the code of a column.
func countCodes(t *fact.Table, r rows, at, by int) []int {
	codes := len(textsOf(t, by))
	private := make([][]int, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		if private[worker] == nil {
			private[worker] = make([]int, codes)
		}
		for i, t := range c.Values[at].Times {
			if mask[i] == 1 && r.frame.month(t) >= 0 {
				private[worker][codeOf(c, by, i)]++
			}
		}
	})
	all := make([]int, codes)
	for _, counts := range private {
		for code, n := range counts {
			all[code] += n
		}
	}
	return all
}

func codeOf(c *fact.Chunk, k, i int) int {
	if bytes := c.Values[k].Bytes; bytes != nil {
		return int(bytes[i])
	}
	return int(c.Values[k].Codes[i])
}

// choose gives the values places in the order of their texts, and last the two that stand
// for no value.
func (k *split) choose(texts []string, counts []int) {
	var codes []int
	for code, n := range counts {
		if text := texts[code]; n > 0 && text != "" && text != otherPart && text != absentPart {
			codes = append(codes, code)
		}
	}
	byText := func(a, b int) int { return strings.Compare(texts[a], texts[b]) }
	slices.SortFunc(codes, func(a, b int) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), byText(a, b)) })
	codes = codes[:min(len(codes), mostParts)]
	slices.SortFunc(codes, byText)
	k.slotOf = make([]uint8, len(texts))
	for code, text := range texts {
		if k.slotOf[code] = uint8(len(codes)); text == "" || text == absentPart {
			k.slotOf[code]++
		}
	}
	for slot, code := range codes {
		k.slotOf[code] = uint8(slot)
		k.names = append(k.names, texts[code])
	}
	k.names = append(k.names, otherPart, absentPart)
}

func (k *split) add(worker int, c *fact.Chunk, i, group int, inPart bool) {
	if k == nil {
		return
	}
	slot := k.slotOf[codeOf(c, k.column, i)]
	k.whole[slot].add(worker, group)
	if inPart {
		k.part[slot].add(worker, group)
	}
	k.cost[slot].add(worker, c, i, group, inPart)
}

func (k *split) merge() {
	if k == nil {
		return
	}
	for slot := range k.names {
		k.whole[slot].merge()
		k.part[slot].merge()
		k.cost[slot].merge()
	}
}

// month appends the figures of every value that some row of the month has.
func (k *split) month(out []Figure, cells []fact.Cell, m int) []Figure {
	if k == nil {
		return out
	}
	for slot, name := range k.names {
		n := k.whole[slot].of(cells, m)
		if n == 0 {
			continue
		}
		from := len(out)
		out = k.cost[slot].month(append(out, shareFigure(k.part[slot].of(cells, m), n)), cells, m)
		for i := range out[from:] {
			out[from+i].Category = name
		}
	}
	return out
}
