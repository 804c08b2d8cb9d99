package chart

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wideFont is the size of text in user units that the drawing leaves room for. Text is 14
// units high; where the figure is narrow, the stylesheet enlarges it to wideFont, so that it
// stays legible on a phone.
const wideFont = 18

const (
	isolate = "\u2068" // first strong isolate
	release = "\u2069" // pop directional isolate
)

// clean makes text fit for XML and harmless for its neighbours: what XML 1.0 cannot hold
// becomes U+FFFD, white space becomes a space, direction overrides are dropped and text
// with right-to-left letters is isolated (Unicode TR 9, section 2.7).
func clean(s string) string {
	if plainASCII(s) {
		return s
	}
	rtl := false
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
			return -1
		case unicode.IsSpace(r):
			return ' '
		case r < 0x20 || r >= 0x7F && r < 0xA0 || r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError:
			return utf8.RuneError
		}
		rtl = rtl || unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
		return r
	}, s)
	if rtl {
		return isolate + s + release
	}
	return s
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7F {
			return false
		}
	}
	return true
}

// appendEscaped writes cleaned text as XML character data or a quoted attribute value.
func appendEscaped(b []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		var ref string
		switch s[i] {
		case '<':
			ref = "&lt;"
		case '>':
			ref = "&gt;"
		case '&':
			ref = "&amp;"
		case '"':
			ref = "&#34;"
		case '\'':
			ref = "&#39;"
		default:
			continue
		}
		b = append(append(b, s[from:i]...), ref...)
		from = i + 1
	}
	return append(b, s[from:]...)
}

// width estimates the width of text in user units at the given font size. The browser's
// font is unknown: the figures are those of wide sans-serif faces.
func width(s string, size float64) float64 {
	em := 0.0
	for _, r := range s {
		em += runeWidth(r)
	}
	return em * size
}

// narrow are the widths of ASCII, which is most text.
var narrow = func() (list [0x80]float64) {
	for r := range list {
		list[r] = widthOf(rune(r))
	}
	return list
}()

func runeWidth(r rune) float64 {
	if r >= 0 && r < 0x80 {
		return narrow[r]
	}
	return widthOf(r)
}

func widthOf(r rune) float64 {
	switch {
	case r >= 0x1100 && (r <= 0x115F || r >= 0x2E80 && r <= 0xD7A3 || r >= 0xF900 && r <= 0xFAFF || r >= 0xFE30 && r <= 0xFE6F || r >= 0xFF00 && r <= 0xFF60 || r >= 0x1F000):
		return 1.05
	case unicode.Is(unicode.Mn, r), r == 0x2068, r == 0x2069, r == 0x200D:
		return 0
	case strings.ContainsRune("fijlrtI .,:;'|!()-", r):
		return 0.38
	case strings.ContainsRune("mwMW%@", r):
		return 0.95
	case r >= 'A' && r <= 'Z':
		return 0.71
	}
	return 0.59
}

// fit shortens text to room user units at the wide font and says whether it had to.
func fit(s string, room float64) (string, bool) {
	room /= wideFont
	em, cut := 0.0, 0
	for i, r := range s {
		em += runeWidth(r)
		if em > room {
			return shorten(s, cut), true
		}
		if em+1 <= room {
			cut = i + utf8.RuneLen(r)
		}
	}
	return s, false
}

// shorten cuts s at a byte, never between a letter and its marks, and keeps isolates closed.
func shorten(s string, cut int) string {
	for cut > 0 && cut < len(s) {
		next, _ := utf8.DecodeRuneInString(s[cut:])
		last, size := utf8.DecodeLastRuneInString(s[:cut])
		if !unicode.Is(unicode.M, next) && last != 0x200D && last != ' ' {
			break
		}
		cut -= size
	}
	short := s[:cut] + "…"
	if strings.HasPrefix(s, isolate) {
		short += release
	}
	return short
}
