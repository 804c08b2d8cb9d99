package sample

import (
	"fmt"
	"strings"
)

// Source is one [[source]] of site.toml: what must be declared so that the files can be
// read. Pairs are in the order in which they should be written.
type Source struct {
	Table       string
	Files       string // a name, or a pattern with *
	Delimiter   string
	Timezone    string
	TimeFormat  string
	MaxRejected float64 // 0 for the default
	Columns     []Pair  // canonical name → name in the file
	Values      []Values
	Constants   []Pair // canonical name → value of every row
}

// Pair is a key and a value.
type Pair struct{ Key, Value string }

// Values maps the values of one column: value in the file → canonical value.
type Values struct {
	Column string
	Pairs  []Pair
}

// inFile is a canonical column's name in the file.
func (s *Source) inFile(column string) string {
	for _, p := range s.Columns {
		if p.Key == column {
			return p.Value
		}
	}
	return column
}

// foreign maps canonical values of a column to those in the file; nil where they agree.
func (s *Source) foreign(column string) map[string]string {
	for _, v := range s.Values {
		if v.Column == column {
			to := map[string]string{}
			for _, p := range v.Pairs {
				to[p.Value] = p.Key
			}
			return to
		}
	}
	return nil
}

// TOML is the declaration; dir is put before the file's name, "" for none.
func (s *Source) TOML(dir string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[[source]]\ntable = %q\nfiles = %q\n", s.Table, dir+s.Files)
	for _, p := range []Pair{{"delimiter", s.Delimiter}, {"timezone", s.Timezone}, {"time_format", s.TimeFormat}} {
		if p.Value != "" {
			fmt.Fprintf(&b, "%s = %q\n", p.Key, p.Value)
		}
	}
	if s.MaxRejected > 0 {
		fmt.Fprintf(&b, "max_rejected = %v\n", s.MaxRejected)
	}
	pairs(&b, "columns", s.Columns)
	for _, v := range s.Values {
		pairs(&b, "values."+v.Column, v.Pairs)
	}
	pairs(&b, "constants", s.Constants)
	return b.String()
}

func pairs(b *strings.Builder, table string, list []Pair) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "[source.%s]\n", table)
	for _, p := range list {
		fmt.Fprintf(b, "%q = %q\n", p.Key, p.Value)
	}
}
