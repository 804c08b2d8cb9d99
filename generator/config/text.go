package config

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"leadline/generator/diag"
)

// text is a TOML text that can say the line and column of each of its bytes.
type text struct {
	file   string
	offset int   // lines above the text in its file
	starts []int // byte offset of each line's first byte
	data   []byte
}

var byteOrderMark = []byte("\ufeff")

// newText leaves out a byte order mark: editors add it, and it means nothing in UTF-8.
func newText(file string, lineOffset int, data []byte) *text {
	t := &text{file: file, offset: lineOffset, starts: []int{0}, data: bytes.TrimPrefix(data, byteOrderMark)}
	for i, c := range t.data {
		if c == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// position is the place of the byte at offset; an offset outside is moved to the nearest end.
// Columns count characters, as editors do.
func (t *text) position(offset int) diag.Position {
	offset = min(max(offset, 0), len(t.data))
	line := sort.SearchInts(t.starts, offset+1) - 1
	column := utf8.RuneCount(t.data[t.starts[line]:offset]) + 1
	return diag.Position{File: t.file, Line: t.offset + line + 1, Column: column}
}

// positionOf is position for parsers, which may point into a character.
func (t *text) positionOf(offset int) diag.Position {
	for offset > 0 && offset < len(t.data) && !utf8.RuneStart(t.data[offset]) {
		offset--
	}
	return t.position(offset)
}
