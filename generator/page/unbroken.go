package page

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const dash = "–"

// longestRange is how many bytes around a dash are kept together: enough for
// "1,234.5–12,345.6" and "September–December", and fewer than the narrowest line has, so
// that no text from outside can widen a page.
const longestRange = 24

// unbroken appends a text with its ranges in spans that no line breaks: a line may otherwise
// end behind the dash of "1.2–7.8". A sign that forbids the break would be copied with the
// text; a style is not.
func (m *markup) unbroken(text string) {
	for {
		low, high := nextRange(text)
		m.text(text[:low])
		if low == high {
			return
		}
		m.raw(`<span class="number">`, text[low:high], "</span>")
		text = text[high:]
	}
}

// behind appends what a figure rests on, if that is said.
func (m *markup) behind(text string) {
	if text != "" {
		m.raw(" <small>")
		m.unbroken(text)
		m.raw("</small>")
	}
}

// nextRange is where the first range of a text is; its end twice where it has none.
func nextRange(text string) (low, high int) {
	for from := 0; ; {
		at := strings.Index(text[from:], dash)
		if at < 0 {
			return len(text), len(text)
		}
		at += from
		from = at + len(dash)
		low = len(strings.TrimRightFunc(text[:at], ofRange))
		high = len(text) - len(strings.TrimLeftFunc(text[at:], ofRange))
		high = low + len(strings.TrimRight(text[low:high], ".,"))
		if low < at && high > from && high-low <= longestRange {
			return low, high
		}
	}
}

// ofRange reports whether a sign can be within a range. None of them means anything in HTML.
func ofRange(r rune) bool {
	return unicode.IsLetter(r) && r != utf8.RuneError || unicode.IsDigit(r) || strings.ContainsRune("–−.,", r)
}
