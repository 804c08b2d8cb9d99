package metric

import (
	"fmt"
	"strings"
	"time"

	"leadline/generator/fact"
)

// namedBreaks is how many rows an imbalance names: enough to find a rule that is wrong.
const namedBreaks = 5

// breaks names the rows for which a bridge does not balance; "" where it does. Every term is a
// sum over rows, so halves of the rows that do not balance are halved again until single
// rows are left, by the same counting that found the imbalance and with no second idea of
// what balances. Rows whose errors cancel are not found.
func (b *Bridge) breaks(t *fact.Table, r rows, k *bridges) string {
	cell, month, _, gap := k.gap()
	if !gap {
		return ""
	}
	s := breakSearch{bridge: b, table: t, rows: r, cell: cell, month: month}
	for _, c := range t.Chunks {
		s.in(c, 0, c.Rows)
	}
	return s.text()
}

type breakSearch struct {
	bridge *Bridge
	table  *fact.Table
	rows   rows
	cell   fact.Cell
	month  int
	found  []string
	more   bool
}

// in looks for them among rows [from, to) of a chunk.
func (s *breakSearch) in(c *fact.Chunk, from, to int) {
	switch {
	case s.more || s.balances(c, from, to):
	case len(s.found) == namedBreaks:
		s.more = true
	case to-from == 1:
		s.found = append(s.found, s.describe(c, from))
	default:
		middle := (from + to) / 2
		s.in(c, from, middle)
		s.in(c, middle, to)
	}
}

func (s *breakSearch) balances(c *fact.Chunk, from, to int) bool {
	only := s.rows
	only.frame.Workers = 1
	only.filter = append(only.filter[:len(only.filter):len(only.filter)], func(of *fact.Chunk, mask []uint8) {
		for i := range mask {
			if of != c || i < from || i >= to {
				mask[i] = 0
			}
		}
	})
	return s.bridge.count(s.table, only).terms([]fact.Cell{s.cell}, s.month).balance()
}

// describe is a row by what it can be found by in the files: identifiers are kept as hashes.
func (s *breakSearch) describe(c *fact.Chunk, i int) string {
	at := func(column string) string {
		v := c.Values[s.table.Index(column)].Times[i]
		if v == 0 {
			return "not yet"
		}
		return time.Unix(int64(v), 0).UTC().Format(time.RFC3339)
	}
	return fmt.Sprintf("%s %s, %s %s", s.bridge.From, at(s.bridge.From), s.bridge.To, at(s.bridge.To))
}

func (s *breakSearch) text() string {
	if len(s.found) == 0 {
		return ""
	}
	text := fmt.Sprintf("; it breaks at the %ss with %s", s.bridge.noun(), strings.Join(s.found, "; "))
	if s.more {
		text += "; and others"
	}
	return text
}
