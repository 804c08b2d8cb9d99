package chart

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func ageBands() Bands {
	return Bands{
		Words: Words{ID: "bands", Title: "39 findings were open at the end of March 2026", Subtitle: "Open findings by age"}, Axis: "Open findings", Months: months(12),
		Series: []Series{
			{"0–30 days", with(with(values(4, 2, 3, 7, 6, 3, 6, 7, 4, nan, 39, 3), 11, Provisional), 9, TooFew)},
			{"30–90 days", with(with(values(2, 4, 6, 4, 6, 8, 6, 6, 9, nan, 5, 47), 11, Provisional), 9, TooFew)},
			{"over 365 days", with(with(values(0, 0, 1, 1, 1, 2, 2, 1, 1, nan, 0, 1), 11, Provisional), 9, TooFew)},
		},
	}
}

// TestBandsShareTheirAxes: a bar of the same number is as high in every panel.
func TestBandsShareTheirAxes(t *testing.T) {
	f := ageBands()
	f.Series[0].Points[1].Value, f.Series[2].Points[1].Value = 30, 30
	c := f.canvas()
	if c.s.high != 50 {
		t.Fatalf("the axis ends at %v", c.s.high)
	}
	svg, err := f.SVG()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, d := range drawnPaths(svg) {
		for _, l := range legs(t, d) {
			if l.command == 'V' && math.Abs(l.byY-26.4) < 0.01 { // 30 of 50 in 44 units
				n++
			}
		}
	}
	if n != 2 {
		t.Errorf("%d bars of 30 are 26.4 high; expected 2:\n%s", n, svg)
	}
	_, rows := f.Table()
	if got := strings.Join(rows[9], "|") + "/" + strings.Join(rows[11], "|"); got != "January 2026|too few to say|too few to say|too few to say/March 2026|3 (provisional)|47 (provisional)|1 (provisional)" {
		t.Errorf("got %s", got)
	}
}

func TestAnyBands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Bands{Words: anyWords(t), Axis: anyText.Draw(t, "axis"), Months: months(rapid.IntRange(1, 40).Draw(t, "months"))}
		for range rapid.IntRange(1, MaxBands).Draw(t, "bands") {
			s := Series{Name: anyText.Draw(t, "name")}
			for range f.Months {
				s.Points = append(s.Points, anyPoint(t, Stacked))
			}
			f.Series = append(f.Series, s)
		}
		svg, err := f.SVG()
		if err != nil {
			t.Fatal(err)
		}
		inside(t, svg)
		tabular(t, f.Table)
	})
}
