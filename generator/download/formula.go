package download

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// guard puts an apostrophe before everything in a text that a spreadsheet could take for
// the start of a formula: at the text's start, and after a separator, because a program that
// splits at another sign than ours makes a cell of what follows (OWASP, CSV injection). It
// returns s itself where there is nothing to do.
//
// A reader gets the text back by taking away, at the same places, one apostrophe that
// stands before what would need one: also a text that began with an apostrophe comes back.
func guard(s []byte) []byte {
	var out []byte
	done := 0
	for i := range len(s) {
		if (i == 0 || separates(s[i-1])) && startsFormula(s[i:], i == 0) {
			out = append(append(out, s[done:i]...), '\'')
			done = i
		}
	}
	if out == nil {
		return s
	}
	return append(out, s[done:]...)
}

// separates reports whether some program takes b for the end of a cell.
func separates(b byte) bool {
	return b == ',' || b == ';' || b == '|' || b == '\t' || b == '\n' || b == '\r'
}

// startsFormula reports whether a spreadsheet could take s for a formula: its first sign,
// after what a reader does not see or may strip, is one of = + - @ in any form. A text that
// begins with a tab, a line end or NUL is taken for one whatever follows (OWASP, ASVS 5).
func startsFormula(s []byte, first bool) bool {
	if rest := bytes.TrimLeft(s, "'"); first && len(rest) > 0 && bytes.IndexByte([]byte("\t\r\n\x00"), rest[0]) >= 0 {
		return true
	}
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		if r != '\'' && r != '"' && !invisible(r, size) {
			return triggers(r)
		}
		s = s[size:]
	}
	return false
}

// triggers also knows full-width, small and raised forms, and what decomposes into one of
// the signs ("≠" is "=" and a stroke): a program may normalise what it reads.
func triggers(r rune) bool {
	if r >= utf8.RuneSelf {
		r, _ = utf8.DecodeRuneInString(norm.NFKD.String(string(r)))
	}
	return r == '=' || r == '+' || r == '-' || r == '@' || r == '−'
}

// invisible are white space, controls, format signs such as zero-width ones and the byte
// order mark, code points that are none yet, marks without a letter, fillers, and bytes that
// are no UTF-8.
func invisible(r rune, size int) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	return r == utf8.RuneError && size == 1 || r == '\u2800' || unicode.IsSpace(r) ||
		unicode.In(r, unicode.Cf, unicode.Cc, unicode.Cn, unicode.M, unicode.Other_Default_Ignorable_Code_Point)
}
