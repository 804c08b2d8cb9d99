package event

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
)

// badCell is a value that rejects its row.
type badCell struct {
	row, column int
	why         failure
	text        []byte
}

// parquetWorker is scratch space.
type parquetWorker struct {
	page, dictionary []uint64 // values of a page, of a chunk's dictionary
	digits           []byte
}

// chunkReader reads one column chunk into a column.
type chunkReader struct {
	*worker
	in       *input
	i        int // plan column
	as       physical
	out      *Values
	rows     int
	at       int // rows read
	bads     []badCell
	remapped bool
	inDict   []badCell // bad entries of the dictionary; row is the entry
}

func (c *chunkReader) read(chunk parquet.ColumnChunk) error {
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
	if c.at != c.rows {
		return fmt.Errorf("%d values for %d rows", c.at, c.rows)
	}
	c.requireAll()
	return nil
}

// page spreads a page's values over its rows, leaving those without a value absent.
func (c *chunkReader) page(page parquet.Page) error {
	n := int(page.NumRows())
	if n > c.rows-c.at {
		return fmt.Errorf("more values than the %d rows", c.rows)
	}
	levels := page.DefinitionLevels()
	present := n
	if levels != nil {
		if len(levels) != n {
			return fmt.Errorf("%d definition levels for %d rows", len(levels), n)
		}
		present = n - int(page.NumNulls())
	}
	before := len(c.bads)
	if present > 0 {
		if err := c.values(page, present); err != nil {
			return err
		}
	}
	c.placeBads(levels, before)
	f := &c.in.fields[c.i]
	at, v := c.at, c.parq.page[:present]
	switch f.Kind {
	case Identifier:
		spread(c.out.Hashes[at:at+n], v, levels, 0)
	case Category, Person:
		spread(c.out.Codes[at:at+n], v, levels, 0)
	case Instant:
		spread(c.out.Times[at:at+n], v, levels, 0)
	case Count:
		spread(c.out.Counts[at:at+n], v, levels, AbsentCount)
	default:
		spread(c.out.Bytes[at:at+n], v, levels, 0)
	}
	c.at += n
	return nil
}

// spread narrows values into rows; a level of 0 is a row without a value.
func spread[T uint64 | uint32 | int32 | uint8](rows []T, values []uint64, levels []byte, absent T) {
	if levels == nil || len(values) == len(rows) {
		for i, x := range values[:len(rows)] {
			rows[i] = T(x)
		}
		return
	}
	k := 0
	for i := range rows {
		if levels[i] == 0 {
			rows[i] = absent
			continue
		}
		rows[i] = T(values[k])
		k++
	}
}

// placeBads turns the bads' numbers among a page's values into rows.
func (c *chunkReader) placeBads(levels []byte, from int) {
	bads := c.bads[from:]
	if len(bads) == 0 {
		return
	}
	if levels == nil {
		for i := range bads {
			bads[i].row += c.at
		}
		return
	}
	k := 0
	for row, level := range levels {
		if level == 0 {
			continue
		}
		for len(bads) > 0 && bads[0].row == k {
			bads[0].row, bads = c.at+row, bads[1:]
		}
		k++
	}
}

// values reads a page's values into parq.page.
func (c *chunkReader) values(page parquet.Page, n int) error {
	data := page.Data()
	c.parq.page = grown(c.parq.page, n)
	dict := page.Dictionary()
	if dict == nil {
		return c.convert(data, c.parq.page[:n], &c.bads)
	}
	if !c.remapped {
		c.remapped = true
		c.parq.dictionary = grown(c.parq.dictionary, dict.Len())[:dict.Len()]
		if err := c.convert(dict.Page().Data(), c.parq.dictionary, &c.inDict); err != nil {
			return err
		}
	}
	codes := data.Int32()
	if len(codes) < n {
		return fmt.Errorf("%d values where %d are declared", len(codes), n)
	}
	values, table := c.parq.page[:n], c.parq.dictionary
	for k, code := range codes[:n] {
		values[k] = table[code]
	}
	if len(c.inDict) > 0 {
		c.badCodes(codes[:n])
	}
	return nil
}

// badCodes finds the values of a page that are bad entries of the dictionary.
func (c *chunkReader) badCodes(codes []int32) {
	bad := map[int32]badCell{}
	for _, b := range c.inDict {
		bad[int32(b.row)] = b
	}
	for k, code := range codes {
		if b, ok := bad[code]; ok {
			b.row = k
			c.bads = append(c.bads, b)
		}
	}
}

func grown(s []uint64, n int) []uint64 {
	if cap(s) < n {
		return make([]uint64, n)
	}
	return s[:cap(s)]
}

