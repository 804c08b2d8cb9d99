package event

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/cespare/xxhash/v2"

	"leadline/generator/period"
)

// worker is what one goroutine keeps to itself: caches in front of the dictionaries, so
// that their locks are rarely taken, and scratch space.
type worker struct {
	caches  []cache    // per plan column
	passing []bool     // per plan column: finish drops its hashes
	hashes  [][]uint64 // per plan column: space for those
	split   splitter
	json    jsonWorker
	pages   plainReader
}

func newWorker(p *plan) *worker {
	n := len(p.columns)
	w := &worker{caches: make([]cache, n), passing: make([]bool, n), hashes: make([][]uint64, n)}
	for i := range p.columns {
		w.passing[i] = p.columns[i].Kind == Identifier && (slices.Contains(p.spent, i) || p.members[i] != nil)
		w.caches[i] = cache{dict: p.columns[i].dict, last: new(slot)}
	}
	return w
}

// text turns the text of a value into the value, by the column's kind.
func (w *worker) text(fd *feed, i int, text []byte) (uint64, failure) {
	f := &fd.fields[i]
	text = f.mapped(text)
	if len(text) == 0 {
		return f.absent, 0
	}
	switch f.Kind {
	case Identifier:
		return nonZero(xxhash.Sum64(text)), 0
	case Category, Person:
		return uint64(w.caches[i].code(text)), 0
	case Instant:
		return fd.rule.parse(text)
	case Flag:
		return parseFlag(text)
	case Enum:
		return parseEnum(f.Values, text)
	default:
		return parseCount(text)
	}
}

// write is text for a row of a column: kinds that cannot fail go straight to their place.
// It refuses an absent value where one must be.
func (w *worker) write(fd *feed, i int, out *Values, row int, text []byte) failure {
	f := &fd.fields[i]
	if text = f.mapped(text); len(text) == 0 {
		out.put(row, f.absent)
		return f.must
	}
	var x uint64
	var why failure
	switch f.Kind {
	case Identifier:
		out.Hashes[row] = nonZero(xxhash.Sum64(text))
	case Category, Person:
		out.Codes[row] = w.caches[i].code(text)
	case Instant:
		x, why = fd.rule.parse(text)
		out.Times[row] = period.Seconds(x)
	case Flag:
		x, why = parseFlag(text)
		out.Bytes[row] = uint8(x)
	case Enum:
		x, why = parseEnum(f.Values, text)
		out.Bytes[row] = uint8(x)
	default:
		x, why = parseCount(text)
		out.Counts[row] = int32(x)
	}
	return why
}

// mapped is what the source's declaration makes of a text.
func (f *field) mapped(text []byte) []byte {
	if f.values != nil {
		if to, ok := f.values[string(text)]; ok {
			return to
		}
	}
	return text
}

func parseFlag(text []byte) (uint64, failure) {
	switch {
	case len(text) == 1 && text[0] == '1', fold(text, "true"), fold(text, "yes"):
		return uint64(FlagTrue), 0
	case len(text) == 1 && text[0] == '0', fold(text, "false"), fold(text, "no"):
		return uint64(FlagFalse), 0
	}
	return 0, badFlag
}

func parseEnum(values []string, text []byte) (uint64, failure) {
	for i, value := range values {
		if fold(text, value) {
			return uint64(i + 1), 0
		}
	}
	return 0, badEnum
}

// fold compares text with a lower-case ASCII word, ignoring the case of ASCII letters only.
func fold(text []byte, word string) bool {
	if len(text) != len(word) {
		return false
	}
	for i, c := range text {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}

func parseCount(text []byte) (uint64, failure) {
	n := uint64(0)
	for _, c := range text {
		if c-'0' > 9 {
			return 0, badCount
		}
		if n = n*10 + uint64(c-'0'); n > 1<<31-1 {
			return 0, badCount
		}
	}
	return n, 0
}

// cache remembers the codes of texts met before: an open-addressing table, which takes a
// third of the time of a map and allocates only when it grows.
type cache struct {
	dict  *Dict
	slots []slot // a power of two of them; text "" is free
	used  int
	last  *slot
}

type slot struct {
	hash uint64
	text string
	code uint32
}

func (c *cache) code(text []byte) uint32 {
	if string(text) == c.last.text { // exports are often sorted
		return c.last.code
	}
	if 2*c.used >= len(c.slots) {
		c.grow()
	}
	hash := quickHash(text)
	for at := hash; ; at++ {
		s := &c.slots[at&uint64(len(c.slots)-1)]
		switch {
		case s.text == "":
			code, shared := c.dict.intern(text)
			*s = slot{hash, shared, code}
			c.used++
		case s.hash != hash || s.text != string(text):
			continue
		}
		c.last = s
		return s.code
	}
}

// quickHash is for the cache alone: two loads and a multiplication for texts of 8 to 16
// bytes, which most categories are (the folded product of wyhash, Wang Yi 2019).
func quickHash(text []byte) uint64 {
	n := len(text)
	var a, b uint64
	switch {
	case n > 16:
		return xxhash.Sum64(text)
	case n >= 8:
		a, b = binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[n-8:])
	case n >= 4:
		a, b = uint64(binary.LittleEndian.Uint32(text)), uint64(binary.LittleEndian.Uint32(text[n-4:]))
	default:
		a = uint64(text[0])<<16 | uint64(text[n/2])<<8 | uint64(text[n-1])
	}
	high, low := bits.Mul64(a^0xa0761d6478bd642f, b^0xe7037ed1a0b428db^uint64(n))
	return high ^ low
}

func (c *cache) grow() {
	old := c.slots
	c.slots = make([]slot, max(64, 2*len(old)))
	for _, s := range old {
		for at := s.hash; s.text != ""; at++ {
			if to := &c.slots[at&uint64(len(c.slots)-1)]; to.text == "" {
				*to = s
				break
			}
		}
	}
}
