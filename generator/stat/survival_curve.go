package stat

import "math"

// Share is S at one age with its pointwise 95 % limits.
type Share struct {
	Age       uint32
	Open      float64 // the share that has not ended by then; 1 before the first end
	Low, High float64 // NaN where there are none: before the first end, and once all have ended
}

// Known is the greatest age up to which the estimate is known.
func (s *Survival) Known() uint32 {
	if s.torn != 0 {
		return s.torn
	}
	return s.Last
}

// Ends are the ages at which something ended, ascending.
func (s *Survival) Ends(ages []uint32) []uint32 {
	for i := range s.steps {
		ages = append(ages, s.steps[i].age)
	}
	return ages
}

// At is S at an age up to Known. The limits are those of Quantile, on the log(−log) scale, so
// that a median's interval is where the limits cross a half.
func (s *Survival) At(age uint32) Share {
	out := Share{Age: age, Open: 1, Low: math.NaN(), High: math.NaN()}
	for i := range s.steps {
		x := &s.steps[i]
		if x.age > age {
			break
		}
		if out.Open, out.Low, out.High = x.share, math.NaN(), math.NaN(); x.share > 0 {
			out.Low, out.High = x.exact(+1), x.exact(-1)
		}
	}
	return out
}

// exact is the lower (+1) or upper (−1) limit of a share above zero.
func (x *step) exact(side float64) float64 {
	return math.Pow(x.share, math.Exp(side*z*math.Sqrt(x.greenwood)/-math.Log(x.share)))
}

// AtRisk is how many of the lifetimes were watched at an age: entered before it, and neither
// ended nor left before. At age 0 it is those watched from their start.
func AtRisk(of []Lifetime, age uint32) (n int) {
	for _, l := range of {
		if (l.Entry < age || age == 0 && l.Entry == 0) && l.Exit >= age {
			n++
		}
	}
	return n
}
