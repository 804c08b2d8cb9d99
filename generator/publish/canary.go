package publish

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Canaries are texts that must not appear in any output: what columns of people hold, and
// what somebody listed. Only hashes of their words are kept, for as long as the process
// lives. They may be added by several goroutines; a Check only reads them.
type Canaries struct {
	mu      sync.Mutex
	starts  starts             // how first words begin, and how long they are
	first   [1 << 13]uint64    // filter: one bit for 19 bits of the hash of a first word
	begins  map[uint64]uint8   // hash of a first word → most words of a text that begins with it
	whole   map[uint64]*canary // hash of all words → the text
	n       int                // texts
	skipped int
}

// canary is one text, in all forms in which it is looked for.
type canary struct {
	source string
	forms  []uint64
}

// mostCanaries bounds the memory that they take, to some 60 MB. An export of more people than
// that is searched for the first that were met.
const mostCanaries = 1 << 20

const (
	leastName   = 5 // letters of one word: shorter ones are words of any text
	mostWords   = 6
	leastLetter = 2
)

// NewCanaries holds none.
func NewCanaries() *Canaries {
	return &Canaries{begins: map[uint64]uint8{}, whole: map[uint64]*canary{}}
}

// Add has the output searched for a text; source says for people where it came from. It
// reports whether the text can be searched for: one word of fewer than five letters, or
// numbers alone, are in any text. A first word of one letter is left out ("J. Example").
func (c *Canaries) Add(text, source string) bool {
	text = norm.NFC.String(text)
	for start, end := wordFrom([]byte(text), 0); start < len(text) && end-start < leastLetter; start, end = wordFrom([]byte(text), 0) {
		text = text[end:]
	}
	words := wordsOf([]byte(text))
	if !tells(text, len(words)) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, there := c.whole[sequence(words)]; there || c.n == mostCanaries {
		return true
	}
	one := &canary{source: source}
	c.add(one, text, words)
	if decomposed := norm.NFD.String(text); decomposed != text {
		c.add(one, decomposed, wordsOf([]byte(decomposed)))
	}
	if last := lastWord(text); len(words) == 2 || len(words) == 3 { // "Example, Ada"
		c.add(one, last, append([]uint64{words[len(words)-1]}, words[:len(words)-1]...))
	}
	c.n++
	return true
}

// add enters one form of a text, which begins as the other text does.
func (c *Canaries) add(one *canary, begins string, words []uint64) {
	start, end := wordFrom([]byte(begins), 0)
	if end-start < leastLetter {
		return
	}
	all, first := sequence(words), words[0]
	one.forms = append(one.forms, all)
	c.whole[all] = one
	c.begins[first] = max(c.begins[first], uint8(len(words)))
	c.first[first>>51] |= 1 << (first >> 45 & 63)
	c.starts.add(begins[start], begins[start+1], end-start)
}

// tells reports whether a text can be told from others.
func tells(text string, words int) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	switch {
	case words == 0 || words > mostWords || !utf8.ValidString(text):
		return false
	case words == 1:
		return letters >= leastLetter && utf8.RuneCountInString(strings.TrimSpace(text)) >= leastName
	default:
		return letters >= leastName
	}
}

func wordsOf(text []byte) (hashes []uint64) {
	for start, end := wordFrom(text, 0); start < len(text); start, end = wordFrom(text, end) {
		hashes = append(hashes, wordHash(text[start:end]))
	}
	return hashes
}

// lastWord is a text from its last word on.
func lastWord(text string) string {
	from := 0
	for start, end := wordFrom([]byte(text), 0); start < len(text); start, end = wordFrom([]byte(text), end) {
		from = start
	}
	return text[from:]
}

// sequence is the hash of several words.
func sequence(words []uint64) uint64 {
	h := uint64(0)
	for _, w := range words {
		h = mix(h, w)
	}
	return h
}

// Except stops looking for what also stands in a text that is known to be about no person: the
// names of units, and the texts that come with Leadline.
func (c *Canaries) Except(text []byte) {
	for at := 0; ; {
		start, end := wordFrom(text, at)
		if start == len(text) {
			return
		}
		for all := c.at(text, start, end); all != 0; all = c.at(text, start, end) {
			for _, form := range c.whole[all].forms {
				delete(c.whole, form)
			}
			c.n--
			c.skipped++
		}
		at = end
	}
}

// Count is for how many texts the output is searched, and how many were left out by Except.
func (c *Canaries) Count() (searched, skipped int) {
	if c == nil {
		return 0, 0
	}
	return c.n, c.skipped
}

// starts is a set of words' first two bytes, folded, with the words' lengths: the quickest
// answer for most words. Names of a thousand people begin with half of all pairs of letters,
// but few of them are as long as the word at hand.
type starts [1 << 14]uint64

func (s *starts) has(a, b byte, length int) bool {
	i, bit := startAt(a, b, length)
	return s[i]&bit != 0
}

func (s *starts) add(a, b byte, length int) {
	i, bit := startAt(a, b, length)
	s[i] |= bit
}

func startAt(a, b byte, length int) (i int, bit uint64) {
	n := int(a|0x20)<<12 | int(b|0x20)<<4 | min(length, 15)
	return n >> 6, 1 << (n & 63)
}

// mayBegin is the quick answer for most words: no.
func (c *Canaries) mayBegin(word uint64) bool {
	return c.first[word>>51]&(1<<(word>>45&63)) != 0
}

// at is the hash of a text that begins with the word from start to end; 0 for none.
func (c *Canaries) at(data []byte, start, end int) uint64 {
	word := wordHash(data[start:end])
	if !c.mayBegin(word) {
		return 0
	}
	most := c.begins[word]
	for h, n := mix(0, word), uint8(1); n <= most; n++ {
		if _, there := c.whole[h]; there {
			return h
		}
		next := gapEnd(data, end)
		if next == len(data) || !startsWord[data[next]] {
			return 0
		}
		_, end = wordFrom(data, next)
		h = mix(h, wordHash(data[unescapedStart(data, next, end):end]))
	}
	return 0
}
