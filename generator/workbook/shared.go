package workbook

import (
	"bytes"
	"fmt"
)

// shared is the workbook's list of texts, to whose items cells point (ISO/IEC 29500-1, 18.4.9
// sst). A sheet of figures has millions of cells with text and a few thousand different
// ones: cleaned, escaped and packed once each, it is written and read back in half the time.
type shared struct {
	numbers map[string]int // of a text, as it was handed in
	library int            // items that the library wrote
	items   []byte         // those that follow
	cells   int            // that point to them
}

// sharedPart is where the list is. The library begins it with the cover's texts.
const sharedPart = "xl/sharedStrings.xml"

// mostShared bounds the memory that the list takes. Where more than that differ few repeat,
// and the others are written in their cells.
const mostShared = 1 << 16

// follow begins after the library's items.
func (l *shared) follow(part []byte) { l.library = bytes.Count(part, []byte("<si>")) }

// add enters a text, clean, under what it was made from.
func (l *shared) add(raw, clean string) (number int) {
	number = l.library + len(l.numbers)
	l.numbers[raw] = number
	l.items = append(append(l.items, "<si>"...), content(clean)...)
	l.items = append(l.items, "</si>"...)
	return number
}

// completed is the library's part with the items that follow.
func (l *shared) completed(part []byte) []byte {
	all := l.library + len(l.numbers)
	part = bytes.Replace(part, counts(l.library, l.library), counts(l.library+l.cells, all), 1)
	return bytes.Replace(part, []byte("</sst>"), append(l.items, "</sst>"...), 1)
}

// counts are how many cells point to items, and how many items there are. The library counts
// its cells as if each had another text, which no reader minds.
func counts(cells, items int) []byte {
	return fmt.Appendf(nil, ` count="%d" uniqueCount="%d"`, cells, items)
}
