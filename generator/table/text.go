package table

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"leadline/generator/unit"
)

// Clean is how every text is written: valid UTF-8 (bad bytes become U+FFFD), one space for
// each line break or tab, other control characters, direction overrides, byte-order marks
// and noncharacters dropped, Unicode NFC. It changes nothing else: a leading "=" stays, and
// writers whose readers would compute it take care of that.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return norm.NFC.String(strings.Map(printable, s))
}

// plain reports whether s is printable ASCII, which Clean would return as it is.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// printable maps a character to itself, to a space, or to nothing (-1). Directional
// overrides and isolates go because they can make a text read as another than it is.
func printable(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\v', r == '\f', r == '\r', r == 0x85, r == 0x2028, r == 0x2029:
		return ' '
	case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF, r&0xFFFE == 0xFFFE:
		return -1
	}
	return r
}

// maxList bounds a list written into one value, far under the 32,767 characters of a
// spreadsheet's cell: a hostile file can have any number of columns, and that must not stop
// the build.
const maxList = 8000

// list writes items with commas; what does not fit is counted, not written.
func list(items []string) string {
	var b strings.Builder
	for i, item := range items {
		if i > 0 && b.Len()+len(item) > maxList {
			b.WriteString(" and " + unit.Grouped(int64(len(items)-i)) + " more")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(item)
	}
	return b.String()
}
