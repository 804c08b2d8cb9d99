package download

import "fmt"

// Batch is some rows of a table, held as columns. Rows are added cell by cell: every
// column gets exactly one value (or Null) a row. Reset keeps the memory.
type Batch struct {
	Columns []Column
	Cells   []Cells // in the order of Columns
}

// Cells is one column of a batch. Which of its methods add a value follows from the
// column's Kind; a wrong one is found by Batch.Rows.
type Cells struct {
	absent []uint8   // 0 where there is a value, else the number of the reason
	text   []byte    // Text, Label: all values end to end
	ends   []uint32  // Text, Label: where each value ends in text
	ints   []int64   // Instant, Date, Count; Flag as 0 and 1
	floats []float64 // Number
	kind   Kind
}

// NewBatch returns an empty batch with room for about rows rows.
func NewBatch(columns []Column, rows int) *Batch {
	b := &Batch{Columns: columns, Cells: make([]Cells, len(columns))}
	for i, c := range columns {
		b.Cells[i].kind = c.Kind
		b.Cells[i].absent = make([]uint8, 0, rows)
	}
	return b
}

// Reset empties the batch.
func (b *Batch) Reset() {
	for i := range b.Cells {
		c := &b.Cells[i]
		c.absent, c.text, c.ends, c.ints, c.floats = c.absent[:0], c.text[:0], c.ends[:0], c.ints[:0], c.floats[:0]
	}
}

// Len is the number of rows by the first column.
func (b *Batch) Len() int { return len(b.Cells[0].absent) }

// Rows is the number of rows, or an error when the columns are not equally long or hold
// values of another kind than declared.
func (b *Batch) Rows() (int, error) {
	n := b.Len()
	for i := range b.Cells {
		c := &b.Cells[i]
		if len(c.absent) != n || c.values() != n {
			return 0, fmt.Errorf("column %q has %d values for %d rows", b.Columns[i].Name, c.values(), n)
		}
	}
	return n, nil
}

func (c *Cells) values() int {
	switch c.kind {
	case Text, Label:
		return len(c.ends)
	case Number:
		return len(c.floats)
	}
	return len(c.ints)
}

// Null adds an absent value.
func (c *Cells) Null() { c.Without(1) }

// Without adds an absent value with the number of the reason, 1 or more; see
// CSVOptions.Reasons.
func (c *Cells) Without(reason uint8) {
	switch c.kind {
	case Text, Label:
		c.ends = append(c.ends, uint32(len(c.text)))
	case Number:
		c.floats = append(c.floats, 0)
	default:
		c.ints = append(c.ints, 0)
	}
	c.absent = append(c.absent, reason)
}

// Text adds a text; the empty text is a value of its own, not absence, where the format
// can tell (CSV cannot).
func (c *Cells) Text(s string) {
	c.text = append(c.text, s...)
	c.end()
}

// Bytes is Text of bytes, which are copied.
func (c *Cells) Bytes(s []byte) {
	c.text = append(c.text, s...)
	c.end()
}

func (c *Cells) end() {
	c.ends = append(c.ends, uint32(len(c.text)))
	c.absent = append(c.absent, 0)
}

// Int adds an instant (seconds since 1970 UTC), a date (days since 1970) or a count.
func (c *Cells) Int(v int64) {
	c.ints = append(c.ints, v)
	c.absent = append(c.absent, 0)
}

// Flag adds true or false.
func (c *Cells) Flag(v bool) {
	if v {
		c.Int(1)
		return
	}
	c.Int(0)
}

// Number adds a floating-point number.
func (c *Cells) Number(v float64) {
	c.floats = append(c.floats, v)
	c.absent = append(c.absent, 0)
}

// Absent reports whether row i has no value.
func (c *Cells) Absent(i int) bool { return c.absent[i] != 0 }

// TextAt is the text of row i; the slice is valid until the next change of the batch.
func (c *Cells) TextAt(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = c.ends[i-1]
	}
	return c.text[start:c.ends[i]]
}

// IntAt is the instant, date, count or flag (0, 1) of row i.
func (c *Cells) IntAt(i int) int64 { return c.ints[i] }

// NumberAt is the floating-point number of row i.
func (c *Cells) NumberAt(i int) float64 { return c.floats[i] }

// CopyRow adds row i of from, which must have the same columns.
func (b *Batch) CopyRow(from *Batch, i int) {
	for k := range b.Cells {
		b.Cells[k].copy(&from.Cells[k], i)
	}
}

func (c *Cells) copy(from *Cells, i int) {
	switch {
	case from.absent[i] != 0:
		c.Without(from.absent[i])
	case c.kind == Text || c.kind == Label:
		c.Bytes(from.TextAt(i))
	case c.kind == Number:
		c.Number(from.floats[i])
	default:
		c.Int(from.ints[i])
	}
}
