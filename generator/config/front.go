package config

import (
	"bytes"

	"leadline/generator/diag"
)

// splitFrontMatter divides a Markdown file into the TOML between its first two lines of
// "+++" and the body below. frontLine and bodyLine are the lines, from 1, on which the two
// begin. The error is a diag.Problems.
func splitFrontMatter(file string, data []byte) (front []byte, frontLine int, body []byte, bodyLine int, err error) {
	t := newText(file, 0, data)
	if problems := checkBytes(t); problems != nil {
		return nil, 0, nil, 0, problems
	}
	if !isFence(t.line(0)) {
		return nil, 0, nil, 0, diag.Problems{{Position: t.position(0), Found: "the file does not begin with a line +++",
			Expected: "front matter between two lines +++"}}
	}
	for n := 1; n < len(t.starts); n++ {
		if isFence(t.line(n)) {
			end := min(len(t.data), t.starts[n]+len(t.line(n)))
			return t.data[t.starts[1]:t.starts[n]], 2, t.data[end:], n + 2, nil
		}
	}
	return nil, 0, nil, 0, diag.Problems{{Position: t.position(0), Found: "the front matter that begins here has no end",
		Expected: "a second line +++"}}
}

// line is line n, from 0, with its line end.
func (t *text) line(n int) []byte {
	if n+1 < len(t.starts) {
		return t.data[t.starts[n]:t.starts[n+1]]
	}
	return t.data[t.starts[n]:]
}

// ParseFront reads a document: its front matter, as strictly as ParseStrict, into the struct
// that into points to, and the body below it with the line at which it begins. The error is a
// diag.Problems.
func ParseFront[T any](file string, data []byte, into *T) (index *Index, body []byte, bodyLine int, err error) {
	front, line, body, bodyLine, err := splitFrontMatter(file, data)
	if err != nil {
		return nil, nil, 0, err
	}
	index, err = ParseStrict(file, line-1, front, into)
	return index, body, bodyLine, err
}

func isFence(line []byte) bool { return string(bytes.TrimRight(line, " \t\r\n")) == "+++" }
