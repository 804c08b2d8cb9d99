package workbook

import (
	"bytes"
	"fmt"
)

// shared is the workbook's list of texts, to whose items cells point (ISO/IEC 29500-1, 18.4.9
// sst). A sheet of figures has millions of cells with text and a few thousand different ones:
// with each in one place, 250 MB of rows say what took 370 MB, and as much less is packed and
// read back. Sentences rarely repeat and stand in their cells.
type shared struct {
	numbers map[string]int
	library int    // items that the library wrote
	items   []byte // those that follow
}

// sharedPart is where the list is. The library begins it with the texts of reading sheets.
const sharedPart = "xl/sharedStrings.xml"

// mostShared bounds the memory that the list takes. Where more than that differ few repeat,
// and the others stand in their cells too.
const mostShared = 1 << 16

// follow begins after the library's items.
func (l *shared) follow(part []byte) { l.library = bytes.Count(part, []byte("<si>")) }

// number is the place of a clean text in the list, if there is room for it.
func (l *shared) number(s string) (n int, ok bool) {
	if n, ok = l.numbers[s]; ok || len(l.numbers) == mostShared {
		return n, ok
	}
	n = l.library + len(l.numbers)
	l.numbers[s] = n
	l.items = append(append(append(l.items, "<si>"...), content(s)...), "</si>"...)
	return n, true
}

// completed is the library's part with the items that follow.
func (l *shared) completed(part []byte) []byte {
	part = bytes.Replace(part, counts(l.library), counts(l.library+len(l.numbers)), 1)
	return bytes.Replace(part, []byte("</sst>"), append(l.items, "</sst>"...), 1)
}

// counts says how many items there are, and that as many cells point to them: the library
// counts no cell that has another's text, and no reader minds.
func counts(items int) []byte {
	return fmt.Appendf(nil, ` count="%d" uniqueCount="%d"`, items, items)
}
