package download

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// looksLikeFormula reports whether a spreadsheet could take s for a formula: its first
// sign after white space, byte order mark and zero-width signs is one of = + - @ (also in
// full width), or it begins with a tab, a line end or NUL. Source: OWASP, CSV injection.
func looksLikeFormula(s []byte) bool {
	if len(s) > 0 && strings.IndexByte("\t\r\n\x00", s[0]) >= 0 {
		return true
	}
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		if !invisible(r) {
			return strings.ContainsRune("=+-@＝＋－＠", r)
		}
		s = s[size:]
	}
	return false
}

func invisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Cc)
}
