package generator

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/metric"
)

// runExamples runs the worked example of every definition and reports the problems of all.
func runExamples(ctx context.Context, definitions []*metric.Definition) error {
	var problems diag.Problems
	for _, d := range definitions {
		e, err := parseExample(d)
		if err == nil {
			err = e.Run(ctx)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		problems = addProblems(problems, err)
	}
	problems.Sort()
	return problems.Err()
}

// Run computes the example on the way that a build takes, with a site's defaults and UTC
// months, and compares. The error is a diag.Problems with positions in the definition's file,
// or the context's error.
func (e Example) Run(ctx context.Context) error {
	in, err := e.input()
	if err != nil {
		return err
	}
	out, err := compute(ctx, in)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	problems := append(addProblems(nil, err), out.rejects...)
	for i := range problems {
		problems[i].Position = e.position(problems[i].Position)
	}
	if len(problems) == 0 {
		problems = e.compare(out)
	}
	problems.Sort()
	return problems.Err()
}

// input writes the smallest site that has the example's tables and opens it as a build
// does, so that no default can differ. Rejected rows are reported one by one instead of
// stopping at a share.
func (e Example) input() (input, error) {
	c, err := config.Parse("the example's site", e.siteTOML())
	if err != nil {
		return input{}, err
	}
	files := textFiles{}
	for table, text := range e.Tables {
		files[table+".csv"] = text
	}
	s := &site{options: Options{Workers: 1, KeepGoing: true, Progress: silent{}}, config: c, asOf: c.AsOf,
		definitions: []*metric.Definition{e.Definition}, calendar: newCalendar(c.AsOf, c)}
	if s.sources, err = resolveSources(files, c); err != nil {
		return input{}, err
	}
	in := s.input()
	in.files = files
	return in, nil
}

func (e Example) siteTOML() []byte {
	first := lastMonth(e.AsOf)
	for _, w := range e.Want {
		first = min(first, w.Month)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "[site]\nname = \"Worked example\"\nas_of = %q\nhistory_months = %d\n", e.AsOf.Format(time.RFC3339), lastMonth(e.AsOf)-first+1)
	for _, table := range slices.Sorted(maps.Keys(e.Tables)) {
		fmt.Fprintf(&b, "[[source]]\ntable = %q\nfiles = %q\n", table, table+".csv")
	}
	return []byte(b.String())
}

// position leads from a place in one of the example's tables to the definition's file.
func (e Example) position(p diag.Position) diag.Position {
	first, ok := e.lines[strings.TrimSuffix(p.File, ".csv")]
	if !ok {
		return diag.Position{File: e.Definition.File, Line: e.line}
	}
	return diag.Position{File: e.Definition.File, Line: first + max(p.Line, 1) - 1, Column: p.Column}
}

// silent is the progress of work that is too small to report.
type silent struct{}

func (silent) Stage(string) {}
func (silent) Rows(int)     {}

// textFiles is a file system of a few texts in memory, by name.
type textFiles map[string]string

// Open opens one of the texts.
func (t textFiles) Open(name string) (fs.File, error) {
	text, ok := t[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return textFile{strings.NewReader(text), name}, nil
}

// textFile is an open text and its own description; its size comes from strings.Reader.
type textFile struct {
	*strings.Reader
	name string
}

func (f textFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f textFile) Close() error               { return nil }
func (f textFile) Name() string               { return f.name }
func (f textFile) Mode() fs.FileMode          { return 0o444 }
func (f textFile) ModTime() time.Time         { return time.Time{} }
func (f textFile) IsDir() bool                { return false }
func (f textFile) Sys() any                   { return nil }
