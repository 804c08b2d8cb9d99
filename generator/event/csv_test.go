package event

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// splitAll splits as the workers do: fields, or the place and class of what is wrong.
func splitAll(data []byte, comma byte) []string {
	s := splitter{comma: comma}
	var all []string
	for line := 1; len(data) > 0; {
		size, why := s.next(data)
		switch {
		case why == openQuote:
			return append(all, "open")
		case why != 0:
			lines, column := lineColumn(data, s.badAt)
			all = append(all, fmt.Sprintf("%d:%d quote", line+lines, column))
		case s.len() > 0:
			var fields []string
			r := csvRows{worker: &worker{split: s}, in: &input{}, line: line}
			for i := range s.len() {
				pos := r.position(data[:size], i)
				fields = append(fields, fmt.Sprintf("%d:%d %q", pos.Line, pos.Column, s.field(i)))
			}
			all = append(all, strings.Join(fields, " "))
		}
		line += bytes.Count(data[:size], newline)
		data = data[size:]
	}
	return all
}

// splitStandard does the same by encoding/csv.
func splitStandard(data []byte, comma byte) []string {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord = rune(comma), -1
	var all []string
	for {
		record, err := r.Read()
		var wrong *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return all
		case errors.As(err, &wrong) && atEnd(data, wrong):
			return append(all, "open")
		case errors.As(err, &wrong):
			all = append(all, fmt.Sprintf("%d:%d quote", wrong.Line, wrong.Column))
		default:
			var fields []string
			for i, field := range record {
				line, column := r.FieldPos(i)
				fields = append(fields, fmt.Sprintf("%d:%d %q", line, column, field))
			}
			all = append(all, strings.Join(fields, " "))
		}
	}
}

// atEnd tells a quote that is never closed from one that is followed by something else:
// encoding/csv has one error for both, at the end of the data or at the quote.
func atEnd(data []byte, e *csv.ParseError) bool {
	lines := bytes.SplitAfter(data, newline)
	if e.Line > len(lines) || errors.Is(e.Err, csv.ErrBareQuote) {
		return false
	}
	line := lines[e.Line-1]
	return e.Column > len(line) || line[e.Column-1] != '"'
}

func FuzzSplitter(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "\"a\"\"b\",c\r\n\r\n\n,\n", "\"x\ny\",2\n\"open\n", "a\"b,c\nd,\"e\"f\ng\n", "a\r", "\"a\"\r", "\r\n\r", "1,\"\r\r\n\"\n", "abcdefgh,ijklmnop,\"q\",\n"} {
		f.Add([]byte(seed), byte(','))
	}
	f.Fuzz(func(t *testing.T, data []byte, comma byte) {
		if comma == '"' || comma == '\r' || comma == '\n' || comma == 0 || comma >= 0x80 {
			comma = ';'
		}
		got, want := splitAll(data, comma), splitStandard(data, comma)
		if len(got) != len(want) {
			t.Fatalf("%q: %d records, encoding/csv has %d\n%q\n%q", data, len(got), len(want), got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%q: record %d\n got %s\nwant %s", data, i, got[i], want[i])
			}
		}
	})
}

// The cutter may put a block's end anywhere, but never within a record.
func FuzzCutter(f *testing.F) {
	f.Add([]byte("a,b\n\"c\nd\",e\nf,\"g\"\"\n\",h\n"), byte(3))
	f.Fuzz(func(t *testing.T, data []byte, step byte) {
		defer func(record, block int) { maxRecord, maxBlock = record, block }(maxRecord, maxBlock)
		maxRecord = 1 << 20
		maxBlock = 1 << 21
		whole := cutAll(t, data)
		maxBlock = 8 + 2*len(data)
		maxRecord = maxBlock // nothing is too long
		if again := cutAll(t, data); again != whole {
			t.Fatalf("block size changes records:\n%s\n%s", whole, again)
		}
		maxRecord = int(step) + 1 // something is: nothing may be lost or hang
		maxBlock = 2*maxRecord + 16
		cutAll(t, data)
	})
}

// cutAll lists the records of all blocks, and where the blocks' lines begin.
func cutAll(t *testing.T, data []byte) string {
	c := newCutter(bytes.NewReader(data), true, ',')
	var all []string
	for {
		b, err := c.next()
		if err != nil {
			return strings.Join(all, "\n")
		}
		for _, record := range splitAll(b.data, ',') {
			if record == "open" {
				t.Fatalf("a block ends within quotes: %q", b.data)
			}
			all = append(all, record[strings.Index(record, ":"):]) // lines are relative to the block
		}
		if b.bad != 0 {
			all = append(all, fmt.Sprint("bad ", b.badLine, b.badColumn))
		}
		b.release()
	}
}
