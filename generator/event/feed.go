package event

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"leadline/generator/diag"
)

// feed is how one source supplies a plan's columns: names, mapped values, constants and
// the way it writes times.
type feed struct {
	*plan
	source *Source
	fields []field // one per plan column, in its order
	rule   timeRule
	comma  byte
}

// field is one plan column as a source supplies it.
type field struct {
	*column
	name     string // in the file
	values   map[string][]byte
	fixed    bool // constant is the value where the file has no such column
	constant uint64
}

// newFeed checks a source's declaration against the table.
func newFeed(p *plan, s *Source) (*feed, diag.Problems) {
	fd := &feed{plan: p, source: s, comma: ','}
	var problems diag.Problems
	fd.rule, problems = newTimeRule(s)
	problems = append(problems, fd.checkNames()...)
	problems = append(problems, fd.checkFormat()...)
	w := newWorker(p)
	for i := range p.columns {
		c := &p.columns[i]
		f := field{column: c, name: s.nameOf(c.Name), constant: c.absent}
		if mapped := s.Values[c.Name]; len(mapped) > 0 {
			f.values = make(map[string][]byte, len(mapped))
			for from, to := range mapped {
				f.values[from] = []byte(to)
			}
		}
		fd.fields = append(fd.fields, f)
		if text, ok := s.Constants[c.Name]; ok {
			problems = append(problems, fd.setConstant(w, i, text)...)
		}
	}
	return fd, problems
}

func (fd *feed) setConstant(w *worker, i int, text string) diag.Problems {
	f := &fd.fields[i]
	x, why := w.text(fd, i, []byte(text))
	if why != 0 {
		p := fd.explain(f, why, []byte(text))
		p.Position, p.Found = fd.source.Declared, "constant "+p.Found
		return diag.Problems{p}
	}
	f.fixed, f.constant = true, x
	return nil
}

// nameOf is a canonical column's name in the source's files.
func (s *Source) nameOf(canonical string) string {
	if name, ok := s.Columns[canonical]; ok {
		return name
	}
	return canonical
}

// checkNames refuses declarations about columns that the table does not have.
func (fd *feed) checkNames() diag.Problems {
	var problems diag.Problems
	check := func(section string, names []string) {
		for _, name := range names {
			if _, ok := fd.table.Column(name); !ok {
				problems = append(problems, diag.Problem{Position: fd.source.Declared,
					Found:    fmt.Sprintf("[source.%s] names the column %q, which table %s does not have", section, name, fd.table.Name),
					Expected: "one of " + strings.Join(fd.table.names(), ", "), Do: suggest(name, fd.table.names())})
			}
		}
	}
	check("columns", slices.Sorted(maps.Keys(fd.source.Columns)))
	check("values", slices.Sorted(maps.Keys(fd.source.Values)))
	check("constants", slices.Sorted(maps.Keys(fd.source.Constants)))
	return problems
}

func (fd *feed) checkFormat() diag.Problems {
	s := fd.source
	var problems diag.Problems
	bad := func(found, expected string) {
		problems = append(problems, diag.Problem{Position: s.Declared, Found: found, Expected: expected, Do: "correct site.toml"})
	}
	if s.Delimiter != 0 {
		if s.Delimiter >= 0x80 || strings.ContainsRune("\"\r\n", s.Delimiter) || s.Delimiter < 0 {
			bad(fmt.Sprintf("delimiter = %q", string(s.Delimiter)), "one ASCII character that is neither a quote nor a line end")
		}
		fd.comma = byte(s.Delimiter)
	}
	if !slices.Contains([]string{"", "csv", "jsonl", "parquet"}, s.Format) {
		bad(fmt.Sprintf("format = %q", s.Format), "csv, jsonl or parquet")
	}
	if _, ok := encodings[s.Encoding]; !ok {
		bad(fmt.Sprintf("encoding = %q", s.Encoding), "utf-8, utf-16, windows-1252 or iso-8859-1")
	}
	return problems
}

func (t *Table) names() []string {
	var all []string
	for _, c := range t.Columns {
		all = append(all, c.Name)
	}
	return all
}
