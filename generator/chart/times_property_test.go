package chart

import (
	"bytes"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTimesGolden(t *testing.T) {
	all := timeExamples()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t.Run(name, func(t *testing.T) {
			svg, err := SVG(all[name])
			if err != nil {
				t.Fatal(err)
			}
			wellFormed(t, svg)
			golden(t, name+".svg", append(svg, '\n'))
			columns, rows := Table(all[name])
			var table strings.Builder
			for _, row := range append([][]string{columns}, rows...) {
				table.WriteString(strings.Join(row, " | ") + "\n")
			}
			golden(t, name+".txt", []byte(table.String()))
		})
	}
}

// A dot stands for one value, in stacks and in rows: there are as many as values.
func TestEveryValueIsADot(t *testing.T) {
	for name, f := range timeExamples() {
		want := 0
		switch {
		case f.Kind == Tally:
			for _, r := range f.Rows {
				want += r.N
			}
		case f.Spread.Dots:
			want = sum(f.Spread.Bins)
		default:
			continue
		}
		svg, err := SVG(f)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(string(svg), "h0"); got != want {
			t.Errorf("%s: %d dots for %d values", name, got, want)
		}
	}
}

// A figure along time has nothing to explore: its drawing stays.
func TestTimesHaveNoOptions(t *testing.T) {
	for name, f := range timeExamples() {
		if out, err := Options(f); err != nil || out != nil {
			t.Errorf("%s: %s, %v", name, out, err)
		}
	}
}

func TestTimesRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		kind   Kind
		change func(*Figure)
		want   string
	}{
		"bins apart":        {Distribution, func(f *Figure) { f.Spread.Bins[1].From++ }, "expected neighbours"},
		"negative count":    {Distribution, func(f *Figure) { f.Spread.Bins[1].N = -1 }, "expected neighbours"},
		"log from zero":     {Distribution, func(f *Figure) { f.Spread.Log = true }, "a log axis begins at 0"},
		"cuts out of order": {Distribution, func(f *Figure) { f.Spread.Bins, f.Spread.Cuts = nil, []float64{3, 2} }, "ascending order"},
		"bins and cuts":     {Distribution, func(f *Figure) { f.Spread.Cuts = []float64{1} }, "bins and cuts"},
		"endless mark":      {Distribution, func(f *Figure) { f.Spread.Marks[0].Value = math.Inf(1) }, "expected a finite time"},
		"range turned":      {Distribution, func(f *Figure) { f.Spread.Usual = &[2]float64{2, 1} }, "two finite times in order"},
		"curve that rises":  {Survival, func(f *Figure) { f.Curve.Steps[3].Open = 1.5 }, "shares that fall from 1"},
		"curve of no time":  {Survival, func(f *Figure) { f.Curve.End = 0 }, "an age above zero"},
		"watched beyond":    {Survival, func(f *Figure) { f.Curve.Watched[1].Age = 1e12 }, "expected an age up to"},
		"fewer than none":   {Tally, func(f *Figure) { f.Rows[0].N = -1 }, "expected a number of things"},
	} {
		f := timeExamples()[map[Kind]string{Distribution: "spread-dots", Survival: "curve", Tally: "tally"}[c.kind]]
		c.change(&f)
		if _, err := SVG(f); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; expected %q", name, err, c.want)
		}
	}
}

// Whatever lies along time stays inside its picture, is well-formed, comes out the same twice,
// and has a table whose rows are whole.
func TestAnyTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Figure{ID: "d-1", Title: anyText.Draw(t, "title"), Subtitle: anyText.Draw(t, "subtitle"), Axis: anyText.Draw(t, "axis")}
		switch f.Kind = rapid.SampledFrom([]Kind{Distribution, Survival, Tally}).Draw(t, "kind"); f.Kind {
		case Distribution:
			f.Spread = anySpread(t)
		case Survival:
			f.Curve = anyCurve(t)
		default:
			for range rapid.IntRange(0, 4).Draw(t, "rows") {
				f.Rows = append(f.Rows, Row{anyText.Draw(t, "name"), rapid.IntRange(0, 300).Draw(t, "n")})
			}
		}
		svg, err := SVG(f)
		if err != nil {
			t.Fatal(err)
		}
		inside(t, svg)
		if again, _ := SVG(f); !bytes.Equal(svg, again) {
			t.Fatal("the same figure gave other bytes")
		}
		columns, rows := Table(f)
		for _, row := range rows {
			if len(row) != len(columns) {
				t.Fatalf("%d cells under %d heads", len(row), len(columns))
			}
		}
	})
}

func anyMarks(t *rapid.T, most float64) (marks []Level) {
	for range rapid.IntRange(0, 3).Draw(t, "marks") {
		marks = append(marks, Level{anyText.Draw(t, "mark"), rapid.Float64Range(0, most).Draw(t, "at")})
	}
	return marks
}

func anySpread(t *rapid.T) Spread {
	s := Spread{Of: anyText.Draw(t, "of"), Dots: rapid.Bool().Draw(t, "dots"), Log: rapid.Bool().Draw(t, "log"), Range: anyText.Draw(t, "range")}
	width := rapid.SampledFrom([]float64{1, 600, 86400, 1e7}).Draw(t, "width")
	if rapid.Bool().Draw(t, "cuts") {
		s.Dots, s.N = false, 20
		for range rapid.SampledFrom([]int{3, 9}).Draw(t, "parts") {
			s.Cuts = append(s.Cuts, rapid.Float64Range(0, 40*width).Draw(t, "cut"))
		}
		slices.Sort(s.Cuts)
		s.Log = s.Log && s.Cuts[0] > 0
	} else {
		at := 0.0
		if s.Log {
			at = width
		}
		for range rapid.IntRange(1, 46).Draw(t, "bins") {
			to := at + width
			if s.Log {
				to = at * rapid.Float64Range(1.1, 2).Draw(t, "factor")
			}
			if to > maxValue {
				break
			}
			s.Bins = append(s.Bins, Bin{at, to, rapid.IntRange(0, 90).Draw(t, "n")})
			at = to
		}
		s.N = sum(s.Bins)
	}
	s.Marks = anyMarks(t, 50*width)
	if rapid.Bool().Draw(t, "usual") {
		s.Usual = &[2]float64{width / 2, 70 * width}
	}
	return s
}

func anyCurve(t *rapid.T) Curve {
	c := Curve{N: rapid.IntRange(0, 500).Draw(t, "n"), End: rapid.Float64Range(1, 1e8).Draw(t, "end"), Nothing: anyText.Draw(t, "nothing")}
	share := 1.0
	for i := range rapid.IntRange(0, 60).Draw(t, "steps") {
		share *= rapid.Float64Range(0, 1).Draw(t, "factor")
		s := CurveStep{c.End * float64(i+1) / 61, share, nan, nan}
		if share > 0 && rapid.Bool().Draw(t, "band") {
			s.Low, s.High = share/2, math.Sqrt(share)
		}
		c.Steps = append(c.Steps, s)
	}
	for i := range rapid.IntRange(1, 7).Draw(t, "watched") {
		c.Watched = append(c.Watched, Watched{CurveStep{c.End * float64(i) / 7, share, nan, nan}, rapid.IntRange(0, 5000).Draw(t, "at risk")})
	}
	c.Marks = anyMarks(t, c.End)
	return c
}
