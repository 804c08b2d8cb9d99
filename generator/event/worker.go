package event

import (
	"github.com/cespare/xxhash/v2"
)

// worker is what one goroutine keeps to itself: caches in front of the dictionaries, so
// that their locks are rarely taken, and scratch space.
type worker struct {
	caches []cache // per plan column
	split  splitter
	json   jsonWorker
	parq   parquetWorker
}

func newWorker(p *plan) *worker {
	w := &worker{caches: make([]cache, len(p.columns))}
	for i := range p.columns {
		w.caches[i].dict = p.columns[i].dict
	}
	return w
}

// text turns the text of a value into the value, by the column's kind.
func (w *worker) text(fd *feed, i int, text []byte) (uint64, failure) {
	f := &fd.fields[i]
	if f.values != nil {
		if mapped, ok := f.values[string(text)]; ok {
			text = mapped
		}
	}
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
	last  slot
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
	hash := xxhash.Sum64(text)
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
		c.last = *s
		return s.code
	}
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
