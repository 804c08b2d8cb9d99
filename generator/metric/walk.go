package metric

import (
	"math"

	"leadline/generator/stat"
)

// byWalk compares exposure, of which a month has most of what the month before had, and a
// little more: weaknesses that nobody proves gone add up. A rank test of months takes that
// for a change nearly always: in the made-up sample for all teams, of which none was meant to
// change. So the months are taken for a random walk on logarithms, whose steps are as large as
// those of the twelve months before: the ratio of the geometric means of the windows has
// the interval and the p of Student's t with their eleven steps (the naïve forecast's
// variance, Hyndman & Athanasopoulos, Forecasting, section 5.5, for means instead of one
// value). Steps keep the drift that they have: one that is no larger than the steps are
// uneven is no change. Of independent months the steps are too large, so nothing is claimed
// too early.
var byWalk = comparison{isPresent, pooledP(compareWalks), compareWalks}

// walkVariance is that of the difference of the windows' means, in squared steps: a step
// inside the before window moves j of its 12 months, the step between them all of the newest
// six, and each later one fewer. Σ(j/12)² over 11 steps + 1 + Σ(j/6)² over 5.
const walkVariance = 11*12*23/6/144. + 1 + 5*6*11/6/36.

func compareWalks(c *course, w windows, out *Change) {
	newest, before := c.logs(w)
	step := stepOf(before, w.before)
	if step == 0 { // nothing moved before: months that are all alike are no walk
		byLogs.compare(c, w, out)
		return
	}
	out.Scale, out.Confidence = Ratio, stat.Confidence
	df := beforeMonths - 1
	moved, se := mean(newest)-mean(before), step*math.Sqrt(walkVariance)
	half := stat.StudentQuantile(stat.Confidence, df) * se
	out.Estimate, out.Low, out.High = math.Exp(moved), math.Exp(moved-half), math.Exp(moved+half)
	out.P = stat.StudentP(moved/se, df)
}

// stepOf is the root of the mean square of the steps between neighbours; one across a gap is
// as many steps as there are months.
func stepOf(values []float64, months []int) float64 {
	sum := 0.0
	for k := range values[1:] {
		step := values[k] - values[k+1]
		sum += step * step / float64(months[k]-months[k+1])
	}
	return math.Sqrt(sum / float64(len(values)-1))
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
