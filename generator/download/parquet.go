package download

import (
	"bytes"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding"
)

// RowGroup is how many rows a Parquet row group holds: enough for good compression, few
// enough that a reader with two cores has several to share out.
const RowGroup = 256 << 10

// parquetChunk is how many values go to a column at a time; a page may exceed its size by
// as much.
const parquetChunk = 4096

type parquetWriter struct {
	w       *parquet.GenericWriter[any]
	columns []Column
	values  []parquet.Value // scratch, reused
	rows    int             // in the open row group
}

// NewParquet writes zstd pages; every column optional; Label as dictionary codes; Instant
// as TIMESTAMP(MILLIS, UTC), Date as DATE and Count as INT64, all delta-encoded; Flag as
// BOOLEAN.
//
// Values go straight to the column writers with their definition levels: the library's
// writers for Go structs turn an absent value of an optional field into zero.
func NewParquet(w io.Writer, columns []Column) (Writer, error) {
	if err := check(columns); err != nil {
		return nil, err
	}
	p := &parquetWriter{columns: columns, values: make([]parquet.Value, parquetChunk)}
	p.w = parquet.NewGenericWriter[any](w, parquetSchema(columns),
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}),
		parquet.CreatedBy("leadline", "1", "0"),
		parquet.DataPageVersion(1)) // read by everything
	return p, nil
}

func parquetSchema(columns []Column) *parquet.Schema {
	group := parquet.Group{}
	for _, c := range columns {
		group[c.Name] = parquet.Optional(parquetNode(c.Kind))
	}
	byName := map[string]parquet.Field{}
	for _, f := range group.Fields() {
		byName[f.Name()] = f
	}
	ordered := orderedGroup{Group: group}
	for _, c := range columns {
		ordered.fields = append(ordered.fields, byName[c.Name])
	}
	return parquet.NewSchema("leadline", ordered)
}

// orderedGroup keeps the declared order of columns; parquet.Group alone sorts by name.
type orderedGroup struct {
	parquet.Group
	fields []parquet.Field
}

func (g orderedGroup) Fields() []parquet.Field { return g.fields }

func parquetNode(kind Kind) parquet.Node {
	switch kind {
	case Label:
		return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	case Instant:
		return delta(parquet.Timestamp(parquet.Millisecond))
	case Date:
		return delta(parquet.Date())
	case Flag:
		return parquet.Leaf(parquet.BooleanType)
	case Count:
		return delta(parquet.Leaf(parquet.Int64Type))
	case Number:
		return parquet.Leaf(parquet.DoubleType)
	}
	return parquet.Encoded(parquet.String(), encoding.Encoding(&parquet.Plain))
}

func delta(n parquet.Node) parquet.Node { return parquet.Encoded(n, &parquet.DeltaBinaryPacked) }

func (p *parquetWriter) WriteBatch(b *Batch) error {
	n, err := b.Rows()
	if err != nil {
		return err
	}
	for start := 0; start < n; {
		end := min(n, start+RowGroup-p.rows)
		if err := p.rowsOf(b, start, end); err != nil {
			return err
		}
		if p.rows += end - start; p.rows == RowGroup {
			if err := p.w.Flush(); err != nil {
				return err
			}
			p.rows = 0
		}
		start = end
	}
	return nil
}

func (p *parquetWriter) rowsOf(b *Batch, start, end int) error {
	for i, column := range p.w.ColumnWriters() {
		for at := start; at < end; at += parquetChunk {
			to := min(end, at+parquetChunk)
			values, err := p.fill(&b.Cells[i], i, at, to)
			if err == nil {
				_, err = column.WriteRowValues(values)
			}
			if err != nil {
				return fmt.Errorf("column %q: %w", p.columns[i].Name, err)
			}
		}
	}
	return nil
}

// fill turns rows start to end of a column into values with definition level 1, or 0
// where they are absent. Most values of most columns are those of the row above.
func (p *parquetWriter) fill(c *Cells, column, start, end int) ([]parquet.Value, error) {
	out, null := p.values[:end-start], parquet.Value{}.Level(0, 0, column)
	for i := range out {
		row := start + i
		switch {
		case c.absent[row] != 0:
			out[i] = null
		case i > 0 && c.repeats(row):
			out[i] = out[i-1]
		case c.kind == Number && (math.IsNaN(c.floats[row]) || math.IsInf(c.floats[row], 0)):
			return nil, fmt.Errorf("%v is not a number that can be written; use Null", c.floats[row])
		default:
			out[i] = c.parquetValue(row).Level(0, 1, column)
		}
	}
	return out, nil
}

// repeats reports whether a row, which is not the first, holds the value of the one above.
func (c *Cells) repeats(row int) bool {
	switch {
	case c.absent[row-1] != 0:
		return false
	case c.kind == Text || c.kind == Label:
		return bytes.Equal(c.TextAt(row-1), c.TextAt(row))
	case c.kind == Number:
		return math.Float64bits(c.floats[row-1]) == math.Float64bits(c.floats[row]) // zero has two
	}
	return c.ints[row-1] == c.ints[row]
}

func (c *Cells) parquetValue(row int) parquet.Value {
	switch c.kind {
	case Instant:
		return parquet.Int64Value(c.ints[row] * 1000)
	case Date:
		return parquet.Int32Value(int32(c.ints[row]))
	case Flag:
		return parquet.BooleanValue(c.ints[row] != 0)
	case Count:
		return parquet.Int64Value(c.ints[row])
	case Number:
		return parquet.DoubleValue(c.floats[row])
	}
	return parquet.ByteArrayValue(c.TextAt(row))
}

// Close writes the last row group and the footer.
func (p *parquetWriter) Close() error { return p.w.Close() }
