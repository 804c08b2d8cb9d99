package metric

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
	"leadline/generator/stat"
)

var february = period.MonthOf(2026, 2)

// shapeOf is the shape of February for the first team.
func shapeOf(d *Definition, table *fact.Table, u *fact.Units) (Shape[level.Team], Result[level.Team]) {
	f := frame()
	f.Shapes = 3
	m := Compute(d, table, u, f)
	s := AddShapes(Evaluate(m, u.TeamSets()[0]), m, u.TeamSets()[0], []period.Month{february})
	r, _ := s.At(february)
	return s.Shape(february), r
}

// anyItems are finished and open items of February and before.
func anyItems(t *rapid.T) (lines []string) {
	for i := range rapid.IntRange(0, 120).Draw(t, "items") {
		started, closed := rapid.IntRange(1, 28).Draw(t, "started"), ""
		if rapid.Bool().Draw(t, "closes") {
			closed = fmt.Sprintf("02-%02d", rapid.IntRange(started, 28).Draw(t, "closed"))
		}
		lines = append(lines, item(fmt.Sprint(i), fmt.Sprintf("%02d-%02d", rapid.IntRange(1, 2).Draw(t, "month"), started), closed))
	}
	return lines
}

// Every value is in one bin, the bins are neighbours, and the quantiles' own values lie in
// them; the order of rows makes no difference.
func TestSpreadHoldsEveryValue(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := anyItems(rt)
		table, u := items(t, sixPeople, lines...)
		shape, r := shapeOf(definition(duration(), false), table, u)
		p50 := r.Figure("p50")
		if s := shape.Spread(); p50.Absence != Present {
			if s != nil {
				rt.Fatalf("a figure that is not shown (%v) has a shape", p50)
			}
		} else if n := inBins(rt, s.Bins); n != p50.N || s.N != p50.N || s.Cuts != nil {
			rt.Fatalf("%d values in bins, N %d, of %d; cuts %v", n, s.N, p50.N, s.Cuts)
		} else if first, last := s.Bins[0], s.Bins[len(s.Bins)-1]; p50.Value >= float64(last.To) || p50.Value < float64(first.From) && p50.Value > 1 {
			rt.Fatalf("the median %v lies outside %v to %v", p50.Value, first, last)
		}
		shuffled, u := items(t, sixPeople, rapid.Permutation(lines).Draw(rt, "order")...)
		if again, _ := shapeOf(definition(duration(), false), shuffled, u); !reflect.DeepEqual(shape, again) {
			rt.Fatalf("another order of rows gives %+v and not %+v", again.Spread(), shape.Spread())
		}
	})
}

func inBins(t *rapid.T, bins []Bin) (n int) {
	for i, b := range bins {
		if n += b.N; b.From >= b.To || i > 0 && b.From != bins[i-1].To || b.N < 0 {
			t.Fatalf("bins %v", bins)
		}
	}
	return n
}

// Bins cover any values, whatever their spread, with as many as a picture has room for.
func TestBinsOfAnyValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := rapid.SampledFrom([]uint32{1, 60, 4000, 1e6, 1e8, math.MaxUint32 - 1}).Draw(t, "top")
		values := rapid.SliceOfN(rapid.Uint32Range(0, top), 1, 400).Draw(t, "values")
		slices.Sort(values)
		s := binned(values)
		if n := inBins(t, s.Bins); n != len(values) || len(s.Bins) > dotBins+2 {
			t.Fatalf("%d of %d values in %d bins", n, len(values), len(s.Bins))
		}
		if s.Log && s.Bins[0].From == 0 {
			t.Fatal("a log axis begins at zero")
		}
		for _, v := range values {
			if !slices.ContainsFunc(s.Bins, func(b Bin) bool { return b.N > 0 && (b.From <= v || s.Log && v == 0) && v < b.To }) {
				t.Fatalf("%d is in none of %v", v, s.Bins)
			}
		}
	})
}

