package generator

import (
	"bytes"
	"path"
	"strings"
)

// slim is an asset without its comments and indentation: they are for those who change it,
// and a reader would load them before the first chart (styles and script lose a fifth of
// what they weigh packed). Files of others (*.min.js) are published as they came.
func slim(name string, data []byte) []byte {
	switch {
	case path.Ext(name) == ".css":
		return unindented(withoutRemarks(data))
	case path.Ext(name) == ".js" && !strings.HasSuffix(name, ".min.js"):
		return withoutRemarkLines(data)
	}
	return data
}

// withoutRemarks is a style sheet without its comments. What stands in quotes is none.
func withoutRemarks(css []byte) []byte {
	out := make([]byte, 0, len(css))
	quote := byte(0)
	for i := 0; i < len(css); i++ {
		c := css[i]
		switch {
		case quote != 0 && c == '\\' && i+1 < len(css):
			out = append(out, c)
			i++
			c = css[i]
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && bytes.HasPrefix(css[i:], []byte("/*")):
			end := bytes.Index(css[i+2:], []byte("*/"))
			if end < 0 {
				return out // an open comment takes all the rest
			}
			if i += end + 3; betweenWords(out, css[i+1:]) {
				out = append(out, ' ')
			}
			continue
		case quote == 0 && c == ' ' && idle(out, css[i+1:]):
			continue
		case quote == 0 && c == '}' && len(out) > 0 && out[len(out)-1] == ';':
			out = out[:len(out)-1]
		}
		out = append(out, c)
	}
	return out
}

// betweenWords reports whether before and after would become one word.
func betweenWords(before, after []byte) bool {
	const apart = " \t\n\f\r{}()[];:,>+~*/=!\"'.#"
	return len(before) > 0 && len(after) > 0 && bytes.IndexByte([]byte(apart), before[len(before)-1]) < 0 && bytes.IndexByte([]byte(apart), after[0]) < 0
}

// idle reports whether a space between before and after says nothing: after a sign that ends
// something, before a brace, around the sign of a child. Before a colon it would (a :hover is
// not a:hover).
func idle(before, after []byte) bool {
	return len(before) > 0 && bytes.IndexByte([]byte("{;:,>"), before[len(before)-1]) >= 0 ||
		len(after) > 0 && bytes.IndexByte([]byte("{}>"), after[0]) >= 0
}

// unindented is a style sheet on one line.
func unindented(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			if line[0] == '}' {
				out = bytes.TrimSuffix(out, []byte(";"))
			}
			if len(out) > 0 && !idle(out, line) && out[len(out)-1] != '}' {
				out = append(out, ' ')
			}
			out = append(out, line...)
		}
	}
	return append(out, '\n')
}

// withoutRemarkLines is a script without the lines that are only a comment, and without
// indentation. A text that goes over several lines could hold what looks like one: a script
// with such a text is left as it is.
func withoutRemarkLines(js []byte) []byte {
	out := make([]byte, 0, len(js))
	for line := range bytes.Lines(js) {
		if bytes.Count(line, []byte("`"))%2 == 1 || bytes.HasSuffix(bytes.TrimRight(line, "\r\n"), []byte(`\`)) {
			return js
		}
		line = bytes.TrimSpace(line)
		remark := bytes.HasPrefix(line, []byte("//")) && !bytes.Contains(line, []byte("*/")) // which may end one from above
		if len(line) > 0 && !remark {
			out = append(append(out, line...), '\n')
		}
	}
	return out
}
