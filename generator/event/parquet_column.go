package event

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// narrow is what Values holds.
type narrow interface {
	uint64 | uint32 | int32 | uint8
}

// columnReader reads one column chunk into a column.
type columnReader struct {
	*worker
	in       *input
	i        int // plan column
	f        *field
	as       physical
	at       int  // rows read
	gaps     bool // some value is absent
	bads     []badCell
	remapped bool
	inDict   []badCell // bad entries of the dictionary; row is the entry
	space    []byte    // of digits
}

// readColumn reads plan column i of a row group, and returns the values that reject their
// rows.
func (w *worker) readColumn(in *input, file *parquet.File, g, i int, l leaf, out *Values) ([]badCell, error) {
	c := &columnReader{worker: w, in: in, i: i, f: &in.fields[i], as: l.as}
	chunk, meta := file.RowGroups()[g].ColumnChunks()[l.at], &file.Metadata().RowGroups[g].Columns[l.at].MetaData
	var err error
	switch c.f.Kind {
	case Identifier:
		r := &chunkReader[uint64]{columnReader: c, out: out.Hashes}
		if l.as.form == asText && c.f.values == nil && w.pages.read(file, meta, l.optional, out.Hashes) {
			c.gaps = w.pages.gaps
			r.requireAll()
			break
		}
		err = r.read(chunk)
	case Category, Person:
		err = (&chunkReader[uint32]{columnReader: c, out: out.Codes}).read(chunk)
	case Instant:
		err = (&chunkReader[uint32]{columnReader: c, out: out.Times}).read(chunk)
	case Count:
		err = (&chunkReader[int32]{columnReader: c, out: out.Counts}).read(chunk)
	default:
		err = (&chunkReader[uint8]{columnReader: c, out: out.Bytes}).read(chunk)
	}
	return c.bads, err
}

// chunkReader is a columnReader that knows the values' width: what it reads goes straight
// to its place.
type chunkReader[T narrow] struct {
	*columnReader
	out        []T // one per row of the row group
	dictionary []T // values of the chunk's dictionary
}

func (c *chunkReader[T]) read(chunk parquet.ColumnChunk) error {
	pages := chunk.Pages()
	defer pages.Close()
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		err = c.page(page)
		parquet.Release(page)
		if err != nil {
			return err
		}
	}
	if c.at != len(c.out) {
		return fmt.Errorf("%d values for %d rows", c.at, len(c.out))
	}
	c.requireAll()
	return nil
}

// page reads a page's values and spreads them over its rows.
func (c *chunkReader[T]) page(page parquet.Page) error {
	n := int(page.NumRows())
	if n > len(c.out)-c.at {
		return fmt.Errorf("more values than the %d rows", len(c.out))
	}
	levels := page.DefinitionLevels()
	present := n
	if levels != nil {
		if len(levels) != n {
			return fmt.Errorf("%d definition levels for %d rows", len(levels), n)
		}
		present = n - int(page.NumNulls())
	}
	rows := c.out[c.at : c.at+n]
	before := len(c.bads)
	if present > 0 {
		if err := c.values(page, rows[:present]); err != nil {
			return err
		}
	}
	if present < n {
		c.gaps = true
		spread(rows, present, levels, T(c.f.absent))
	}
	c.placeBads(levels, before)
	c.at += n
	return nil
}

// spread moves the values, which come first, to the rows that have one: those of a level
// above 0. It goes backwards, so that no value is written over before it has moved.
func spread[T narrow](rows []T, present int, levels []byte, absent T) {
	levels = levels[:len(rows)]
	for i := len(rows) - 1; i >= 0; i-- {
		if levels[i] == 0 {
			rows[i] = absent
			continue
		}
		present--
		rows[i] = rows[present]
	}
}

// values reads a page's values.
func (c *chunkReader[T]) values(page parquet.Page, out []T) error {
	data, dict := page.Data(), page.Dictionary()
	if dict == nil {
		bads, err := c.convert(data, out)
		c.bads = append(c.bads, bads...)
		c.gaps = c.gaps || slices.Contains(out, T(c.f.absent))
		return err
	}
	if !c.remapped {
		c.remapped = true
		c.dictionary = make([]T, dict.Len())
		var err error
		if c.inDict, err = c.convert(dict.Page().Data(), c.dictionary); err != nil {
			return err
		}
		c.gaps = c.gaps || slices.Contains(c.dictionary, T(c.f.absent))
	}
	codes := data.Int32()
	if len(codes) < len(out) {
		return fmt.Errorf("%d values where %d are declared", len(codes), len(out))
	}
	codes = codes[:len(out)]
	for k, code := range codes {
		out[k] = c.dictionary[code]
	}
	if len(c.inDict) > 0 {
		c.badCodes(codes)
	}
	return nil
}
