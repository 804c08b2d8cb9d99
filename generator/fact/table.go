// Package fact links events to each other and to their owners: which deployment carried a
// change, which deployment an incident belongs to, which team owned what at the time. The
// seven linking rules of the event pages are implemented here and nowhere else, and every
// link counts its coverage.
//
//	event.Rows ─► Units (who owns what, when)
//	           ─► Table per entity (columns as read + columns derived by linking) + Coverage
//	           ─► Set[L] (the cells of one team, one service, the portfolio)
//
// It computes no metric: kernels in metric walk a Table's columns.
package fact

import (
	"slices"

	"leadline/generator/event"
)

// The entities that definitions measure; each is a Table made by the function of that name.
const (
	Change      = "change"
	Deployment  = "deployment"
	Incident    = "incident"
	WorkItem    = "work_item"
	PipelineRun = "pipeline_run"

	RequiredCheck       = "required_check"
	Exception           = "exception"
	EnvironmentRequest  = "environment_request"
	CoverageMeasurement = "coverage_measurement"
	Wait                = "wait"
	Answer              = "answer"
	Finding             = "finding"
)

// Table is the facts of one entity, as columns in chunks.
type Table struct {
	Entity  string
	Columns []event.Column
	Dicts   []*event.Dict // per column; nil where the kind has none
	Chunks  []*Chunk
	Delays  *Delays // recorded waits of the rows; nil where none are known
	Survey  *Survey // of Answer: what was asked
	owners  []Owner // of all chunks' rows
}

// Chunk is a block of facts; Values are in the order of Table.Columns.
type Chunk struct {
	Rows   int
	Owner  []Owner
	Values []event.Values
	first  uint32   // number of the first row in the table
	key    []uint64 // event key; dropped once linked
}

// Index is the position of a column, or -1.
func (t *Table) Index(name string) int {
	return slices.IndexFunc(t.Columns, func(c event.Column) bool { return c.Name == name })
}

// Len is the number of facts.
func (t *Table) Len() int {
	n := 0
	for _, c := range t.Chunks {
		n += c.Rows
	}
	return n
}

// newTable takes over the columns of rows without copying them.
func newTable(entity string, rows *event.Rows) *Table {
	t := &Table{Entity: entity}
	if rows == nil {
		return t
	}
	t.Columns, t.Dicts = slices.Clone(rows.Columns), slices.Clone(rows.Dicts)
	first := 0
	t.owners = make([]Owner, rows.Len())
	for _, c := range rows.Chunks {
		next := first + c.Rows
		t.Chunks = append(t.Chunks, &Chunk{Rows: c.Rows, Owner: t.owners[first:next:next], Values: c.Columns, first: uint32(first), key: c.Key})
		first = next
	}
	return t
}

// split cuts the one chunk of a gathered table into several, to be worked on by several cores.
func (t *Table) split() {
	const rows = 1 << 16
	whole := t.Chunks[0]
	t.Chunks = nil
	for first := 0; first < whole.Rows; first += rows {
		next := min(first+rows, whole.Rows)
		c := &Chunk{Rows: next - first, Owner: whole.Owner[first:next:next], first: uint32(first)}
		for _, v := range whole.Values {
			c.Values = append(c.Values, part(v, first, next))
		}
		t.Chunks = append(t.Chunks, c)
	}
}

// part is some rows of a column.
func part(v event.Values, first, next int) event.Values {
	return event.Values{Hashes: cut(v.Hashes, first, next), Codes: cut(v.Codes, first, next), Times: cut(v.Times, first, next),
		Bytes: cut(v.Bytes, first, next), Counts: cut(v.Counts, first, next)}
}

func cut[T any](column []T, first, next int) []T {
	if column == nil {
		return nil
	}
	return column[first:next:next]
}

// derive adds a column, or finds it when the files already have it, and returns its index.
func (t *Table) derive(name string, kind event.Kind) int {
	if k := t.Index(name); k >= 0 {
		return k
	}
	t.Columns = append(t.Columns, event.Column{Name: name, Kind: kind})
	t.Dicts = append(t.Dicts, nil)
	for _, c := range t.Chunks {
		var v event.Values
		switch kind {
		case event.Instant:
			v.Times = make([]uint32, c.Rows)
		case event.Flag, event.Enum:
			v.Bytes = make([]uint8, c.Rows)
		case event.Count:
			v.Counts = make([]int32, c.Rows)
		}
		c.Values = append(c.Values, v)
	}
	return len(t.Columns) - 1
}

// drop removes a column that linking needed and no definition does.
func (t *Table) drop(k int) {
	if k < 0 {
		return
	}
	t.Columns, t.Dicts = slices.Delete(t.Columns, k, k+1), slices.Delete(t.Dicts, k, k+1)
	for _, c := range t.Chunks {
		c.Values = slices.Delete(c.Values, k, k+1)
	}
}

// release drops columns that linking is done with, unless definitions use them; where no
// used column is named, all may be.
func (t *Table) release(used []string, names ...string) {
	for _, name := range names {
		if len(used) > 0 && !slices.Contains(used, name) {
			t.drop(t.Index(name))
		}
	}
}

// Keep drops every column that is not named, and the keys by which rows were linked.
func (t *Table) Keep(names []string) {
	for k := len(t.Columns) - 1; k >= 0; k-- {
		if !slices.Contains(names, t.Columns[k].Name) {
			t.drop(k)
		}
	}
	for _, c := range t.Chunks {
		c.key = nil
	}
}

// ownBy sets each row's owner from the code of a column, once per code and not per row.
// With onlyMissing, rows that have an owner keep it.
func (t *Table) ownBy(column string, owner func(text string) Owner, onlyMissing bool) {
	k := t.Index(column)
	if k < 0 {
		return
	}
	owners := make([]Owner, t.Dicts[k].Len())
	for code := 1; code < len(owners); code++ {
		owners[code] = owner(t.Dicts[k].Text(uint32(code)))
	}
	t.eachChunk(func(_ int, c *Chunk) {
		for i, code := range c.Values[k].Codes {
			if !onlyMissing || c.Owner[i] == Unowned {
				c.Owner[i] = owners[code]
			}
		}
	})
}

// keys is a table's side of a join: by the rows' event keys, or by the hashes of a column.
func (t *Table) keys(column int) []keyed {
	side := make([]keyed, len(t.Chunks))
	for n, c := range t.Chunks {
		side[n] = keyed{keys: c.key, first: c.first}
		if column >= 0 {
			side[n].keys = c.Values[column].Hashes
		}
	}
	return side
}
