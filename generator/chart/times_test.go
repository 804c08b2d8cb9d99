package chart

import (
	"math"

	"leadline/generator/unit"
)

// lognormal are counts of n values in bins that widen by a factor, with a long tail.
func lognormal(n int, from, factor float64, bins int) []Bin {
	var out []Bin
	middle := float64(bins) / 3
	for i := range bins {
		to := from * factor
		z := (float64(i) - middle) / (float64(bins) / 7)
		out = append(out, Bin{from, to, int(math.Round(float64(n) * math.Exp(-z*z/2) * 2.8 / float64(bins)))})
		from = to
	}
	out[bins-1].N = 1
	return out
}

func linear(width float64, counts ...int) (out []Bin) {
	for i, n := range counts {
		out = append(out, Bin{width * float64(i), width * float64(i+1), n})
	}
	return out
}

func sum(bins []Bin) (n int) {
	for _, b := range bins {
		n += b.N
	}
	return n
}

func spreadFigure(s Spread) Figure {
	s.N = max(s.N, sum(s.Bins))
	return Figure{ID: "d-recovery", Title: "Half took under 3.2 hours; the slowest 15 of 100 took over 26 hours", Subtitle: "Recovery time of 61 incidents, October 2026",
		Kind: Distribution, Unit: unit.Seconds, Axis: "Recovery time", Spread: s}
}

// timeExamples are figures along time for the golden files.
func timeExamples() map[string]Figure {
	marks := []Level{{"Median 3.2 hours", 3.2 * hours}, {"85th percentile 26 hours", 26 * hours}}
	return map[string]Figure{
		"spread-dots-log": spreadFigure(Spread{Of: "incidents", Log: true, Dots: true, Bins: lognormal(60, 600, 1.2, 40), Marks: marks,
			Usual: &[2]float64{1.2 * hours, 8 * hours}, Range: "Usual range of a month's median, 1.2–8 hours"}),
		"spread-dots": spreadFigure(Spread{Of: "incidents", Dots: true, Bins: linear(6*hours, 3, 9, 14, 30, 8, 6, 3, 4, 0, 2, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1), Marks: []Level{{"Median 20 hours", 20 * hours}, {"85th percentile 2.1 days", 50 * hours}}}),
		"spread-bars": spreadFigure(Spread{Of: "pipeline runs", Bins: lognormal(4000, 60, 1.35, 22), Log: true, Marks: []Level{{"Median 8 minutes", 480}, {"85th percentile 25 minutes", 1500}}}),
		"spread-tenths": spreadFigure(Spread{N: 64, Of: "changes", Cuts: []float64{4 * hours, 7 * hours, 11 * hours, 17 * hours, 24 * hours, 33 * hours, 50 * hours, 78 * hours, 160 * hours},
			Marks: []Level{{"Median 24 hours", 24 * hours}, {"85th percentile 4.6 days", 110 * hours}}, Usual: &[2]float64{15 * hours, 40 * hours}, Range: "Usual range of a month's median, 15–40 hours"}),
		"spread-quarters": spreadFigure(Spread{N: 22, Of: "work items", Cuts: []float64{2 * days, 5 * days, 11 * days}, Marks: []Level{{"Median 5 days", 5 * days}, {"85th percentile 19 days", 19 * days}}}),
		"spread-one":      spreadFigure(Spread{Of: "requests", Dots: true, Bins: linear(day5, 6), Marks: []Level{{"Median 1 day", days}}}),
		"curve":           curveFigure(0.985, 60, nil),
		"curve-open":      curveFigure(0.995, 60, func(c *Curve) { c.Nothing, c.Marks = "Half is not reached: more than 120 days", nil }),
		"curve-few":       curveFigure(0.5, 3, nil),
		"tally": {ID: "d-age", Title: "2 of 14 open work items are older than 85 of 100 of those finished", Subtitle: "Open work items at the end of October 2026", Kind: Tally, Axis: "Age",
			Rows: []Row{{"Younger than the median of the finished ones, 4.2 days", 9}, {"Older than that", 3}, {"Older than their 85th percentile, 23 days", 2}}},
		"tally-many": {ID: "d-age", Title: hostile, Subtitle: hostile, Kind: Tally, Axis: hostile, Rows: []Row{{hostile, 60}, {"none", 0}, {"~fmt:days", 1}}},
		"spread-hostile": func() Figure {
			f := spreadFigure(Spread{Of: hostile, Dots: true, Bins: linear(1, 1, 2), Marks: []Level{{hostile, 1}, {"~fmt:days", 2}}, Usual: &[2]float64{0, 9}, Range: hostile})
			f.Title, f.Subtitle, f.Axis = hostile, hostile, "{a|"+hostile
			return f
		}(),
	}
}

// curveFigure is a curve that falls by a factor at each of n steps.
func curveFigure(factor float64, n int, change func(*Curve)) Figure {
	c := Curve{N: 143, End: 120 * days, Marks: []Level{{"Median 92 days", 92 * days}}}
	at := func(age float64) CurveStep {
		s := CurveStep{age, 1, nan, nan}
		if k := math.Floor(age / c.End * float64(n)); k > 0 {
			s.Open = math.Pow(factor, k)
			s.Low, s.High = s.Open*0.85, math.Sqrt(s.Open)
		}
		return s
	}
	for i := range n {
		c.Steps = append(c.Steps, at(c.End*float64(i+1)/float64(n)))
	}
	for i := range 5 {
		c.Watched = append(c.Watched, Watched{at(30 * days * float64(i)), 143 >> i})
	}
	if change != nil {
		change(&c)
	}
	return Figure{ID: "d-fix", Title: "Half took up to 92 days", Subtitle: "Share of 143 findings still open by age, November 2025 to October 2026", Kind: Survival, Unit: unit.Seconds, Axis: "Age", Curve: c}
}

const day5 = 5 * days
