package event

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"sync"
)

// A record is at most maxRecord bytes long; what is longer is rejected without being held.
// A block is filled with up to maxBlock bytes, more than two records.
var (
	maxRecord = 1 << 20
	maxBlock  = 2<<20 + 1<<16
)

// block is a run of whole records. data goes back to the pool after use.
type block struct {
	data   []byte
	line   int // of the first byte, from 1
	buffer *[]byte
	// bad is why the record that follows data could not be cut; it is one row, rejected.
	bad       failure
	badLine   int
	badColumn int
}

var buffers = sync.Pool{New: func() any { b := []byte(nil); return &b }}

func (b *block) release() {
	if b.buffer != nil {
		buffers.Put(b.buffer)
		b.buffer = nil
	}
}

// tooBig holds a record, its line end not counted, against the limit.
func tooBig(record []byte) bool {
	n := len(record)
	return n > maxRecord && (n > maxRecord+1 || record[n-1] != '\n')
}

// cutter cuts a stream into blocks at record ends. It is the only sequential stage of
// reading a text file, so it looks for nothing but line ends and, in CSV, quotes.
type cutter struct {
	r     io.Reader
	csv   bool
	comma byte
	rest  []byte // read but not yet given out; part of the last block's buffer
	line  int
	end   bool
	err   error // of reading
}

func newCutter(r io.Reader, csv bool, comma byte) *cutter {
	return &cutter{r: r, csv: csv, comma: comma, line: 1}
}

// next returns io.EOF after the last block. Its block is the caller's.
func (c *cutter) next() (block, error) {
	b := block{line: c.line, buffer: buffers.Get().(*[]byte)}
	if cap(*b.buffer) < maxBlock {
		*b.buffer = make([]byte, maxBlock)
	}
	data := (*b.buffer)[:maxBlock]
	n := copy(data, c.rest)
	n += c.fill(data[n:])
	data = data[:n]
	if c.err != nil || n == 0 { // what came before an error may end within a record
		b.release()
		return block{}, cmp.Or(c.err, io.EOF)
	}
	size, bad, column := c.cut(data)
	b.data = data[:size]
	c.line += bytes.Count(b.data, newline)
	c.rest = append(c.rest[:0], data[size:]...)
	if bad != 0 {
		b.bad, b.badLine, b.badColumn = bad, c.line, column
		c.skipLine()
	}
	return b, nil
}

var newline = []byte{'\n'}

// fill reads until the space is full or the stream ends.
func (c *cutter) fill(space []byte) int {
	n := 0
	for n < len(space) && !c.end {
		m, err := c.r.Read(space[n:])
		n += m
		if err != nil {
			c.end = true
			if !errors.Is(err, io.EOF) {
				c.err = err
			}
		}
	}
	return n
}

// skipLine drops a line that is too long or begins a record without an end, reading on
// without keeping what it reads.
func (c *cutter) skipLine() {
	c.line++
	if i := bytes.IndexByte(c.rest, '\n'); i >= 0 {
		c.rest = append(c.rest[:0], c.rest[i+1:]...)
		return
	}
	c.rest = c.rest[:0]
	space := make([]byte, 64<<10)
	for !c.end {
		n := c.fill(space)
		if i := bytes.IndexByte(space[:n], '\n'); i >= 0 {
			c.rest = append(c.rest, space[i+1:n]...)
			return
		}
	}
}

// cut finds how much of data is whole records. bad says that the record after them
// cannot be completed.
func (c *cutter) cut(data []byte) (size int, bad failure, column int) {
	if c.csv {
		return c.cutQuoted(data)
	}
	size, bad = c.cutLines(data)
	return size, bad, 0
}

func (c *cutter) cutLines(data []byte) (int, failure) {
	if c.end {
		return len(data), 0
	}
	size := bytes.LastIndexByte(data, '\n') + 1
	if len(data)-size > maxRecord {
		return size, tooLong
	}
	return size, 0
}

// cutQuoted walks from quote to quote, because a quoted field may hold line ends. The
// record of a quote that is not closed within maxRecord bytes is given up: only its
// first line is lost, and reading goes on after it.
func (c *cutter) cutQuoted(data []byte) (int, failure, int) {
	var s splitter
	s.comma = c.comma
	at := 0
	for {
		quote := bytes.IndexByte(data[at:], '"')
		if quote < 0 {
			size, bad := c.cutLines(data[at:])
			return at + size, bad, 0
		}
		at += bytes.LastIndexByte(data[at:at+quote], '\n') + 1
		size, open := s.skip(data[at:], c.end)
		switch {
		case (open || size < 0) && !c.end && len(data)-at <= maxRecord:
			return at, 0, 0
		case open || size < 0 || tooBig(data[at:at+size]):
			first := bytes.IndexByte(data[at:], '\n')
			if first > maxRecord || first < 0 && len(data)-at > maxRecord {
				return at, tooLong, 0
			}
			return at, openQuote, s.quoteAt + 1
		}
		at += size
		if at == len(data) {
			return at, 0, 0
		}
	}
}
