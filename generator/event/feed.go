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

// header is which of a file's columns supply which of the plan's.
type header struct {
	at      []int // per plan column: index in the file, or -1
	width   int   // number of the file's columns
	unknown []string
	missing []string
}

// resolve looks up the plan's columns among a file's, and says what is missing. Every
// name may be hostile text.
func (fd *feed) resolve(pos diag.Position, names []string) (header, diag.Problems) {
	index := map[string]int{}
	var problems diag.Problems
	for i, name := range names {
		if _, twice := index[name]; twice {
			problems = append(problems, diag.Problem{Position: pos, Found: "two columns are named " + quoted([]byte(name)),
				Expected: "each name once", Do: "rename or drop one of them in the export"})
		}
		index[name] = i
	}
	h := header{}
	for i := range fd.fields {
		if at, ok := index[fd.fields[i].name]; ok {
			h.at = append(h.at, at)
		} else {
			h.at = append(h.at, -1)
		}
	}
	has := func(name string) bool { _, ok := index[name]; return ok }
	h.unknown, h.missing = fd.accountNames(names, has)
	return h, append(problems, fd.lacking(pos, names, has)...)
}

// accountNames sorts out what a file has beside the table's columns and what it lacks of
// the optional ones.
func (fd *feed) accountNames(names []string, has func(string) bool) (unknown, missing []string) {
	known := map[string]bool{}
	for _, c := range fd.table.Columns {
		name := fd.source.nameOf(c.Name)
		known[name] = true
		if _, fixed := fd.source.Constants[c.Name]; !c.Required && !fixed && !has(name) {
			missing = append(missing, c.Name)
		}
	}
	for _, name := range names {
		if !known[name] {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	slices.Sort(missing)
	return slices.Compact(unknown), missing
}

// lacking is a problem for every column without which the file cannot be read.
func (fd *feed) lacking(pos diag.Position, names []string, has func(string) bool) diag.Problems {
	var problems diag.Problems
	supplied := func(canonical string) bool {
		_, fixed := fd.source.Constants[canonical]
		return fixed || has(fd.source.nameOf(canonical))
	}
	for _, c := range fd.table.Columns {
		if fd.table.must(c) != 0 && !supplied(c.Name) {
			name := fd.source.nameOf(c.Name)
			problems = append(problems, diag.Problem{Position: pos, Found: fmt.Sprintf("no column %q; the file has %s", name, list(names)),
				Expected: fmt.Sprintf("the column %s of table %s", c.Name, fd.table.Name),
				Do:       suggest(name, names) + "map it under [source.columns], or give it under [source.constants]"})
		}
	}
	for _, group := range fd.table.OneOf {
		if !slices.ContainsFunc(group, supplied) {
			problems = append(problems, diag.Problem{Position: pos,
				Found:    fmt.Sprintf("none of the columns %s; the file has %s", strings.Join(group, ", "), list(names)),
				Expected: "at least one of them", Do: "map it under [source.columns]"})
		}
	}
	return problems
}

// list shows a file's columns, as many as a message can bear.
func list(names []string) string {
	const most = 20
	var b strings.Builder
	for i, name := range names {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(names)-most)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quoted([]byte(name)))
	}
	if len(names) == 0 {
		return "no columns"
	}
	return b.String()
}

// suggest names the most alike of some names: equal but for case and separators, or at
// most two letters away.
func suggest(name string, among []string) string {
	best, least := "", 3
	for _, other := range among {
		if d := distance(plainName(name), plainName(other)); d < least {
			best, least = other, d
		}
	}
	if best == "" {
		return ""
	}
	return "did you mean " + quoted([]byte(best)) + "? "
}

func plainName(name string) string {
	if len(name) > 64 {
		name = name[:64]
	}
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name))
}

// distance is Levenshtein's edit distance, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
