// Package download writes tables as files that other programs read: CSV, JSON Lines and
// Parquet, batch by batch, with the same bytes for the same rows.
//
//	Batch (typed columns, absence kept apart from zero) ─► Writer ─► bytes
//
// A Batch knows no metric and no event table; whoever calls it decides names, kinds and
// order. What governance gets goes the same way: Table writes a table.Table, and Package
// describes such files to programs (Frictionless Data Package).
// It opens no file: callers hand it an io.Writer and close that themselves.
package download

import (
	"fmt"
	"io"
	"slices"
)

// Kind says what the values of a column are.
type Kind uint8

const (
	// Text is text with about as many values as rows (identifiers).
	Text Kind = iota
	// Label is text with few different values; Parquet holds it as dictionary codes.
	Label
	// Instant is whole seconds since 1970-01-01T00:00:00Z.
	Instant
	// Date is whole days since 1970-01-01.
	Date
	// Flag is true or false.
	Flag
	// Count is a whole number.
	Count
	// Number is a floating-point number; NaN and infinities are errors, absence is Null.
	Number
)

// Column is one column of a table to be written.
type Column struct {
	Name string
	Kind Kind
}

// Writer takes a table batch by batch. Close completes the file (Parquet's footer, a
// compressor's trailer is not its business) but does not close the underlying writer.
type Writer interface {
	WriteBatch(*Batch) error
	Close() error
}

// Formats are the endings that New understands, each also with .gz or .zst for the texts.
var Formats = []string{"csv", "jsonl", "parquet"}

// New returns the writer of one of Formats with that format's default options.
func New(format string, w io.Writer, columns []Column) (Writer, error) {
	switch format {
	case "csv":
		return NewCSV(w, columns, CSVOptions{})
	case "jsonl":
		return NewJSONL(w, columns)
	case "parquet":
		return NewParquet(w, columns)
	}
	return nil, fmt.Errorf("format %q is not known; expected one of %v", format, Formats)
}

// check refuses what no format can hold: no columns, an empty or a repeated name.
func check(columns []Column) error {
	if len(columns) == 0 {
		return fmt.Errorf("a table needs at least one column")
	}
	var seen []string
	for _, c := range columns {
		if c.Name == "" || slices.Contains(seen, c.Name) {
			return fmt.Errorf("column name %q is empty or repeated", c.Name)
		}
		seen = append(seen, c.Name)
	}
	return nil
}
