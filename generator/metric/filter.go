package metric

import (
	"maps"
	"slices"

	"leadline/generator/event"
	"leadline/generator/fact"
)

// filter is a conjunction of conditions, each evaluated column by column.
type filter []condition

// condition clears the mask of the rows that do not meet it.
type condition func(c *fact.Chunk, mask []uint8)

// mask gives 1 for every row that meets all conditions; it reuses the slice given.
func (f filter) mask(c *fact.Chunk, mask []uint8) []uint8 {
	mask = slices.Grow(mask[:0], c.Rows)[:c.Rows]
	for i := range mask {
		mask[i] = 1
	}
	for _, test := range f {
		test(c, mask)
	}
	return mask
}

// compile turns a measure's conditions into a filter. lacking names a column that the
// measure needs and no file gives; an exported flag that no file has is simply never true,
// but a derived one that nothing could derive is unknown.
func compile(t *fact.Table, m measurable) (f filter, lacking string) {
	common := commonOf(m)
	for _, name := range m.columns() {
		if t.Index(name) < 0 && !isExportedFlag(common, name) && !slices.Contains(common.Absent, name) && !isOptional(m, name) {
			return nil, name
		}
	}
	for _, name := range slices.Sorted(maps.Keys(common.Where)) {
		f = append(f, equals(t, common.Of, name, common.Where[name]))
	}
	for _, name := range common.Present {
		f = append(f, filled(t, name, true))
	}
	for _, name := range common.Absent {
		if t.Index(name) >= 0 {
			f = append(f, filled(t, name, false))
		}
	}
	return f, ""
}

func commonOf(m Measure) *Common { return m.(interface{ common() *Common }).common() }

func (c *Common) common() *Common { return c }

// isOptional reports whether a measure can do without a column.
func isOptional(m measurable, name string) bool {
	o, ok := m.(interface{ optional() []string })
	return ok && slices.Contains(o.optional(), name) && !slices.Contains(commonOf(m).used(), name)
}

func isExportedFlag(c *Common, name string) bool {
	e, _ := fact.EntityNamed(c.Of)
	column, _ := e.Column(name)
	return column.Kind == event.Flag && e.Says(name) == ""
}

// equals selects rows whose column has one of the values. For flags, false means "not
// recorded as true": absent rows are selected too.
func equals(t *fact.Table, entity, name string, value any) condition {
	k := t.Index(name)
	if k < 0 {
		return constant(!slices.Contains(listOf(value), any(true)))
	}
	column := t.Columns[k]
	switch column.Kind {
	case event.Flag:
		return byByte(k, flagBytes(listOf(value)))
	case event.Enum:
		return byByte(k, enumBytes(column, listOf(value)))
	case event.Category:
		return byCode(k, t.Dicts[k], listOf(value))
	case event.Count:
		return byCount(k, listOf(value))
	default:
		return byHash(k, listOf(value))
	}
}

func constant(keep bool) condition {
	return func(_ *fact.Chunk, mask []uint8) {
		if !keep {
			clear(mask)
		}
	}
}

func flagBytes(values []any) (keep [256]uint8) {
	for _, v := range values {
		if v == true {
			keep[event.FlagTrue] = 1
		} else {
			keep[0], keep[event.FlagFalse] = 1, 1
		}
	}
	return keep
}

func enumBytes(c event.Column, values []any) (keep [256]uint8) {
	for i, name := range c.Values {
		if slices.Contains(values, any(name)) {
			keep[i+1] = 1
		}
	}
	return keep
}

func byByte(k int, keep [256]uint8) condition {
	return func(c *fact.Chunk, mask []uint8) {
		for i, b := range c.Values[k].Bytes {
			mask[i] &= keep[b]
		}
	}
}

func byCode(k int, dict *event.Dict, values []any) condition {
	keep := make([]uint8, dict.Len())
	for _, v := range values {
		if code := dict.Lookup(v.(string)); code != 0 {
			keep[code] = 1
		}
	}
	return func(c *fact.Chunk, mask []uint8) {
		for i, code := range c.Values[k].Codes {
			mask[i] &= keep[code]
		}
	}
}

func byCount(k int, values []any) condition {
	var counts []int32
	for _, v := range values {
		if n := v.(int64); n == int64(int32(n)) { // others no row can have
			counts = append(counts, int32(n))
		}
	}
	return func(c *fact.Chunk, mask []uint8) {
		for i, n := range c.Values[k].Counts {
			if !slices.Contains(counts, n) {
				mask[i] = 0
			}
		}
	}
}

func byHash(k int, values []any) condition {
	var hashes []uint64
	for _, v := range values {
		hashes = append(hashes, event.HashString(v.(string)))
	}
	return func(c *fact.Chunk, mask []uint8) {
		for i, h := range c.Values[k].Hashes {
			if !slices.Contains(hashes, h) {
				mask[i] = 0
			}
		}
	}
}

// filled selects rows in which the column is recorded, or is not.
func filled(t *fact.Table, name string, want bool) condition {
	k := t.Index(name)
	return func(c *fact.Chunk, mask []uint8) {
		v := c.Values[k]
		for i := range mask {
			if isFilled(t.Columns[k].Kind, v, i) != want {
				mask[i] = 0
			}
		}
	}
}

func isFilled(kind event.Kind, v event.Values, i int) bool {
	switch kind {
	case event.Identifier:
		return v.Hashes[i] != 0
	case event.Category, event.Person:
		return v.Codes[i] != 0
	case event.Instant:
		return v.Times[i] != 0
	case event.Count:
		return v.Counts[i] != event.AbsentCount
	default:
		return v.Bytes[i] != 0
	}
}