// A person-derived metric has nothing but quantiles with five values between each two, and
// neither end: the least and the greatest value are one person's.
func TestPersonDerivedHasNoSingleValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Uint32Range(0, 1e6), 0, 300).Draw(t, "values")
		slices.Sort(values)
		s := cut(values)
		if s == nil {
			if len(values) >= 4*partSize {
				t.Fatalf("%d values have no shape", len(values))
			}
			return
		}
		if s.Bins != nil || len(values) < partSize*(len(s.Cuts)+1) || !slices.IsSorted(s.Cuts) {
			t.Fatalf("%d values: %+v", len(values), s)
		}
		for i, cut := range s.Cuts {
			if p := float64(i+1) / float64(len(s.Cuts)+1); cut != stat.Quantile(values, p) {
				t.Fatalf("cut %d is %v", i, cut)
			}
		}
	})
}

// What is withheld, has too few values, or is counted or refused at a level has no shape.
func TestShapesOfWhatIsNotShown(t *testing.T) {
	many := make([]string, 40)
	for i := range many {
		many[i] = item(fmt.Sprint(i), "02-01", fmt.Sprintf("02-%02d", 2+i%20))
	}
	shown := func(people bool, teams string, lines []string) bool {
		table, u := items(t, teams, lines...)
		shape, _ := shapeOf(definition(duration(), people), table, u)
		return shape.Spread() != nil
	}
	for what, c := range map[string]struct {
		people bool
		teams  string
		lines  []string
		want   bool
	}{
		"nobody's":             {false, "team_id,headcount\nred,3\n", many, true},
		"enough people":        {true, sixPeople, many, true},
		"withheld":             {true, "team_id,headcount\nred,3\n", many, false},
		"too few for a median": {false, sixPeople, many[:4], false},
		"too few for quarters": {true, sixPeople, many[:19], false},
	} {
		if got := shown(c.people, c.teams, c.lines); got != c.want {
			t.Errorf("%s: a shape is %v", what, got)
		}
	}
	table, u := items(t, sixPeople, many...)
	m := Compute(definition(duration(), false), table, u, frame())
	s := AddShapes(Evaluate(m, u.Portfolio()), m, u.Portfolio(), []period.Month{february})
	if s.Shape(february) != (Shape[level.Portfolio]{}) {
		t.Error("services that are counted have a shape")
	}
}

// A curve comes down to a half where the published median is, its numbers at risk are those
// that one counts, and the order of rows makes no difference.
func TestCurveIsThatOfTheFigures(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := anyItems(rt)
		table, u := items(t, sixPeople, lines...)
		shape, r := shapeOf(definition(censoredDuration(), false), table, u)
		c, median := shape.Curve(), r.Figure("p50")
		if c == nil {
			if median.N >= curveFrom {
				rt.Fatalf("no curve behind %+v", median)
			}
			return
		}
		if c.N != median.N || c.Watched[0].Age != 0 {
			rt.Fatalf("%+v behind %+v", c, median)
		}
		at := slices.IndexFunc(c.Steps, func(s stat.Share) bool { return s.Open <= 0.5+1e-7 })
		switch {
		case median.Absence != Present:
			if !slices.Contains(c.Beyond, "p50") || at >= 0 {
				rt.Fatalf("not reached, beyond %v, step %d of %+v", c.Beyond, at, c.Steps)
			}
		case at < 0 || float64(c.Steps[at].Age) > median.Value || c.Steps[at].Open < 0.5-1e-7 && float64(c.Steps[at].Age) != median.Value:
			rt.Fatalf("the median is %v, the curve %+v", median.Value, c.Steps)
		}
		for i := 1; i < len(c.Steps); i++ {
			if c.Steps[i].Age <= c.Steps[i-1].Age || c.Steps[i].Open > c.Steps[i-1].Open || c.Steps[i].Age > c.End {
				rt.Fatalf("steps %+v", c.Steps)
			}
		}
		shuffled, u := items(t, sixPeople, rapid.Permutation(lines).Draw(rt, "order")...)
		if again, _ := shapeOf(definition(censoredDuration(), false), shuffled, u); fmt.Sprint(again.Curve()) != fmt.Sprint(c) { // limits may be NaN
			rt.Fatalf("another order of rows gives %+v and not %+v", again.Curve(), c)
		}
	})
}

