package generator

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"leadline/content"
	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/download"
	"leadline/generator/event"
	"leadline/generator/page"
	"leadline/generator/publish"
	"leadline/templates"
)

// person has the output searched for what a column of people holds.
func (r *reader) person(table string) func(column, text string) {
	return func(column, text string) {
		r.in.people.Add(text, fmt.Sprintf("what the column %s of %s holds, a person perhaps", column, table))
	}
}

// withPeople adds the columns of people that nothing is computed from: what they hold may be
// in a text all the same.
func withPeople(table *event.Table, columns []string) []string {
	columns = slices.Clone(columns)
	for _, c := range table.Columns {
		if c.Kind == event.Person && !slices.Contains(columns, c.Name) {
			columns = append(columns, c.Name)
		}
	}
	return columns
}

// beside reads the columns of people that files have beside those of their table. They are
// part of no figure, and what they hold is forgotten as soon as it is known.
func (r *reader) beside(name string, sources []event.Source, accounts []event.Account) {
	for _, s := range sources {
		files := map[string][]string{} // by columns
		for _, a := range accounts {
			columns := slices.DeleteFunc(slices.Clone(a.Unknown), func(c string) bool { return !event.TellsPeople(c) })
			if len(columns) > 0 && slices.Contains(s.Files, a.Path) {
				key := strings.Join(columns, "\x00")
				files[key] = append(files[key], a.Path)
			}
		}
		for key, of := range files {
			columns := strings.Split(key, "\x00")
			s.Files, s.Columns, s.Values, s.Constants, s.Expected = of, nil, nil, nil, event.Expected{}
			// A row that cannot be read was reported before.
			_, _ = event.Read(r.ctx, r.in.files, event.TableOfPeople(name, columns), []event.Source{s}, columns,
				event.Options{Workers: r.in.reading.Workers, KeepGoing: true, People: r.person(name)})
		}
	}
}

// canaries are the names that the output is searched for: what columns of people hold, but for
// what is also the name of a unit or stands in the texts that come with Leadline, and all that
// site.toml lists.
func (s *site) canaries(o *outcome) (*publish.Canaries, error) {
	c := o.people
	for _, u := range slices.Concat(o.units.Teams, o.units.Services) {
		c.Except([]byte(u.ID + "\n" + u.Name))
	}
	for _, u := range o.units.Unowned() {
		c.Except([]byte(u.What))
	}
	c.Except([]byte(s.config.Name))
	for _, files := range []fs.FS{templates.Files, content.Files} {
		if err := eachFile(files, func(data []byte) { c.Except(data) }); err != nil {
			return nil, err
		}
	}
	for _, text := range s.config.Canaries.Allowed {
		c.Except([]byte(text))
	}
	return c, s.listed(c)
}

func eachFile(files fs.FS, see func(data []byte)) error {
	return fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Ext(name) == ".go" {
			return err
		}
		data, err := fs.ReadFile(files, name)
		see(data)
		return err
	})
}

// listed adds the names that somebody listed. A name that cannot be searched for is an error,
// because somebody relies on it; no message repeats a name.
func (s *site) listed(c *publish.Canaries) error {
	var problems diag.Problems
	add := func(at diag.Position, name, source string) {
		if !c.Add(name, source) {
			problems = append(problems, diag.Problem{Position: at, Found: "a name is too short to be told from other words",
				Expected: "a word of five letters or more, or several words", Do: "take it out"})
		}
	}
	for i, name := range s.config.Canaries.Names {
		add(s.config.Position("publish", "canaries", i), name, fmt.Sprintf("name %d of publish.canaries", i+1))
	}
	data, err := s.canaryFile()
	if err != nil {
		return append(problems, diag.Problem{Position: s.config.Position("publish", "canary_file"), Found: "publish.canary_file " + cannotRead(err), Do: "mend the name, or take it out"})
	}
	for i, line := range strings.Split(string(data), "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			add(diag.Position{File: s.config.Canaries.File, Line: i + 1, Column: 1}, line, fmt.Sprintf("the name in line %d of publish.canary_file", i+1))
		}
	}
	return problems.Err()
}

// canaryFile is the file with names that somebody listed; empty where there is none.
func (s *site) canaryFile() ([]byte, error) {
	if s.config.Canaries.File == "" {
		return nil, nil
	}
	return disk(s.root).ReadFile(s.config.Canaries.File)
}

// checkRules are what the stage is held to. Texts of licences name their authors' addresses.
func (s *site) checkRules(names *publish.Canaries) (publish.Rules, error) {
	entries, err := fs.ReadDir(s.assets, ".")
	if err != nil {
		return publish.Rules{}, err
	}
	rules := publish.Rules{Workers: s.options.Workers, Root: page.HostPath(s.config.BaseURL), Policy: policy, Unpack: map[string]publish.Unpack{".parquet": download.Texts},
		Leaks: publish.Leaks{Allowed: s.config.Canaries.Allowed, Canaries: names,
			Identifiers: s.config.Visibility == config.Private, Hosts: !s.config.Indexed()}}
	for _, e := range entries {
		if isBuiltin(s.assets, e.Name()) {
			rules.Vendored = append(rules.Vendored, "assets/"+e.Name())
		}
	}
	return rules, nil
}
