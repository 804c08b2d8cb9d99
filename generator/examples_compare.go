package generator

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"leadline/generator/diag"
	"leadline/generator/level"
	"leadline/generator/metric"
)

// compare lists the differences between what the rows give and what is expected.
func (e Example) compare(out *outcome) diag.Problems {
	var problems diag.Problems
	for _, w := range e.Want {
		figures, subjects := out.figures(w)
		i := slices.IndexFunc(figures, func(f metric.Figure) bool { return f.Stat == w.Stat && f.Category == w.Category })
		switch {
		case figures == nil:
			problems = append(problems, diag.Problem{Position: w.at, Found: fmt.Sprintf("the example has no %s %q", w.Level, w.Subject), Expected: "one of " + strings.Join(subjects, ", ")})
		case i < 0:
			var stats []string
			for _, f := range figures {
				stats = append(stats, nameOf(f.Stat, f.Category))
			}
			problems = append(problems, diag.Problem{Position: w.at, Found: fmt.Sprintf("there is no figure %q", w.name()), Expected: "one of " + strings.Join(stats, ", "), Do: meant(w.name(), stats)})
		default:
			problems = append(problems, w.compare(figures[i])...)
		}
	}
	return problems
}

// name is the figure that is wanted, as messages say it.
func (w Want) name() string { return nameOf(w.Stat, w.Category) }

func nameOf(stat, category string) string {
	if category == "" {
		return stat
	}
	return stat + " of " + category
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
	return diag.Problems{{Position: w.at, Found: fmt.Sprintf("example gives %s = %s for %s in %s", w.name(), strings.Join(got, ", "), w.subject(), w.Month),
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