// The example of TestCensoredFigures: the numbers at risk are those in its comment.
func TestCurveCountsWhoIsAtRisk(t *testing.T) {
	lines := []string{item("1", "02-10", "02-11"), item("2", "02-10", "02-12"), item("3", "02-10", "02-13"), item("4", "02-10", "02-15"),
		item("open 4 days", "02-25", ""), item("open 26 days", "02-03", ""), item("late", "01-16", "02-05")}
	for i := range lines { // each twice: of fewer than ten there is no curve
		lines = append(lines, "again "+lines[i])
	}
	table, u := items(t, sixPeople, lines...)
	shape, _ := shapeOf(definition(censoredDuration(), false), table, u)
	c := shape.Curve()
	want := map[uint32]int{0: 12, 5 * day: 4, 10 * day: 2, 15 * day: 2, 20 * day: 4, 25 * day: 2}
	for _, w := range c.Watched {
		if n, ok := want[w.Age]; !ok || w.N != n {
			t.Errorf("%d watched after %d days; expected %d", w.N, w.Age/day, n)
		}
	}
	if len(c.Watched) != len(want) || c.End != 26*day || c.N != 14 || c.Ended != 10 {
		t.Errorf("%+v", c)
	}
	if shape, _ := shapeOf(definition(censoredDuration(), true), table, u); shape.Curve() != nil {
		t.Error("a person-derived metric has a curve, each step of which is where somebody's ended")
	}
}

// Every open one is in the column of its category, with its age; person-derived ones are counted
// against what was finished, as the figures do.
func TestAgesAreThoseOfTheFigures(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := anyItems(rt)
		for i := range lines {
			lines[i] = strings.Replace(lines[i], "story", rapid.SampledFrom([]string{"story", "bug", "task"}).Draw(rt, "type"), 1)
		}
		table, u := items(t, sixPeople, lines...)
		age := &Age{Common: Common{KindName: "age", Of: fact.WorkItem}, From: "started_at", To: "closed_at", Show: []string{"p50", "p85"}, By: "type", Against: "closed_at"}
		shape, r := shapeOf(definition(age, false), table, u)
		if a := shape.Ages(); a != nil {
			var all []uint32
			for _, c := range a.Columns {
				all = append(all, c.Open...)
			}
			slices.Sort(all)
			if a.N != r.Figure("open").N || len(all) != a.N || stat.Quantile(all, 0.5) != r.Figure("p50").Value || a.Against != nil {
				rt.Fatalf("%+v behind %+v", a, r.Figures())
			}
		} else if r.Figure("p50").Absence == Present {
			rt.Fatalf("no ages behind %+v", r.Figures())
		}
		shape, r = shapeOf(definition(age, true), table, u)
		if a := shape.Ages(); a != nil {
			if a.Columns != nil || a.Against[0].Older != r.Figure("older_than_p50").Part || a.Against[1].Older != r.Figure("older_than_p85").Part {
				rt.Fatalf("%+v behind %+v", a, r.Figures())
			}
		} else if r.Figure("p50").Absence == Present && r.Figure("older_than_p85").Absence == Present {
			rt.Fatalf("no comparison behind %+v", r.Figures())
		}
	})
}

// A person-derived distribution takes no month that is withheld, none before a recorded new
// baseline, and no more than tenths need.
func TestSharedMonths(t *testing.T) {
	var lines []string
	for i := range 45 {
		lines = append(lines, item(fmt.Sprint("jan", i), "01-01", fmt.Sprintf("01-%02d", 2+i%20)), item(fmt.Sprint("feb", i), "02-01", fmt.Sprintf("02-%02d", 2+i%20)))
	}
	table, u := items(t, sixPeople, lines...)
	shape, _ := shapeOf(definition(duration(), true), table, u)
	if s := shape.Spread(); s == nil || s.N != 90 || s.From != february-1 || len(s.Cuts) != 9 {
		t.Errorf("45 values a month: %+v", s)
	}
	series := Series[level.Team]{results: make([]Result[level.Team], 3), course: course{segments: []segment{{from: 0, to: 1}, {from: 1, to: 3}}}}
	for i := range series.results {
		series.results[i].figures = []Figure{{Absence: []Absence{Present, Withheld, Present}[i]}}
	}
	if got := series.together(2); !slices.Equal(got, []int{2}) {
		t.Errorf("months %v go with the third", got)
	}
}
