package event

import (
	"sync"

	"github.com/cespare/xxhash/v2"
)

// HashString is the 64-bit hash by which identifiers are matched (xxHash64, unseeded, so that
// equal inputs give equal bytes). 0 is kept for "absent". With n keys the chance that any
// two differ and collide is about n²/2^65: 3e-5 for 33 million.
func HashString(text string) uint64 { return nonZero(xxhash.Sum64String(text)) }

// KeyOf combines the hashes of key columns, in the order of the table's declaration.
// It lets a link table's (repo, change_id) be compared with the key of changes.
func KeyOf(parts ...uint64) uint64 {
	h := uint64(0)
	for _, p := range parts {
		h = mixKey(h, p)
	}
	return h
}

// mixKey adds one part to a key begun with 0. The constants are those of the
// splitmix64 finaliser (Steele, Lea & Flood 2014, variant 13 by Stafford).
func mixKey(key, part uint64) uint64 {
	x := key*0x9e3779b97f4a7c15 + part
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return nonZero(x ^ x>>31)
}

func nonZero(h uint64) uint64 {
	if h == 0 {
		return 1
	}
	return h
}

// Dict gives the texts of a column small codes. Codes are handed out in the order in which
// parallel readers first meet a text, so they must never decide an order in the output:
// sort by Text. It is safe for concurrent use.
type Dict struct {
	mu     sync.RWMutex
	codes  map[string]uint32
	texts  []string
	hashes []uint64
	secret bool // Person: keep codes, forget texts once reading is done
}

// NewDict returns a dictionary in which code 0 is the absent text.
func NewDict() *Dict {
	return &Dict{codes: map[string]uint32{}, texts: []string{""}, hashes: []uint64{0}}
}

// Code returns the code of text, adding it when it is new; empty text is 0.
func (d *Dict) Code(text []byte) uint32 {
	if len(text) == 0 {
		return 0
	}
	d.mu.RLock()
	code, ok := d.codes[string(text)]
	d.mu.RUnlock()
	if ok {
		return code
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if code, ok := d.codes[string(text)]; ok {
		return code
	}
	return d.add(string(text))
}

func (d *Dict) add(text string) uint32 {
	code := uint32(len(d.texts))
	d.codes[text] = code
	d.texts = append(d.texts, text)
	d.hashes = append(d.hashes, HashString(text))
	return code
}

// Lookup returns the code of text, or 0 when no row has it.
func (d *Dict) Lookup(text string) uint32 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.codes[text]
}

// Text returns the text of a code; "" for 0 and for every code of a Person column.
func (d *Dict) Text(code uint32) string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.secret {
		return ""
	}
	return d.texts[code]
}

// Hash returns HashString of the text of a code; 0 for the absent text and for a Person column.
func (d *Dict) Hash(code uint32) uint64 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.hashes[code]
}

// Len is the number of codes, the absent one included: codes run from 0 to Len()-1.
func (d *Dict) Len() int {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return len(d.texts)
}

// forget drops the texts of a Person column; only the number of distinct codes remains.
func (d *Dict) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.secret, d.codes = true, nil
	d.texts, d.hashes = make([]string, len(d.texts)), make([]uint64, len(d.hashes))
}

// intern is Code for callers that already hashed the text, and it lends the stored text so
// that a reader's private cache need not keep a copy.
func (d *Dict) intern(text []byte) (uint32, string) {
	code := d.Code(text)
	d.mu.RLock()
	defer d.mu.RUnlock()
	return code, d.texts[code]
}

// allHashes and allTexts lend the codes known so far. Both only ever grow, so what is lent
// stays valid while others add.
func (d *Dict) allHashes() []uint64 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.hashes
}

func (d *Dict) allTexts() []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.texts
}
