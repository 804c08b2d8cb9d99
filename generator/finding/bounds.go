package finding

import (
	"math"

	"leadline/generator/metric"
	"leadline/generator/period"
)

// earlier is the same figure so many months before.
func (x *matcher) earlier(t *Test, of key) metric.Figure {
	f, _ := figureOf(x.figures(of.metric, of.month-period.Month(t.Months)), t.of(of).stat, t.of(of).category)
	return f
}

// apart reports whether the two 95 % intervals share nothing. That is stricter than a test of
// the difference at 5 %: of two equal figures fewer than one pair in a hundred is apart
// (Schenker and Gentleman 2001, on judging by overlap). An end that is not reached is beyond
// nothing.
func (t *Test) apart(now, before metric.Figure) bool {
	if before.Absence != metric.Present {
		return false
	}
	return t.Apart == "above" && now.Low > before.High || t.Apart == "below" && now.High < before.Low
}

// of is the figure that the test bounds.
func (t *Test) of(of key) key {
	if t.Stat != "" {
		of.stat = t.Stat
	}
	if t.Category != "" {
		of.category = t.Category
	}
	return of
}

func (t *Test) holds(of key, figures []metric.Figure) (metric.Figure, bool) {
	f, listed := figureOf(figures, t.of(of).stat, t.of(of).category)
	if !listed || f.Absence != metric.Present || f.N < t.N {
		return f, false
	}
	return f, bound(t.AtLeast, func(b float64) bool { return f.Value >= b }) && bound(t.AtMost, func(b float64) bool { return f.Value <= b }) &&
		bound(t.Above, func(b float64) bool { return f.Value > b }) && bound(t.Below, func(b float64) bool { return f.Value < b }) &&
		bound(t.LowAbove, func(b float64) bool { return !math.IsNaN(f.Low) && f.Low > b }) && bound(t.HighBelow, func(b float64) bool { return !math.IsNaN(f.High) && f.High < b })
}

func bound(b *float64, holds func(float64) bool) bool { return b == nil || holds(*b) }
