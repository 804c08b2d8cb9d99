package generator

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/event"
)

// resolveSources finds the files of every [[source]] and checks that its table and columns
// are canonical ones.
func resolveSources(fsys fs.FS, site *config.Site) (map[string][]event.Source, error) {
	out := map[string][]event.Source{}
	var problems diag.Problems
	for _, s := range site.Sources {
		table, ok := event.TableNamed(s.Table)
		if !ok {
			problems = append(problems, unknownTable(s))
			continue
		}
		problems = append(append(problems, unknownColumns(s, table)...), ageless(s, table)...)
		files, err := fs.Glob(fsys, s.Files)
		switch {
		case err != nil:
			problems = append(problems, diag.Problem{Position: s.Position("files"), Found: fmt.Sprintf("%q is not a pattern: %v", s.Files, err), Do: "use * for any characters of one name"})
		case len(files) == 0:
			problems = append(problems, diag.Problem{Position: s.Position("files"), Found: fmt.Sprintf("no file matches %q", s.Files),
				Expected: "at least one file, relative to the folder of " + s.Declared.File, Do: "export it there, correct the pattern, or remove this [[source]]"})
		}
		slices.Sort(files)
		out[s.Table] = append(out[s.Table], eventSource(s, files))
	}
	problems.Sort()
	return out, problems.Err()
}

func eventSource(s config.Source, files []string) event.Source {
	return event.Source{Table: s.Table, Pattern: s.Files, Files: files, Format: s.Format, Columns: s.Columns, Values: s.Values, Constants: s.Constants,
		Delimiter: s.Delimiter, Encoding: s.Encoding, Zone: s.Zone, TimeFormat: s.TimeFormat, MaxRejected: s.MaxRejected, Declared: s.Declared,
		Expected: event.Expected(s.Freshness)}
}

// ageless refuses a cadence for a table whose rows do not happen at an instant: ownership
// that is years old may be as it should.
func ageless(s config.Source, table *event.Table) diag.Problems {
	if table.Scope != "" || s.Freshness.Cadence == "" {
		return nil
	}
	return diag.Problems{{Position: s.Position("cadence"), Found: "rows of " + s.Table + " do not happen at an instant, so they have no age", Do: "take the cadence out"}}
}

func unknownTable(s config.Source) diag.Problem {
	var names []string
	for _, t := range event.Tables {
		names = append(names, t.Name)
	}
	return diag.Problem{Position: s.Position("table"), Found: fmt.Sprintf("there is no table %q", s.Table),
		Expected: "one of " + strings.Join(names, ", "), Do: meant(s.Table, names)}
}

func unknownColumns(s config.Source, table *event.Table) diag.Problems {
	var names []string
	for _, c := range table.Columns {
		names = append(names, c.Name)
	}
	var problems diag.Problems
	check := func(section, name string) {
		if !slices.Contains(names, name) {
			problems = append(problems, diag.Problem{Position: s.Position(section, name), Found: fmt.Sprintf("%s has no column %q", s.Table, name),
				Expected: "one of " + strings.Join(names, ", "), Do: meant(name, names)})
		}
	}
	for name := range s.Columns {
		check("columns", name)
	}
	for name := range s.Values {
		check("values", name)
	}
	for name := range s.Constants {
		check("constants", name)
	}
	return problems
}

func meant(word string, known []string) string {
	if near := config.Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return ""
}
