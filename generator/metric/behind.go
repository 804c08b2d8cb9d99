package metric

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"leadline/generator/event"
	"leadline/generator/fact"
)

// Behind is the rows behind the figures of one month: those that entered them and those that
// something kept out. It decides nothing about who may see them; that is for whoever knows
// the level and what is withheld.
type Behind struct {
	Columns  []BehindColumn
	Rows     []BehindRow // in the order of files and lines
	Unlisted string      // why there are none; "" where they are listed
	Beside   string      // figures whose rows are not among them; "" for none
}

// BehindColumn is one value of every row.
type BehindColumn struct {
	Name string
	Kind BehindKind
}

// BehindKind is what a value is.
type BehindKind uint8

const (
	BehindInstant BehindKind = iota // seconds since 1970 UTC; 0: not recorded
	BehindLength                    // seconds; below 0: none
	BehindText                      // a category of the row
	BehindKey                       // a category that says which row it is, where no line does
)

// BehindRow is one row of the entity.
type BehindRow struct {
	File, Line int32 // event.FileColumn and LineColumn; -1 where the row is made of several
	As         []string
	LeftOut    string // why it does not count; "" where it does
	Values     []BehindValue
}

// BehindValue is a value of a row, in Number or in Text by its column's kind.
type BehindValue struct {
	Number int64
	Text   string
}

// lister is a kind that can say which rows are behind its figures.
type lister interface {
	// behind gives the columns, and what a row is to the month of q; false where it is nothing.
	behind(q *asked) ([]BehindColumn, func(c *fact.Chunk, i int) (BehindRow, bool))
}

// unlisted: what does not leave a Direction must not leave by its rows.
func (d *Direction) unlisted() string {
	return "a direction shows where a level is heading and never the level, which its rows would give away"
}

func (a *Answers) unlisted() string {
	return "answers to a survey are nobody's to read one by one"
}

// asked is whose rows of which month are wanted.
type asked struct {
	rows
	cells  []fact.Cell
	m      int
	at     uint32 // the first instant after the month, or after what is known of it
	within []check
}

// check is one condition of a definition with its words.
type check struct {
	words string
	test  filter
	mask  []uint8
}

// RowsBehind lists the rows behind a definition's figures of month m over the cells. The
// table must have been read with places (event.Table.WithPlace), or its rows stand nowhere.
func RowsBehind(d *Definition, t *fact.Table, u *fact.Units, f Frame, cells []fact.Cell, m int) Behind {
	kind, ok := d.Measure.(lister)
	if !ok {
		return Behind{Unlisted: d.Measure.(interface{ unlisted() string }).unlisted()}
	}
	if t.Len() == 0 {
		return Behind{Unlisted: "there are no rows"}
	}
	if _, lacking := compile(t, d.Measure.(measurable)); lacking != "" {
		return Behind{Unlisted: whyUnrecorded(d.Measure, lacking)}
	}
	q := &asked{rows: rows{grid{u, f, u.Cells()}, t, nil}, cells: cells, m: m, at: f.end(m), within: checksOf(t, commonOf(d.Measure))}
	b := Behind{}
	var row func(c *fact.Chunk, i int) (BehindRow, bool)
	b.Columns, row = kind.behind(q)
	file, line := t.Index(event.FileColumn), t.Index(event.LineColumn)
	for _, c := range t.Chunks {
		for k := range q.within {
			q.within[k].mask = q.within[k].test.mask(c, q.within[k].mask)
		}
		for i := range c.Rows {
			r, ok := row(c, i)
			if !ok {
				continue
			}
			if why := q.unmet(i); why != "" {
				r.LeftOut = why
			}
			if r.File, r.Line = -1, -1; file >= 0 && line >= 0 {
				r.File, r.Line = c.Values[file].Counts[i], c.Values[line].Counts[i]
			}
			b.Rows = append(b.Rows, r)
		}
	}
	slices.SortStableFunc(b.Rows, compareBehind)
	if some, ok := kind.(interface{ beside() string }); ok {
		b.Beside = some.beside()
	}
	return b
}

func compareBehind(a, b BehindRow) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), slices.CompareFunc(a.Values, b.Values, func(x, y BehindValue) int {
		return cmp.Or(cmp.Compare(x.Number, y.Number), cmp.Compare(x.Text, y.Text))
	}))
}

// checksOf are the conditions one by one, in the words of conditionText.
func checksOf(t *fact.Table, c *Common) (all []check) {
	for _, name := range slices.Sorted(maps.Keys(c.Where)) {
		all = append(all, check{words: name + " = " + valueText(c.Where[name]), test: filter{equals(t, c.Of, name, c.Where[name])}})
	}
	for _, name := range c.Present {
		all = append(all, check{words: name + " recorded", test: filter{filled(t, name, true)}})
	}
	for _, name := range c.Absent {
		if t.Index(name) >= 0 {
			all = append(all, check{words: name + " not recorded", test: filter{filled(t, name, false)}})
		}
	}
	return all
}

// unmet is the first condition that a row does not meet.
func (q *asked) unmet(i int) string {
	for _, c := range q.within {
		if c.mask[i] == 0 {
			return "does not meet " + c.words
		}
	}
	return ""
}

// own reports whether something belonged to the cells at an instant.
func (q *asked) own(o fact.Owner, at uint32) bool {
	_, ok := slices.BinarySearch(q.cells, q.units.At(o, at))
	return ok
}

// in reports whether an instant lies in the month, and the row belonged to the cells then.
func (q *asked) in(c *fact.Chunk, i int, at uint32) bool {
	return at != 0 && q.frame.month(at) == q.m && q.own(c.Owner[i], at)
}

// open reports whether something between two instants was open as the month ended, for
// whoever owned it in its last second; see openMonths.
func (q *asked) open(c *fact.Chunk, i int, start, end uint32) bool {
	return start != 0 && start < q.at && (end == 0 || end >= q.at) && q.own(c.Owner[i], q.at-1)
}

// times is a column of instants, all absent where the table lacks it.
func (q *asked) times(name string) func(c *fact.Chunk, i int) uint32 {
	k := q.table.Index(name)
	return func(c *fact.Chunk, i int) uint32 {
		if k < 0 {
			return 0
		}
		return c.Values[k].Times[i]
	}
}

// texts is a column of categories, enums or flags in words.
func (q *asked) texts(name string) func(c *fact.Chunk, i int) string {
	k := q.table.Index(name)
	if k < 0 {
		return func(*fact.Chunk, int) string { return "" }
	}
	column, dict := q.table.Columns[k], q.table.Dicts[k]
	return func(c *fact.Chunk, i int) string {
		switch v := c.Values[k]; {
		case dict != nil && column.Kind == event.Category:
			return dict.Text(v.Codes[i])
		case column.Kind == event.Enum && v.Bytes[i] > 0:
			return column.Values[v.Bytes[i]-1]
		case column.Kind == event.Flag && v.Bytes[i] != 0:
			return fmt.Sprint(v.Bytes[i] == event.FlagTrue)
		default:
			return ""
		}
	}
}

func instantOf(t uint32) BehindValue { return BehindValue{Number: int64(t)} }

// lengthOf is the time between two instants; none where one is absent.
func lengthOf(from, to uint32) BehindValue {
	if from == 0 || to == 0 {
		return BehindValue{Number: -1}
	}
	return BehindValue{Number: int64(to) - int64(from)}
}

func inWords(s string) BehindValue { return BehindValue{Text: s} }

func columnsOf(kind BehindKind, names ...string) (all []BehindColumn) {
	for _, name := range names {
		all = append(all, BehindColumn{name, kind})
	}
	return all
}
