package download

import (
	"errors"
	"fmt"
	"io"

	"leadline/generator/table"
)

// batchRows is how many rows are held at a time.
const batchRows = 4096

// Table writes a table as CSV and as Parquet, in one pass over its rows. Either writer may be
// nil.
//
// The CSV is as RFC 4180 has it: UTF-8 without a byte order mark, comma, CRLF, a header;
// every text quoted and guarded (see guard), numbers, dates (2026-03-01), flags and the codes
// of missing values bare. In the Parquet file missing values are null and texts unchanged.
func Table(t table.Table, csv, parquet io.Writer) error {
	columns := make([]Column, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = Column{c.Name, kindOf(c.Type)}
	}
	writers, err := both(columns, csv, parquet)
	if err != nil {
		return fmt.Errorf("table %s: %w", t.Name, err)
	}
	if err := pour(t, NewBatch(columns, batchRows), writers); err != nil {
		return fmt.Errorf("table %s: %w", t.Name, err)
	}
	for _, w := range writers {
		err = errors.Join(err, w.Close())
	}
	return err
}

func both(columns []Column, csv, parquet io.Writer) (writers []Writer, err error) {
	if csv != nil {
		w, err := NewCSV(csv, columns, CSVOptions{CRLF: true, Guard: true, Reasons: table.Codes()})
		if err != nil {
			return nil, err
		}
		writers = append(writers, w)
	}
	if parquet != nil {
		w, err := NewParquet(parquet, columns)
		if err != nil {
			return nil, err
		}
		writers = append(writers, w)
	}
	return writers, nil
}

// pour fills batches and hands each to every writer.
func pour(t table.Table, b *Batch, writers []Writer) error {
	n := 0
	give := func() error {
		for _, w := range writers {
			if err := w.WriteBatch(b); err != nil {
				return err
			}
		}
		b.Reset()
		return nil
	}
	for values := range t.Rows {
		n++
		for i := range values {
			if err := b.Cells[i].value(&values[i]); err != nil {
				return fmt.Errorf("row %d, column %q: %w", n, t.Columns[i].Name, err)
			}
		}
		if b.Len() == batchRows {
			if err := give(); err != nil {
				return err
			}
		}
	}
	if n != t.Len {
		return fmt.Errorf("%d rows, where %d were announced", n, t.Len)
	}
	return give()
}

// kindOf is how a file holds values of a type. Names and codes repeat; sentences do not.
func kindOf(t table.Type) Kind {
	switch t {
	case table.Prose:
		return Text
	case table.Flag:
		return Flag
	case table.Whole:
		return Count
	case table.Number, table.Share:
		return Number
	case table.Date, table.Month:
		return Date
	case table.Instant:
		return Instant
	default:
		return Label
	}
}

// value adds a value of a table.
func (c *Cells) value(v *table.Value) error {
	switch {
	case v.Missing() != table.Present:
		c.Without(uint8(v.Missing()))
	case v.Fault() != "":
		return errors.New(v.Fault())
	case v.Type().IsText() != (c.kind == Text || c.kind == Label) || !v.Type().IsText() && kindOf(v.Type()) != c.kind:
		return errors.New("the value is of another type than the column")
	case v.Type().IsText():
		c.Text(v.Text())
	case c.kind == Number:
		c.Number(v.Number())
	default:
		c.Int(v.Whole())
	}
	return nil
}
