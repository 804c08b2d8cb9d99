package config

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

func (r *resolver) sources(raw []rawSource) []Source {
	if len(raw) == 0 {
		r.fail(nil, "there is no [[source]]", "at least one",
			`name a table and its files: [[source]], table = "deployments", files = "deployments-*.csv"`)
	}
	var sources []Source
	seen := map[[2]string]int{}
	for n := range raw {
		source := r.source(n, &raw[n])
		key := [2]string{source.Table, source.Files}
		if first, ok := seen[key]; ok && source.Table != "" && source.Files != "" {
			r.fail([]any{"source", n}, "this source has the same table and files as another", "",
				fmt.Sprintf("take one out; the first is on line %d", r.index.Position("source", first).Line))
		} else {
			seen[key] = n
		}
		sources = append(sources, source)
	}
	return sources
}

func (r *resolver) source(n int, raw *rawSource) Source {
	at := func(key ...any) []any { return append([]any{"source", n}, key...) }
	if raw.Table == "" {
		r.fail(at("table"), "the source has no table", "", `say which: table = "deployments"`)
	}
	s := Source{
		Table:       raw.Table,
		Files:       r.files(at("files"), raw.Files),
		Format:      r.oneOf(at("format"), raw.Format, "", "csv", "jsonl", "parquet"),
		Encoding:    r.oneOf(at("encoding"), raw.Encoding, "utf-8", "utf-8", "utf-16", "windows-1252", "iso-8859-1"),
		Delimiter:   r.delimiter(at("delimiter"), raw.Delimiter),
		TimeFormat:  r.timeFormat(at("time_format"), raw.TimeFormat),
		MaxRejected: float64(or(raw.MaxRejected, defaultMaxRejected)),
		Freshness:   r.freshness(at, raw),
		Columns:     raw.Columns,
		Values:      texts(raw.Values),
		Constants:   plain(raw.Constants),
		Declared:    r.index.Position("source", n),
		index:       r.index,
		n:           n,
	}
	if raw.Timezone != nil {
		s.Zone = raw.Timezone.Location
	}
	r.csvOnly(at, s.Format, raw)
	r.columns(at, raw)
	return s
}

// files checks a glob, relative to the folder of site.toml or absolute: exports rarely lie
// beside the configuration.
func (r *resolver) files(at []any, glob string) string {
	_, err := path.Match(glob, "")
	switch {
	case glob == "":
		r.fail(at, "the source has no files", "", `say which: files = "deployments-*.csv"`)
	case strings.ContainsFunc(glob, unicode.IsControl):
		r.fail(at, "source.files is "+clip(glob), "a pattern without control characters", "")
	case strings.Contains(glob, `\`):
		r.fail(at, `source.files has a \`, "names with / between them", "write / instead")
	case err != nil:
		r.fail(at, "source.files is "+clip(glob), "a pattern in which every [ has its ]", "")
	case strings.Contains(glob, "**"):
		r.fail(at, "source.files is "+clip(glob), "a pattern without **", "* stands for any name within one folder; give each folder its own [[source]]")
	case strings.HasSuffix(glob, "/") || slices.Contains([]string{".", ".."}, path.Base(glob)):
		r.fail(at, "source.files is "+clip(glob), "files, not a folder", "add a pattern such as *.csv")
	default:
		return path.Clean(glob)
	}
	return ""
}

func (r *resolver) oneOf(at []any, given, standard string, words ...string) string {
	if !r.index.Has(at...) {
		return standard
	}
	if !slices.Contains(words, given) {
		do := ""
		if near := Nearest(given, words); near != "" {
			do = "did you mean " + near + "?"
		}
		r.fail(at, show(at)+" is "+clip(given), "one of "+strings.Join(words, ", "), do)
	}
	return given
}

// delimiter is one character that cannot be part of a quoted field's syntax.
func (r *resolver) delimiter(at []any, given string) rune {
	if !r.index.Has(at...) {
		return 0
	}
	char, size := utf8.DecodeRuneInString(given)
	if size != len(given) || size == 0 || strings.ContainsRune("\"\r\n\x00\ufeff\ufffd", char) {
		r.fail(at, "source.delimiter is "+clip(given), `one character, such as ";" or "\t"`, "")
	}
	return char
}

// timeFormat checks that a layout shows every part of a date: 02/01/2006 does, DD/MM/YYYY
// would read no time at all and reject every row.
func (r *resolver) timeFormat(at []any, given string) string {
	if !r.index.Has(at...) {
		return "rfc3339"
	}
	words := []string{"rfc3339", "unix", "unix_ms", "date"}
	probe := time.Date(2019, 11, 27, 21, 43, 58, 0, time.UTC)
	back, err := time.Parse(given, probe.Format(given))
	if slices.Contains(words, given) || err == nil && back.Format(time.DateOnly) == "2019-11-27" {
		return given
	}
	r.fail(at, "source.time_format is "+clip(given), "one of "+strings.Join(words, ", ")+", or Go's reference time in your export's form",
		`write 2 January 2006, 15:04:05 as the export would, such as "02/01/2006 15:04:05"`)
	return given
}

// csvOnly refuses keys that another format would silently ignore.
func (r *resolver) csvOnly(at func(...any) []any, format string, raw *rawSource) {
	if format != "jsonl" && format != "parquet" {
		return
	}
	if raw.Delimiter != "" {
		r.fail(at("delimiter"), "source.delimiter is given for "+format, "", "take it out: only csv has one")
	}
	if raw.Encoding != "" && raw.Encoding != "utf-8" {
		r.fail(at("encoding"), fmt.Sprintf("source.encoding is %s for %s", clip(raw.Encoding), format), "", "take it out: only csv has another than utf-8")
	}
}

// columns checks what can be said without knowing the tables.
func (r *resolver) columns(at func(...any) []any, raw *rawSource) {
	for _, column := range slices.Sorted(maps.Keys(raw.Columns)) {
		if raw.Columns[column] == "" {
			r.fail(at("columns", column), fmt.Sprintf("the column for %s is empty", bare(column)), "the column's name in the file", "")
		}
		if _, both := raw.Constants[column]; both {
			r.fail(at("constants", column), fmt.Sprintf("%s is given as a constant and as a column", bare(column)), "one of the two", "")
		}
	}
}

func texts(given map[string]map[string]scalar) map[string]map[string]string {
	if given == nil {
		return nil
	}
	out := make(map[string]map[string]string, len(given))
	for column, values := range given {
		out[column] = plain(values)
	}
	return out
}

func plain(given map[string]scalar) map[string]string {
	if given == nil {
		return nil
	}
	out := make(map[string]string, len(given))
	for key, value := range given {
		out[key] = string(value)
	}
	return out
}