// convert turns physical values into values of the column.
func (c *chunkReader) convert(data encoding.Values, out []uint64, bads *[]badCell) error {
	f := &c.in.fields[c.i]
	put := func(k int, x uint64, why failure, text func() []byte) {
		if why != 0 {
			x = f.absent
			*bads = append(*bads, badCell{k, c.i, why, append([]byte(nil), text()...)})
		}
		out[k] = x
	}
	switch data.Kind() {
	case encoding.ByteArray:
		return c.texts(data, out, put)
	case encoding.Boolean:
		bits := data.Boolean()
		for k := range out {
			b := bits[k/8] >> (k % 8) & 1
			x, why := c.flag(f, b)
			put(k, x, why, func() []byte { return boolText[b] })
		}
	case encoding.Int32:
		for k, n := range data.Int32()[:len(out)] {
			wide := int64(n)
			if c.as.form == asUnsigned {
				wide = int64(uint32(n))
			}
			x, why := c.number(wide)
			put(k, x, why, func() []byte { return c.digits(wide) })
		}
	case encoding.Int64:
		for k, n := range data.Int64()[:len(out)] {
			x, why := c.number(n)
			put(k, x, why, func() []byte { return c.digits(n) })
		}
	case encoding.Int96:
		for k, n := range data.Int96()[:len(out)] {
			x, why := seconds(int96Seconds(n))
			put(k, x, why, func() []byte { return c.digits(int96Seconds(n)) })
		}
	case encoding.FixedLenByteArray:
		return c.uuids(data, out)
	default:
		return fmt.Errorf("values of kind %v", data.Kind())
	}
	return nil
}

var boolText = [2][]byte{[]byte("false"), []byte("true")}

func (c *chunkReader) flag(f *field, b byte) (uint64, failure) {
	if f.values != nil {
		return c.text(c.in.feed, c.i, boolText[b])
	}
	return uint64(FlagFalse + b), 0
}

func (c *chunkReader) texts(data encoding.Values, out []uint64, put func(int, uint64, failure, func() []byte)) error {
	bytes, offsets := data.ByteArray()
	if len(offsets) < len(out)+1 {
		return fmt.Errorf("%d texts where %d are declared", len(offsets)-1, len(out))
	}
	if int(offsets[len(out)]) > len(bytes) {
		return errors.New("texts beyond the end of the page")
	}
	valid := utf8.Valid(bytes[offsets[0]:offsets[len(out)]])
	for k := range out {
		text := bytes[offsets[k]:offsets[k+1]]
		x, why := uint64(0), notUTF8
		if valid && len(text) <= maxRecord || len(text) <= maxRecord && utf8.Valid(text) {
			x, why = c.text(c.in.feed, c.i, text)
		} else if len(text) > maxRecord {
			why = tooLong
		}
		if why == 0 {
			out[k] = x
			continue
		}
		put(k, x, why, func() []byte { return text[:min(len(text), 128)] })
	}
	return nil
}

func (c *chunkReader) uuids(data encoding.Values, out []uint64) error {
	bytes, size := data.FixedLenByteArray()
	if size != 16 || len(bytes) < 16*len(out) {
		return errors.New("UUIDs that are not 16 bytes long")
	}
	var text [36]byte
	for k := range out {
		formatUUID(&text, bytes[16*k:16*k+16])
		out[k], _ = c.text(c.in.feed, c.i, text[:])
	}
	return nil
}

// formatUUID writes the form that CSV and JSON exports have (RFC 9562, section 4).
func formatUUID(text *[36]byte, id []byte) {
	const hex = "0123456789abcdef"
	at := 0
	for i, b := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			text[at] = '-'
			at++
		}
		text[at], text[at+1] = hex[b>>4], hex[b&15]
		at += 2
	}
}

// number turns a whole number into a value of the column.
func (c *chunkReader) number(n int64) (uint64, failure) {
	f := &c.in.fields[c.i]
	switch c.as.form {
	case asTime:
		s := n / c.as.unit
		if n%c.as.unit < 0 {
			s--
		}
		if !c.as.adjusted {
			return c.in.rule.wall(s)
		}
		return seconds(s)
	case asDay:
		return c.in.rule.wall(n * 86400)
	}
	if f.Kind == Count && f.values == nil && n >= 0 && n <= 1<<31-1 {
		return uint64(n), 0
	}
	return c.text(c.in.feed, c.i, c.digits(n)) // as CSV and JSON Lines would write it
}

func (c *chunkReader) digits(n int64) []byte {
	if c.as.form == asUnsigned {
		c.parq.digits = strconv.AppendUint(c.parq.digits[:0], uint64(n), 10)
	} else {
		c.parq.digits = strconv.AppendInt(c.parq.digits[:0], n, 10)
	}
	return c.parq.digits
}

// int96Seconds reads a Julian day and nanoseconds of the day, as Spark and Hive write
// instants in UTC. Julian day 2440588 began at noon of 1970-01-01.
func int96Seconds(n [3]uint32) int64 {
	nanos := int64(n[1])<<32 | int64(n[0])
	return (int64(int32(n[2]))-2440588)*86400 + nanos/1e9
}

// requireAll finds rows without a value that must have one.
func (c *chunkReader) requireAll() {
	f := &c.in.fields[c.i]
	if f.must == 0 {
		return
	}
	bad := map[int]bool{}
	for _, b := range c.bads {
		bad[b.row] = true
	}
	for row := range c.rows {
		if c.out.get(row) == f.absent && !bad[row] {
			c.bads = append(c.bads, badCell{row: row, column: c.i, why: f.must})
		}
	}
}
