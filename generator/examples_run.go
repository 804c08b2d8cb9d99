package generator

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/level"
	"leadline/generator/metric"
)

// runExamples runs the worked example of every definition and reports the problems of all.
func runExamples(ctx context.Context, definitions []*metric.Definition) error {
	var problems diag.Problems
	for _, d := range definitions {
		e, err := ParseExample(d)
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

// compare lists the differences between what the rows give and what is expected.
func (e Example) compare(out *outcome) diag.Problems {
	var problems diag.Problems
	for _, w := range e.Want {
		figures, subjects := out.figures(w)
		i := slices.IndexFunc(figures, func(f metric.Figure) bool { return f.Stat == w.Stat })
		switch {
		case figures == nil:
			problems = append(problems, diag.Problem{Position: w.at, Found: fmt.Sprintf("the example has no %s %q", w.Level, w.Subject), Expected: "one of " + strings.Join(subjects, ", ")})
		case i < 0:
			var stats []string
			for _, f := range figures {
				stats = append(stats, f.Stat)
			}
			problems = append(problems, diag.Problem{Position: w.at, Found: fmt.Sprintf("there is no figure %q", w.Stat), Expected: "one of " + strings.Join(stats, ", "), Do: meant(w.Stat, stats)})
		default:
			problems = append(problems, w.compare(figures[i])...)
		}
	}
	return problems
}

// figures are the figures of the wanted subject and month, nil when there is no such
// subject, and the ids of the subjects that there are.
func (o *outcome) figures(w Want) (figures []metric.Figure, subjects []string) {
	switch w.Level {
	case level.TeamName:
		return figuresOf(o.teams, w)
	case level.ServiceName:
		return figuresOf(o.services, w)
	default:
		return figuresOf([][]metric.Series[level.Portfolio]{o.portfolio}, w)
	}
}

// figuresOf looks in the series of the only definition.
func figuresOf[L level.Level](all [][]metric.Series[L], w Want) (figures []metric.Figure, subjects []string) {
	for _, series := range all {
		s := series[0]
		subjects = append(subjects, s.Subject().ID)
		if s.Subject().ID == w.Subject {
			r, _ := s.At(w.Month)
			figures = r.Figures()
		}
	}
	return figures, subjects
}

// compare gives one problem that names everything in which the figure differs.
func (w Want) compare(f metric.Figure) diag.Problems {
	got, want := w.differences(f)
	if len(want) == 0 {
		return nil
	}
	return diag.Problems{{Position: w.at, Found: fmt.Sprintf("example gives %s = %s for %s in %s", w.Stat, strings.Join(got, ", "), w.subject(), w.Month),
		Expected: strings.Join(want, ", "), Do: "correct the rows, the expectation or the measure"}}
}

func (w Want) differences(f metric.Figure) (got, want []string) {
	got = []string{f.Text()}
	if f.Absence.Code() != w.Absence {
		return append(got, f.Detail()), []string{w.text()}
	}
	if w.Text != nil && *w.Text != f.Text() {
		want = append(want, *w.Text)
	}
	for _, x := range []struct {
		name string
		got  float64
		want *float64
	}{{"value", f.Value, w.Value}, {"low", f.Low, w.Low}, {"high", f.High, w.High}, {"n", float64(f.N), counted(w.N)}, {"part", float64(f.Part), counted(w.Part)}} {
		if x.want != nil && !equalNumbers(x.got, *x.want) {
			got, want = append(got, x.name+" "+shortest(x.got)), append(want, x.name+" "+shortest(*x.want))
		}
	}
	return got, want
}

func counted(n *int) *float64 {
	if n == nil {
		return nil
	}
	f := float64(*n)
	return &f
}

// equalNumbers forgives what writing a number in decimals loses.
func equalNumbers(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b)) }

func shortest(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// text is the expectation in as few words as it was given.
func (w Want) text() string {
	switch {
	case w.Absence != "":
		return "absence " + w.Absence
	case w.Text != nil:
		return *w.Text
	default:
		return "a value"
	}
}

func (w Want) subject() string {
	if w.Level == level.PortfolioName {
		return "the portfolio"
	}
	return string(w.Level) + " " + w.Subject
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
