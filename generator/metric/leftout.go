package metric

import (
	"fmt"
	"maps"
	"slices"

	"leadline/generator/event"
	"leadline/generator/fact"
)

// leftOut is the counts of rows that a share leaves out and that a reader must see all the
// same: cancelled and skipped runs, say. They meet every condition but one, in whose place
// they have a value named in Share.LeftOut. Figures are in the order of the values' names.
type leftOut []leftOutValue

type leftOutValue struct {
	value string
	n     *counts
}

func newLeftOut(s *Share, t *fact.Table, r rows) leftOut {
	var k leftOut
	at := t.Index(s.At)
	for _, column := range slices.Sorted(maps.Keys(s.LeftOut)) {
		for _, value := range sortedTexts(s.LeftOut[column]) {
			r.filter = s.instead(t, column, value)
			n := newCounts(r)
			r.each(func(worker int, c *fact.Chunk, mask []uint8) {
				for i, when := range c.Values[at].Times {
					if mask[i] == 0 {
						continue
					}
					if m := r.frame.month(when); m >= 0 {
						n.add(worker, r.group(r.units.At(c.Owner[i], when), m))
					}
				}
			})
			n.merge()
			k = append(k, leftOutValue{value, n})
		}
	}
	return k
}

// instead is the share's filter with another value of one column.
func (s *Share) instead(t *fact.Table, column, value string) filter {
	other := *s
	other.Where = maps.Clone(s.Where)
	other.Where[column] = value
	f, _ := compile(t, &other)
	return f
}

func sortedTexts(values any) []string {
	var texts []string
	for _, v := range listOf(values) {
		texts = append(texts, fmt.Sprint(v))
	}
	slices.Sort(texts)
	return texts
}

func (k leftOut) month(out []Figure, cells []fact.Cell, m int) []Figure {
	for _, v := range k {
		f := v.n.figure("left_out", cells, m)
		f.Category = v.value
		out = append(out, f)
	}
	return out
}

// checkLeftOut: what is left out must be told from what counts by a column of where.
func (s *Share) checkLeftOut(m *measureChecker) {
	m.conditions("left_out", s.LeftOut)
	for _, name := range slices.Sorted(maps.Keys(s.LeftOut)) {
		c, _ := m.entity.Column(name)
		counted, conditioned := s.Where[name]
		switch {
		case c.Kind != event.Enum && c.Kind != event.Category:
			m.add(m.table.Position("left_out", name), name+" has no values to count apart", "a column of categories", "")
		case !conditioned:
			m.add(m.table.Position("left_out", name), name+" is not in where, so nothing is left out by it", "a column that where has", "")
		default:
			s.checkApart(m, name, counted)
		}
	}
}

func (s *Share) checkApart(m *measureChecker, name string, counted any) {
	for _, v := range listOf(s.LeftOut[name]) {
		if slices.Contains(listOf(counted), v) {
			m.add(m.table.Position("left_out", name), fmt.Sprintf("%v is in where and in left_out", v), "a value that where leaves out", "")
		}
	}
}

// leftOutText is what the formula says of them.
func (s *Share) leftOutText() string {
	if len(s.LeftOut) == 0 {
		return ""
	}
	return fmt.Sprintf(" Left out and counted beside it: those%s.", (&Common{Where: s.LeftOut}).conditionText())
}
