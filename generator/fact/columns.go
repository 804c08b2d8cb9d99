package fact

import (
	"slices"
	"strings"

	"leadline/generator/event"
)

// codesWhere evaluates a test once for every code of a dictionary.
func codesWhere(dict *event.Dict, test func(text string) bool) []bool {
	out := make([]bool, dict.Len())
	for code := 1; code < len(out); code++ {
		out[code] = test(dict.Text(uint32(code)))
	}
	return out
}

// codesTo maps every code of a dictionary; code 0 stays Unowned. Owners are made in the
// order of their texts, because that of codes is the order in which readers met them.
func codesTo(dict *event.Dict, to func(text string) Owner) []Owner {
	out := make([]Owner, dict.Len())
	var codes []uint32
	for code := 1; code < len(out); code++ {
		codes = append(codes, uint32(code))
	}
	slices.SortFunc(codes, func(a, b uint32) int { return strings.Compare(dict.Text(a), dict.Text(b)) })
	for _, code := range codes {
		out[code] = to(dict.Text(code))
	}
	return out
}

// enumCode is the byte by which a column holds an enum value; 0 when the column was not read.
func enumCode(rows *event.Rows, column, value string) uint8 {
	k := rows.Index(column)
	if k < 0 {
		return 0
	}
	for i, v := range rows.Columns[k].Values {
		if v == value {
			return uint8(i + 1)
		}
	}
	return 0
}

func fill(bytes []uint8, with uint8) {
	for i := range bytes {
		bytes[i] = with
	}
}

// gather copies the picked rows, in the order given, into a table of one chunk.
func gather(entity string, rows *event.Rows, places []place) *Table {
	t := &Table{Entity: entity, Columns: append([]event.Column(nil), rows.Columns...), Dicts: append([]*event.Dict(nil), rows.Dicts...)}
	t.owners = make([]Owner, len(places))
	c := &Chunk{Rows: len(places), Owner: t.owners, Values: make([]event.Values, len(rows.Columns))}
	inParallel(len(c.Values), func(k int) { c.Values[k] = gatherColumn(rows, k, places) })
	t.Chunks = []*Chunk{c}
	return t
}

func gatherColumn(rows *event.Rows, k int, places []place) event.Values {
	var v event.Values
	switch rows.Columns[k].Kind {
	case event.Identifier:
		v.Hashes = pickValues(rows, places, func(c *event.Chunk) []uint64 { return c.Columns[k].Hashes })
	case event.Category, event.Person:
		v.Codes = pickValues(rows, places, func(c *event.Chunk) []uint32 { return c.Columns[k].Codes })
	case event.Instant:
		v.Times = pickValues(rows, places, func(c *event.Chunk) []uint32 { return c.Columns[k].Times })
	case event.Flag, event.Enum:
		v.Bytes = pickValues(rows, places, func(c *event.Chunk) []uint8 { return c.Columns[k].Bytes })
	case event.Count:
		v.Counts = pickValues(rows, places, func(c *event.Chunk) []int32 { return c.Columns[k].Counts })
	}
	return v
}

func pickValues[T any](rows *event.Rows, places []place, column func(*event.Chunk) []T) []T {
	columns := make([][]T, len(rows.Chunks))
	for i, c := range rows.Chunks {
		columns[i] = column(c)
	}
	out := make([]T, len(places))
	for i, p := range places {
		out[i] = columns[p.chunk][p.row]
	}
	return out
}
