package page

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"
)

const dash = "–"

// longestRange is how many bytes around a dash are kept together: enough for
// "1,234.5–12,345.6" and "September–December", and fewer than the narrowest line has, so
// that no text from outside can widen a page.
const longestRange = 24

// unbroken is a text for a page, with its ranges in spans that no line breaks: a line may
// otherwise end behind the dash of "1.2–7.8". A sign that forbids the break would be copied
// with the text; a style is not.
func unbroken(text string) template.HTML {
	if !strings.Contains(text, dash) {
		return template.HTML(template.HTMLEscapeString(text))
	}
	var b strings.Builder
	from := 0
	for i := 0; i < len(text); {
		at := strings.Index(text[i:], dash)
		if at < 0 {
			break
		}
		at += i
		low := from + len(strings.TrimRightFunc(text[from:at], ofRange))
		high := len(text) - len(strings.TrimLeftFunc(text[at:], ofRange))
		high -= len(text[low:high]) - len(strings.TrimRight(text[low:high], ".,"))
		if i = at + len(dash); low == at || high <= i || high-low > longestRange {
			continue
		}
		b.WriteString(template.HTMLEscapeString(text[from:low]))
		b.WriteString(`<span class="number">` + text[low:high] + `</span>`)
		from, i = high, high
	}
	b.WriteString(template.HTMLEscapeString(text[from:]))
	return template.HTML(b.String())
}

// ofRange reports whether a sign can be within a range. None of them means anything in HTML.
func ofRange(r rune) bool {
	return unicode.IsLetter(r) && r != utf8.RuneError || unicode.IsDigit(r) || strings.ContainsRune("–−.,", r)
}
