package event

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// splitter cuts CSV records into fields by the rules of encoding/csv (RFC 4180, quotes
// only around whole fields), proved equal by fuzzing. It gives fields as bounds within
// text, and makes no copies of records without quotes.
type splitter struct {
	comma    byte
	unquoted bool    // the data are known to hold no quote
	text     []byte  // what bounds refer to
	bounds   []int32 // start and end of every field
	origins  []int32 // quoted records: start of every field within the record, quote included
	plain    []byte  // space for unquoted text
	quoteAt  int     // start of the field that failed or is open, within its line
	badAt    int     // offset of the quote that broke the rules
}

// next splits the record at the beginning of data and returns its size with the line end.
// It looks at eight bytes at a time for commas, line ends and quotes; most records have no
// quotes, and need nothing more. An empty line has no fields.
func (s *splitter) next(data []byte) (size int, why failure) {
	bounds, start, commas := s.bounds[:0], 0, ones*uint64(s.comma)
	s.origins, s.text = s.origins[:0], data
	for i := 0; i < len(data); i += 8 {
		w := word(data, i)
		m := zeros(w^commas) | zeros(w^ones*'\n')
		if !s.unquoted {
			m |= zeros(w ^ ones*'"')
		}
		for ; m != 0; m &= m - 1 {
			at := i + bits.TrailingZeros64(m)/8
			if at >= len(data) {
				break
			}
			switch data[at] {
			case s.comma:
				bounds = append(bounds, int32(start), int32(at))
				start = at + 1
			case '\n':
				s.bounds = last(bounds, data, start, at)
				return at + 1, 0
			default:
				return s.record(data)
			}
		}
	}
	s.bounds = last(bounds, data, start, len(data))
	return len(data), 0
}

// last ends an unquoted record, leaving a carriage return out.
func last(bounds []int32, data []byte, start, end int) []int32 {
	if end > start && data[end-1] == '\r' {
		end--
	}
	if end == 0 {
		return bounds
	}
	return append(bounds, int32(start), int32(end))
}

const ones = 0x0101010101010101

// word loads eight bytes; beyond the end there are zeros.
func word(data []byte, i int) uint64 {
	if i+8 <= len(data) {
		return binary.LittleEndian.Uint64(data[i:])
	}
	var tail [8]byte
	copy(tail[:], data[i:])
	return binary.LittleEndian.Uint64(tail[:])
}

// zeros sets the high bit of every zero byte, and no other bit (Warren, Hacker's Delight,
// 2nd edition, section 6-1).
func zeros(w uint64) uint64 {
	const low = 0x7f * ones
	return ^((w&low + low) | w | low)
}

func (s *splitter) len() int { return len(s.bounds) / 2 }

func (s *splitter) field(i int) []byte { return s.text[s.bounds[2*i]:s.bounds[2*i+1]] }

// skip measures the record at the beginning of data, line end included; open says that
// data ends within quotes. size is negative when data ends before the line does.
func (s *splitter) skip(data []byte, end bool) (size int, open bool) {
	size, why := s.record(data)
	if why == openQuote {
		return 0, true
	}
	if !end && (size == 0 || data[size-1] != '\n') {
		return -1, false
	}
	return size, false
}

// record splits the record at the beginning of data, which may hold quotes, and returns
// its size with the line end. A record that breaks the rules ends with its current line.
func (s *splitter) record(data []byte) (size int, why failure) {
	s.plain, s.bounds, s.origins = s.plain[:0], s.bounds[:0], s.origins[:0]
	at, line := 0, 0
	for {
		s.origins = append(s.origins, int32(at))
		s.quoteAt = at - line
		start := int32(len(s.plain))
		if at >= len(data) || data[at] != '"' {
			end := fieldEnd(data[at:], s.comma) + at
			if q := bytes.IndexByte(data[at:end], '"'); q >= 0 {
				s.badAt = at + q
				return lineEnd(data, at), badQuote
			}
			s.plain = append(s.plain, trimReturn(data, at, end)...)
			at = end
		} else {
			var closed bool
			if at, line, closed = s.quoted(data, at+1, line); !closed {
				return len(data), openQuote
			}
			if !endsField(data[at:], s.comma) {
				s.badAt = at - 1
				return lineEnd(data, at), badQuote
			}
			if at < len(data) && data[at] == '\r' {
				at++
			}
		}
		s.bounds = append(s.bounds, start, int32(len(s.plain)))
		if at >= len(data) || data[at] == '\n' {
			s.text = s.plain
			return min(at+1, len(data)), 0
		}
		at++
	}
}

// quoted copies a quoted field's text from after its opening quote; it returns the offset
// after the closing one.
func (s *splitter) quoted(data []byte, at, line int) (next, inLine int, closed bool) {
	for {
		q := bytes.IndexByte(data[at:], '"')
		if q < 0 {
			return len(data), line, false
		}
		piece := data[at : at+q]
		if n := bytes.LastIndexByte(piece, '\n'); n >= 0 {
			line = at + n + 1
			s.plain = append(s.plain, bytes.ReplaceAll(piece, []byte("\r\n"), newline)...)
		} else {
			s.plain = append(s.plain, piece...)
		}
		at += q + 1
		if at >= len(data) || data[at] != '"' {
			return at, line, true
		}
		s.plain = append(s.plain, '"')
		at++
	}
}

// fieldEnd is the length of an unquoted field.
func fieldEnd(data []byte, comma byte) int {
	for i, c := range data {
		if c == comma || c == '\n' {
			return i
		}
	}
	return len(data)
}

// trimReturn leaves out a carriage return that belongs to the line end.
func trimReturn(data []byte, from, to int) []byte {
	if to > from && data[to-1] == '\r' && (to == len(data) || data[to] == '\n') {
		to--
	}
	return data[from:to]
}

// endsField reports whether a comma, a line end or the end of data follows a closing quote.
func endsField(data []byte, comma byte) bool {
	switch {
	case len(data) == 0, data[0] == comma, data[0] == '\n':
		return true
	case data[0] == '\r':
		return len(data) == 1 || data[1] == '\n'
	}
	return false
}

// lineEnd is the offset after the line that holds at.
func lineEnd(data []byte, at int) int {
	if n := bytes.IndexByte(data[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(data)
}
