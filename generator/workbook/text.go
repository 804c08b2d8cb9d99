package workbook

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"leadline/generator/unit"
)

// clean is how every text is written: valid UTF-8 (bad bytes become U+FFFD), one space for
// each line break or tab, other control characters, direction overrides, byte-order marks
// and noncharacters dropped, Unicode NFC, and no "_x0041_" (see disarm). It changes nothing
// else: a leading "=" stays, since a string cell of a workbook is never read as a formula.
func clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return disarm(norm.NFC.String(strings.Map(printable, s)))
}

// plain reports whether s is printable ASCII without "_x", which clean would return as it is.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || (s[i] == '_' && strings.HasPrefix(s[i:], "_x")) {
			return false
		}
	}
	return true
}

// disarm gives "_x0041_", which a workbook reads as the escape of a character ("A", but also
// a control character), a full-width first underscore. Escaping it instead is not safe:
// programs disagree on whether to decode it, and the library escapes in some cells only.
func disarm(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '_' && isEscape(s[i:]) {
			b.WriteRune('＿')
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// isEscape reports whether s begins with _xHHHH_ (ST_Xstring of ISO/IEC 29500-1, 22.9.2.19).
func isEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
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

// utf16Len is the length of s as Excel counts it.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xFFFF {
			n++
		}
	}
	return n
}

// start is the first characters of s, to recognise it by.
func start(s string) string {
	n := 0
	for i := range s {
		if n++; n > 40 {
			return s[:i] + "…"
		}
	}
	return s
}

// maxList bounds a list written into one cell, far under Excel's limit: a hostile file can
// have any number of columns, and that must not stop the workbook.
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
