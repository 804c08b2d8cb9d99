package event

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/diag"
)

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
	if slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, "\r") }) {
		return header{}, diag.Problems{{Position: pos, Found: "a carriage return within the header", Expected: "lines that end with LF or CR LF",
			Do: "export it with such lines; old programs end them with CR alone"}}
	}
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
		if fd.table.mustHave(c) && !supplied(c.Name) {
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
