package metric

import (
	"fmt"
	"math"
	"reflect"
	"slices"
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
	m := Compute(d, table, u, frame())
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
