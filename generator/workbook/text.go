package workbook

import (
	"strconv"
	"strings"

	"leadline/generator/table"
)

// clean is table.Clean, and no "_x0041_" (see disarm). A leading "=" stays, since a string
// cell of a workbook is never read as a formula.
func clean(s string) string { return disarm(table.Clean(s)) }

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
