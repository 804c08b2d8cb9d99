package config

import (
	"errors"
	"fmt"
	"reflect"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"leadline/generator/diag"
)

// maxSize bounds what is parsed. A configuration is written by people: a megabyte is some
// twenty thousand lines, so a larger file is data in the wrong place.
const maxSize = 1 << 20

// ParseStrict decodes a TOML text into a struct with `toml:"name"` fields and reports
// every unknown, repeated, misspelt or mistyped key with its line and column.
//
// lineOffset is the number of lines above data in the file, 0 for a whole file; for front
// matter it is splitFrontMatter's frontLine - 1. The index is never nil, so that a caller can
// place its own findings; the error is nil or a sorted diag.Problems. Fields may be strings,
// booleans, numbers, slices, maps with string keys, structs, pointers (nil: not given),
// Table, any, and every encoding.TextUnmarshaler; keys that are not given are left alone.
func ParseStrict[T any](file string, lineOffset int, data []byte, into *T) (*Index, error) {
	index, values, err := parse(file, lineOffset, data)
	if err != nil {
		index.broken = true
		return index, err
	}
	return index, bind(index, values, reflect.ValueOf(into).Elem(), nil)
}

// parse checks the text and gives its values as maps, slices and scalars.
func parse(file string, lineOffset int, data []byte) (*Index, map[string]any, error) {
	text := newText(file, lineOffset, data)
	if problems := checkBytes(text); problems != nil {
		return &Index{text: text}, nil, problems
	}
	index, problems := newIndex(text)
	if problems != nil {
		return index, nil, problems
	}
	values := map[string]any{}
	if _, err := toml.Decode(string(text.data), &values); err != nil {
		return index, nil, diag.Problems{syntaxProblem(text, err)}
	}
	return index, values, nil
}

// checkBytes finds what no parser should be handed.
func checkBytes(t *text) diag.Problems {
	if len(t.data) > maxSize {
		return diag.Problems{{Position: diag.Position{File: t.file}, Found: fmt.Sprintf("the file has %d bytes", len(t.data)),
			Expected: fmt.Sprintf("at most %d", maxSize), Do: "event data belongs in the files of a [[source]]"}}
	}
	var problems diag.Problems
	for i := 0; i < len(t.data); {
		r, size := utf8.DecodeRune(t.data[i:])
		if r == utf8.RuneError && size == 1 {
			problems = append(problems, diag.Problem{Position: t.position(i), Found: fmt.Sprintf("the byte 0x%02X is not UTF-8", t.data[i]),
				Expected: "text in UTF-8", Do: "save the file as UTF-8"})
			if len(problems) == maxBadBytes {
				break
			}
		}
		i += size
	}
	return problems
}

// maxBadBytes ends the list for a file in another encoding, where every line has some.
const maxBadBytes = 20

// syntaxProblem places an error of the decoder, which counts bytes from the start.
func syntaxProblem(t *text, err error) diag.Problem {
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		return diag.Problem{Position: diag.Position{File: t.file}, Found: err.Error()}
	}
	return diag.Problem{Position: t.positionOf(parse.Position.Start), Found: "not valid TOML: " + parse.Message}
}
