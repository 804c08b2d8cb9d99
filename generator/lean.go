package generator

import "bytes"

// lean is a stylesheet without its comments, empty lines and indentation, which are for those
// who read its source: a fifth of what every first view would load. Strings stay as they are.
func lean(css []byte) []byte {
	out := make([]byte, 0, len(css))
	for i := 0; i < len(css); {
		switch c := css[i]; {
		case c == '"' || c == '\'':
			end := endOfString(css, i)
			out, i = append(out, css[i:end]...), end
		case bytes.HasPrefix(css[i:], []byte("/*")):
			end := bytes.Index(css[i+2:], []byte("*/"))
			if end < 0 {
				return out
			}
			i += 2 + end + 2
			if len(out) > 0 && !blank(out[len(out)-1]) && i < len(css) && !blank(css[i]) {
				out = append(out, "/**/"...) // it parts two words that a space would part otherwise
			}
		case blank(c) && (len(out) == 0 || out[len(out)-1] == '\n'):
			i++
		default:
			out, i = append(out, c), i+1
		}
	}
	return out
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// endOfString is the place after the string that begins at from, or the end of its line.
func endOfString(css []byte, from int) int {
	for i := from + 1; i < len(css); i++ {
		switch css[i] {
		case '\\':
			i++
		case css[from]:
			return i + 1
		case '\n':
			return i
		}
	}
	return len(css)
}
