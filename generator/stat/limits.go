package stat

import "math"

// Limits are the natural process limits of a series.
type Limits struct {
	Centre, Lower, Upper float64
	N                    int  // points behind the limits
	Known                bool // false for fewer than two points or no variation at all
}

// moving is Wheeler's printed factor for limits from the mean moving range: 3/d₂ with
// d₂ = 2/√π is 2.658681, which he rounds to 2.66 (Understanding Variation; SPC Toolkit,
// Quality Digest, May 1996).
const moving = 2.66

// XmR gives the limits of individual values: mean ± 2.66 times the mean moving range,
// unscreened. NaN marks a gap, which no moving range crosses.
func XmR(values []float64) Limits { return individuals(values, moving) }

func individuals(values []float64, factor float64) Limits {
	var sum, ranges float64
	var n, steps int
	previous := math.NaN()
	for _, v := range values {
		if !math.IsNaN(v) {
			sum, n = sum+v, n+1
			if !math.IsNaN(previous) {
				ranges, steps = ranges+math.Abs(v-previous), steps+1
			}
		}
		previous = v
	}
	if steps == 0 || ranges == 0 {
		return Limits{N: n, Centre: sum / float64(n)}
	}
	centre, spread := sum/float64(n), factor*ranges/float64(steps)
	return Limits{centre, centre - spread, centre + spread, n, true}
}

// XmRLog gives XmR limits on the logarithm and transforms them back, as skewed durations
// need: the centre is the geometric mean and the limits are asymmetric. Where a value is
// zero, unit (the smallest step of the scale) is added to every value first and taken off
// again afterwards.
func XmRLog(values []float64, unit float64) Limits {
	shift := 0.0
	for _, v := range values {
		if v <= 0 {
			shift = unit
		}
	}
	logs := make([]float64, len(values))
	for i, v := range values {
		logs[i] = math.Log(v + shift) // NaN stays NaN
	}
	l := XmR(logs)
	l.Centre, l.Lower, l.Upper = math.Exp(l.Centre)-shift, math.Exp(l.Lower)-shift, math.Exp(l.Upper)-shift
	return l
}

// U gives the three-sigma limits of a rate over an exposure about the pooled rate (u chart).
func U(pooled, exposure float64) (lower, upper float64) {
	half := 3 * math.Sqrt(pooled/exposure)
	return positive(pooled - half), pooled + half
}

func positive(v float64) float64 {
	if v <= 0 {
		return math.NaN()
	}
	return v
}
