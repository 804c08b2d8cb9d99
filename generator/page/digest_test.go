package page

import (
	"math"
	"testing"

	"leadline/generator/chart"
	"leadline/generator/period"
)

// Whatever differs between two pages' structs differs between their digests.
func TestDigestTellsPagesApart(t *testing.T) {
	at := func(x float64) Chart {
		return pictured(chart.Figure{Series: []chart.Series{{Points: []chart.Point{{Value: x}}}}}, false)
	}
	one, seen := 1, map[[32]byte]any{}
	for _, v := range []any{
		Team{}, Team{Name: "a"}, Team{Name: "b"}, Team{Stage: &Stage{}}, Team{Sheet: "a"}, Team{Frame: Frame{Site: "a"}},
		Service{}, Home{guides: nil}, []string{"a", "b"}, []string{"ab"}, []string{"", "ab"}, [][]string{{"a"}, {"b"}}, [][]string{{"a", "b"}},
		[]string(nil), []string{}, (*int)(nil), &one, []any{1}, []any{"1"}, []any{int64(1)}, math.NaN(), 0.0, math.Copysign(0, -1),
		at(1), at(2), at(math.NaN()), draw(chart.Figure{}, true), true, false, -1,
	} {
		sum, ok := digest(nil, "x", v)
		if other, twice := seen[sum]; !ok || twice {
			t.Errorf("%#v has the digest of %#v, %v", v, other, ok)
		}
		seen[sum] = v
	}
	a, _ := digest(nil, "team", Team{})
	b, _ := digest(nil, "service", Team{})
	if a == b {
		t.Error("the kind of page does not count")
	}
}

func TestDigestOfWhatMayChangeUnseen(t *testing.T) {
	type knot struct{ *knot }
	tied := &knot{}
	tied.knot = tied
	for _, v := range []any{func() {}, map[string]int{}, tied, &book{}, []any{nil, new(func())}, make([]byte, longest+1)} {
		if _, ok := digest(nil, "x", v); ok {
			t.Errorf("%T has a digest", v)
		}
	}
}

// Drawing changes no digest: the page of a month is written twice from the same charts.
func TestDigestIsOfTheFigure(t *testing.T) {
	c := tabled(chart.Figure{ID: "a", Title: "a", Months: []period.Month{1}, Series: []chart.Series{{Name: "a", Points: []chart.Point{{Value: 1, State: chart.Present}}}}})
	before, _ := digest(nil, "x", c)
	if err := new(markup).chart(&c); err != nil || len(c.plate.ink) == 0 {
		t.Fatal(err)
	}
	after, _ := digest(nil, "x", c)
	if before != after {
		t.Error("a table that was written counts")
	}
}
