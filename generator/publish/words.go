package publish

import (
	"encoding/binary"
	"hash/maphash"
)

// A word is a run of letters and digits of any script. Everything else stands between words,
// so that "Ada Example", "ada.example" and "ada-example" are the same two words. Punctuation
// beyond ASCII is told by the first byte of its UTF-8 form: C2 begins U+0080 to U+00BF, E2
// begins U+2000 to U+2FFF, neither of which holds a letter of a name.
var inWord, startsWord [256]bool

func init() {
	for c := range 256 {
		inWord[c] = alnum(byte(c)) || c >= 0x80 && c != 0xC2 && c != 0xE2
		startsWord[c] = inWord[c] && (c < 0x80 || c > 0xBF) // not in the middle of a character
	}
}

// wordFrom is the next word at or after a place; start is len(data) where there is none.
func wordFrom(data []byte, at int) (start, end int) {
	for at < len(data) && !startsWord[data[at]] {
		at++
	}
	end = at
	for end < len(data) && inWord[data[end]] {
		end++
	}
	return at, end
}

// fold sets the bit by which lower case differs, in ASCII and in the second byte of most
// letters of Latin and Cyrillic. It makes a few other characters equal, which does no harm:
// a name is many of them.
const fold = 0x2020202020202020

var wordSeed = maphash.Comparable(maphash.MakeSeed(), "word") | 1

// wordHash is the same for a word in capitals and in small letters. It is seeded anew in each
// process, so that nothing can be learned from it afterwards.
func wordHash(word []byte) uint64 {
	h := wordSeed ^ uint64(len(word))
	for len(word) > 8 {
		h = mix(h, binary.LittleEndian.Uint64(word)|fold)
		word = word[8:]
	}
	if cap(word) >= 8 { // what follows the word is there, and shifted out
		return mix(h, binary.LittleEndian.Uint64(word[:8])<<(64-8*len(word))|fold)
	}
	last := uint64(0)
	for i := len(word) - 1; i >= 0; i-- {
		last = last<<8 | uint64(word[i])
	}
	return mix(h, last<<(64-8*len(word))|fold)
}

// mix is one step of a multiplicative hash with the constant of splitmix64 (Steele, Lea &
// Flood 2014).
func mix(h, block uint64) uint64 {
	h = (h ^ block) * 0x9e3779b97f4a7c15
	return h ^ h>>32
}

// unescapedStart moves the start of a word past what an escape put before it: the n of "\nAda"
// and the u003c of "\u003cAda" in JSON, the 20 of "%20Ada" in an address.
func unescapedStart(data []byte, start, end int) int {
	skip := 0
	switch {
	case start == 0:
	case data[start-1] == '%':
		skip = 2
	case data[start-1] != '\\':
	case data[start] == 'u':
		skip = 5
	case data[start] == 'n' || data[start] == 'r' || data[start] == 't':
		skip = 1
	}
	if start+skip < end {
		return start + skip
	}
	return start
}

// gapEnd is where the word after a gap may begin: past an entity (&#39;) and past escapes. A
// gap of more than a few bytes is none: the words belong to different things.
func gapEnd(data []byte, at int) int {
	const most = 12
	for end := min(at+most, len(data)); at < end && !startsWord[data[at]]; at++ {
		if data[at] == '&' {
			for k := at + 1; k < min(at+8, len(data)) && (alnum(data[k]) || data[k] == '#' || data[k] == ';'); k++ {
				if data[k] == ';' {
					at = k
					break
				}
			}
		}
	}
	return at
}
