package config

import (
	"strconv"
	"strings"
)

// A path is the strings of keys and the ints of elements, outermost first.

// join gives each path its own text; quoting keeps a key with a dot apart from two keys.
func join(path []any) string {
	var b strings.Builder
	for _, part := range path {
		switch part := part.(type) {
		case string:
			b.WriteString(strconv.Quote(part) + ".")
		case int:
			b.WriteString(strconv.Itoa(part) + ".")
		}
	}
	return b.String()
}

// show is a path as a person would write it, without the numbers of elements: the position
// says which one is meant.
func show(path []any) string {
	var parts []string
	for _, part := range path {
		if key, ok := part.(string); ok {
			parts = append(parts, bare(key))
		}
	}
	return strings.Join(parts, ".")
}

// bare quotes a key only where TOML would.
func bare(key string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-'
	}
	if key == "" || strings.ContainsFunc(key, func(r rune) bool { return !plain(r) }) {
		return strconv.Quote(key)
	}
	return key
}
