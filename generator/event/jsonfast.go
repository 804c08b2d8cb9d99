package event

import "math/bits"

// fast reads one flat object of plain strings, simple numbers, true, false and null, and
// refuses everything else, sound or not, for strict to read. It takes a fifth of the time,
// and accepts nothing that strict would not, which a fuzz test compares. line is UTF-8.
func (r *jsonRows) fast(line []byte) bool {
	r.clear()
	i := blank(line, 0)
	if i >= len(line) || line[i] != '{' {
		return false
	}
	for name := 0; ; {
		at, column, next := r.fastName(line, blank(line, i+1), name)
		if next < 0 {
			return false
		}
		name = at
		start, end, next := fastValue(line, next)
		if next < 0 {
			return false
		}
		if column >= 0 {
			r.cells[column] = cell{text: line[start:end:end], column: valueColumn(line, start)}
		}
		if i = blank(line, next); i >= len(line) {
			return false
		}
		if line[i] == '}' {
			return blank(line, i+1) == len(line)
		}
		if line[i] != ',' {
			return false
		}
	}
}

// valueColumn is where a value begins, its quote included.
func valueColumn(line []byte, start int) int {
	if line[start-1] == '"' {
		return start
	}
	return start + 1
}

// fastName reads the name that follows another and its colon, and returns the offset of the
// value; -1 for a name that is not plain or was there before.
func (r *jsonRows) fastName(line []byte, i, before int) (at, column, next int) {
	if i >= len(line) || line[i] != '"' {
		return 0, 0, -1
	}
	i++
	at, end := r.guess(line, i, before)
	if at < 0 {
		if end = stringEnd(line, i); end < 0 {
			return 0, 0, -1
		}
		at = r.name(line[i:end])
		n := &r.names[before]
		n.next = [2]int{at, n.next[0]}
	}
	if r.names[at].row == r.row {
		return 0, 0, -1
	}
	if i = blank(line, end+1); i >= len(line) || line[i] != ':' {
		return 0, 0, -1
	}
	return at, r.met(at), blank(line, i+1)
}

// guess tries the names that followed the one before in other objects: two, because many
// exports leave out what is null.
func (r *jsonRows) guess(line []byte, i, before int) (at, end int) {
	for _, at := range r.names[before].next {
		n := &r.names[at]
		end = i + len(n.text)
		if end < len(line) && line[end] == '"' && n.plain && string(line[i:end]) == n.text {
			return at, end
		}
	}
	return -1, 0
}

// fastValue finds the text of a value, without a string's quotes and empty for null.
func fastValue(line []byte, i int) (start, end, next int) {
	if i >= len(line) {
		return 0, 0, -1
	}
	switch line[i] {
	case '"':
		if end = stringEnd(line, i+1); end < 0 {
			return 0, 0, -1
		}
		return i + 1, end, end + 1
	case 't':
		return literal(line, i, "true", 4)
	case 'f':
		return literal(line, i, "false", 5)
	case 'n':
		return literal(line, i, "null", 0)
	}
	if end = numberEnd(line, i); end < 0 {
		return 0, 0, -1
	}
	return i, end, end
}

func literal(line []byte, i int, word string, show int) (start, end, next int) {
	if len(line)-i < len(word) || string(line[i:i+len(word)]) != word {
		return 0, 0, -1
	}
	return i, i + show, i + len(word)
}

// stringEnd is the offset of the quote that ends a string; -1 when an escape, a control
// character or the end of the line comes first.
func stringEnd(line []byte, i int) int {
	for ; i < len(line); i += 8 {
		w := word(line, i)
		// The lowest bit set is exact; higher ones of the comparison with blanks need not be.
		m := zeros(w^ones*'"') | zeros(w^ones*'\\') | (w-ones*' ')&^w&(ones<<7)
		if m == 0 {
			continue
		}
		if i += bits.TrailingZeros64(m) / 8; i < len(line) && line[i] == '"' {
			return i
		}
		return -1
	}
	return -1
}

// numberEnd is the offset after a number without exponent (RFC 8259, section 6).
func numberEnd(line []byte, i int) int {
	if line[i] == '-' {
		i++
	}
	from := i
	i = digitsEnd(line, i)
	if i == from || line[from] == '0' && i > from+1 {
		return -1
	}
	if i < len(line) && line[i] == '.' {
		if from, i = i+1, digitsEnd(line, i+1); i == from {
			return -1
		}
	}
	if i < len(line) && (line[i]|0x20) == 'e' {
		return -1
	}
	return i
}

func digitsEnd(line []byte, i int) int {
	for i < len(line) && line[i]-'0' <= 9 {
		i++
	}
	return i
}

// blank skips JSON's white space, of which most places have none.
func blank(line []byte, i int) int {
	if i < len(line) && line[i] > ' ' {
		return i
	}
	return blanks(line, i)
}

func blanks(line []byte, i int) int {
	for i < len(line) && (line[i] == ' ' || line[i] == '\t' || line[i] == '\r' || line[i] == '\n') {
		i++
	}
	return i
}
