package download

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"unicode/utf8"
)

type jsonlWriter struct {
	w       io.Writer
	columns []Column
	keys    [][]byte // `"name":` of each column
	buf     []byte
}

// NewJSONL writes one JSON object a row, keys in column order, absent values left out,
// times as RFC 3339 in UTC.
func NewJSONL(w io.Writer, columns []Column) (Writer, error) {
	if err := check(columns); err != nil {
		return nil, err
	}
	j := &jsonlWriter{w: w, columns: columns}
	for _, c := range columns {
		j.keys = append(j.keys, append(appendJSONText(nil, []byte(c.Name)), ':'))
	}
	return j, nil
}

func (j *jsonlWriter) WriteBatch(b *Batch) error {
	n, err := b.Rows()
	if err != nil {
		return err
	}
	for row := range n {
		if err := j.object(b, row); err != nil {
			return err
		}
		if len(j.buf) >= flushAt {
			if err := j.flush(); err != nil {
				return err
			}
		}
	}
	return j.flush()
}

// Close has nothing to complete.
func (j *jsonlWriter) Close() error { return nil }

func (j *jsonlWriter) flush() error {
	_, err := j.w.Write(j.buf)
	j.buf = j.buf[:0]
	return err
}

func (j *jsonlWriter) object(b *Batch, row int) error {
	j.buf = append(j.buf, '{')
	first := true
	for i := range b.Cells {
		if b.Cells[i].absent[row] != 0 {
			continue
		}
		if !first {
			j.buf = append(j.buf, ',')
		}
		first = false
		j.buf = append(j.buf, j.keys[i]...)
		if err := j.value(&b.Cells[i], row); err != nil {
			return fmt.Errorf("column %q: %w", j.columns[i].Name, err)
		}
	}
	j.buf = append(j.buf, '}', '\n')
	return nil
}

func (j *jsonlWriter) value(v *Cells, row int) error {
	switch v.kind {
	case Text, Label:
		j.buf = appendJSONText(j.buf, v.TextAt(row))
	case Instant:
		j.buf = append(appendInstant(append(j.buf, '"'), v.ints[row]), '"')
	case Date:
		y, m, d := civil(v.ints[row])
		j.buf = append(appendDate(append(j.buf, '"'), y, m, d), '"')
	case Flag:
		j.buf = strconv.AppendBool(j.buf, v.ints[row] != 0)
	case Count:
		j.buf = strconv.AppendInt(j.buf, v.ints[row], 10)
	case Number:
		f := v.floats[row]
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("%v is not a number that can be written; use Null", f)
		}
		j.buf = strconv.AppendFloat(j.buf, f, 'g', -1, 64)
	}
	return nil
}

const hexDigits = "0123456789abcdef"

// appendJSONText quotes s. Beside what JSON requires it escapes <, >, & and the line
// separators U+2028/9, so that a line may stand in HTML or a script; invalid UTF-8
// becomes U+FFFD.
func appendJSONText(b, s []byte) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			b = appendJSONByte(b, c)
			i++
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b = append(b, "\ufffd"...)
		case r == '\u2028' || r == '\u2029':
			b = append(b, '\\', 'u', '2', '0', '2', hexDigits[r&15])
		default:
			b = append(b, s[i:i+size]...)
		}
		i += size
	}
	return append(b, '"')
}

func appendJSONByte(b []byte, c byte) []byte {
	switch {
	case c == '"' || c == '\\':
		return append(b, '\\', c)
	case c == '\n':
		return append(b, '\\', 'n')
	case c == '\r':
		return append(b, '\\', 'r')
	case c == '\t':
		return append(b, '\\', 't')
	case c < 0x20 || c == 0x7f || c == '<' || c == '>' || c == '&':
		return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
	}
	return append(b, c)
}
