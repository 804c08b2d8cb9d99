package download

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"
)

// CSVOptions says how a CSV file differs from the default: comma, LF, RFC 3339 in UTC,
// quotes only where RFC 4180 needs them.
type CSVOptions struct {
	Delimiter byte           // 0 for ','
	Zone      *time.Location // times are written in this zone; nil for UTC
	Layout    string         // Go layout of times; "" for RFC 3339 with the zone's offset
	CRLF      bool           // line ends as RFC 4180 has them, for spreadsheets
	// Guard is for files that people open in a spreadsheet: it quotes every text, puts ' before
	// what a spreadsheet could take for a formula (see guard), and writes numbers without an
	// exponent. It changes the text, so it is not for files that other programs join.
	Guard bool
	// Reasons are written for absent values, by the number of the reason; what is beyond them
	// stays empty.
	Reasons []string
}

type csvWriter struct {
	w       io.Writer
	columns []Column
	opt     CSVOptions
	buf     []byte
}

// NewCSV writes the header row at once.
func NewCSV(w io.Writer, columns []Column, opt CSVOptions) (Writer, error) {
	if err := check(columns); err != nil {
		return nil, err
	}
	if opt.Delimiter == 0 {
		opt.Delimiter = ','
	}
	c := &csvWriter{w: w, columns: columns, opt: opt}
	for i, col := range columns {
		c.separate(i)
		c.text([]byte(col.Name))
	}
	c.endLine()
	return c, c.flush()
}

func (c *csvWriter) WriteBatch(b *Batch) error {
	n, err := b.Rows()
	if err != nil {
		return err
	}
	for row := range n {
		for i := range b.Cells {
			c.separate(i)
			if err := c.cell(&b.Cells[i], row); err != nil {
				return fmt.Errorf("column %q: %w", c.columns[i].Name, err)
			}
		}
		c.endLine()
		if len(c.buf) >= flushAt {
			if err := c.flush(); err != nil {
				return err
			}
		}
	}
	return c.flush()
}

// Close has nothing to complete: every batch is written when it comes.
func (c *csvWriter) Close() error { return nil }

const flushAt = 1 << 18

func (c *csvWriter) flush() error {
	_, err := c.w.Write(c.buf)
	c.buf = c.buf[:0]
	return err
}

func (c *csvWriter) separate(column int) {
	if column > 0 {
		c.buf = append(c.buf, c.opt.Delimiter)
	}
}

// endLine quotes a line that would be empty, because readers skip empty lines.
func (c *csvWriter) endLine() {
	if n := len(c.buf); len(c.columns) == 1 && (n == 0 || c.buf[n-1] == '\n') {
		c.buf = append(c.buf, '"', '"')
	}
	if c.opt.CRLF {
		c.buf = append(c.buf, '\r')
	}
	c.buf = append(c.buf, '\n')
}

func (c *csvWriter) cell(v *Cells, row int) error {
	if why := int(v.absent[row]); why != 0 {
		if why < len(c.opt.Reasons) {
			c.buf = append(c.buf, c.opt.Reasons[why]...)
		}
		return nil
	}
	switch v.kind {
	case Text, Label:
		c.text(v.TextAt(row))
	case Instant:
		c.instant(v.ints[row])
	case Date:
		return c.date(v.ints[row])
	case Flag:
		c.buf = strconv.AppendBool(c.buf, v.ints[row] != 0)
	case Count:
		c.buf = strconv.AppendInt(c.buf, v.ints[row], 10)
	case Number:
		return c.number(v.floats[row])
	}
	return nil
}

func (c *csvWriter) number(f float64) error {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return fmt.Errorf("%v is not a number that can be written; use Null", f)
	}
	if !c.opt.Guard {
		c.buf = strconv.AppendFloat(c.buf, f, 'g', -1, 64)
		return nil
	}
	start := len(c.buf)
	c.buf = strconv.AppendFloat(c.buf, f, 'f', -1, 64)
	if !plainNumber(c.buf[start:]) {
		return fmt.Errorf("%s is not written as a plain number", c.buf[start:])
	}
	return nil
}

// plainNumber is the one form that a guarded number may have: -?digits[.digits]. A number is
// never quoted and never changed, so nothing else may pass for one.
func plainNumber(s []byte) bool {
	s = bytes.TrimPrefix(s, []byte("-"))
	whole, fraction, point := bytes.Cut(s, []byte("."))
	return digits(whole) && (!point || digits(fraction))
}

func digits(s []byte) bool {
	for _, b := range s {
		if b < '0' || b > '9' {
			return false
		}
	}
	return len(s) > 0
}

func (c *csvWriter) date(days int64) error {
	y, m, d := civil(days)
	if y < 0 || y > 9999 {
		return fmt.Errorf("day %d since 1970 is in the year %d; a date has a year of four digits", days, y)
	}
	c.buf = appendDate(c.buf, y, m, d)
	return nil
}

func (c *csvWriter) instant(t int64) {
	switch {
	case c.opt.Layout != "":
		c.buf = time.Unix(t, 0).In(c.zone()).AppendFormat(c.buf, c.opt.Layout)
	case c.opt.Zone != nil:
		c.buf = time.Unix(t, 0).In(c.opt.Zone).AppendFormat(c.buf, time.RFC3339)
	default:
		c.buf = appendInstant(c.buf, t)
	}
}

func (c *csvWriter) zone() *time.Location {
	if c.opt.Zone == nil {
		return time.UTC
	}
	return c.opt.Zone
}

// text quotes by RFC 4180: a text that holds the delimiter, a quote or a line end, and
// one that begins or ends with a space, which some readers would trim.
func (c *csvWriter) text(s []byte) {
	if !c.opt.Guard && !c.needsQuotes(s) {
		c.buf = append(c.buf, s...)
		return
	}
	if c.opt.Guard {
		s = guard(s)
	}
	c.buf = append(c.buf, '"')
	for _, b := range s {
		if b == '"' {
			c.buf = append(c.buf, '"')
		}
		c.buf = append(c.buf, b)
	}
	c.buf = append(c.buf, '"')
}

func (c *csvWriter) needsQuotes(s []byte) bool {
	for _, b := range s {
		if b == c.opt.Delimiter || b == '"' || b == '\n' || b == '\r' {
			return true
		}
	}
	return len(s) > 0 && (s[0] == ' ' || s[len(s)-1] == ' ')
}
