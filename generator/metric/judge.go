package metric

import (
	"math"

	"leadline/generator/stat"
)

// Fewer complete months than TrialFrom show points only; from JudgeFrom on, months are
// judged (metric catalogue, signals).
const (
	TrialFrom = 6
	JudgeFrom = 12
)

// widest is the ratio of upper to lower limit on the log scale from which limits say nothing:
// beyond it a month would have to be thirty times the centre to be unusual, and a range such
// as "4 minutes to 200 days" would only look like knowledge. Our own bound, not a published one.
const widest = 1000

// judgeXmRLog judges durations on the log scale.
func judgeXmRLog(months [][]Figure, settled int) ([]State, Limits) {
	return judgeXmR(months, settled, func(values []float64) stat.Limits {
		l := stat.XmRLog(values, 1)
		l.Known = l.Known && l.Lower > 0 && l.Upper/l.Lower <= widest
		return l
	})
}

// judgeXmR judges the headline figure of every settled month by limits over all of them,
// the newest included, by rule 1 alone: a value on a limit is inside.
func judgeXmR(months [][]Figure, settled int, limits func([]float64) stat.Limits) ([]State, Limits) {
	states := make([]State, len(months))
	values := headline(months, settled)
	l := limits(values)
	if !l.Known || l.N < TrialFrom {
		return states, Limits{Months: l.N}
	}
	out := Limits{Centre: l.Centre, Lower: l.Lower, Upper: l.Upper, Months: l.N, Known: true, Trial: l.N < JudgeFrom}
	if out.Lower <= 0 {
		out.Lower = math.NaN() // a quantity that cannot be negative has no such limit
	}
	if !out.Trial {
		for i, v := range values {
			states[i] = stateOf(v, out.Lower, out.Upper)
		}
	}
	return states, out
}

// headline are the first figure's values of the first n months, NaN where there is none.
func headline(months [][]Figure, n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = math.NaN()
		if f := months[i][0]; f.Absence == Present {
			values[i] = f.Value
		}
	}
	return values
}

func stateOf(v, lower, upper float64) State {
	switch {
	case math.IsNaN(v):
		return NotJudged
	case v > upper:
		return UnusualHigh
	case v < lower: // false for a limit that does not exist
		return UnusualLow
	default:
		return Within
	}
}

// judgeVarying judges by limits that depend on each month's size: p charts for shares, u
// charts for rates. pooled is over all settled months with a value; nothing is drawn,
// because the limits are not one line.
func judgeVarying(months [][]Figure, settled int, pooled float64, limits func(pooled float64, m int) (lower, upper float64)) []State {
	states := make([]State, len(months))
	values, n := headline(months, settled), 0
	for _, v := range values {
		if !math.IsNaN(v) {
			n++
		}
	}
	if n < JudgeFrom {
		return states
	}
	for i, v := range values {
		if math.IsNaN(v) {
			continue
		}
		lower, upper := limits(pooled, i)
		states[i] = stateOf(v, lower, upper)
	}
	return states
}

// laneyFrom is the mean size of a month from which counting error alone makes limits so
// narrow that ordinary differences between months leave them: p′ and u′ charts widen them by
// what neighbouring months differ (for denominators in the hundreds; in small ones the factor
// is itself noise).
const laneyFrom = 200

// widening is the factor of p′ and u′ charts, at least 1: less variation than chance narrows
// nothing. sigma is counting error's of month m.
func widening(months [][]Figure, settled int, pooled float64, sigma func(m int) float64) float64 {
	z, size, n := headline(months, settled), 0, 0
	for m, v := range z {
		if !math.IsNaN(v) {
			z[m] = (v - pooled) / sigma(m)
			size, n = size+months[m][0].N, n+1
		}
	}
	if n == 0 || size < laneyFrom*n {
		return 1
	}
	if factor := stat.LaneyFactor(z); factor > 1 { // false for NaN
		return factor
	}
	return 1
}
