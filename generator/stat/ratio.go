package stat

import "math"

// RatioSums are all that the interval of a ratio of sums Σy ÷ Σx needs of n items, where
// 0 ≤ y ≤ x of each: a part of a whole that is measured and not counted, such as waiting time
// of elapsed time. They add up, so that a pool's interval is computed from its items.
type RatioSums struct {
	N          int
	X, Y       float64
	XX, XY, YY float64 // sums of squares and products
}

// Ratio is Σy ÷ Σx; NaN of nothing.
func (s RatioSums) Ratio() float64 { return s.Y / s.X }

// Interval is the 95 % interval of the ratio, by linearisation: the variance of Σy ÷ Σx is
// about that of the sum of y − Rx over (Σx)² (Cochran 1977, Sampling Techniques, chapter 6; no
// finite-population correction, because items are a sample of how work goes). It is laid on
// the logit scale, which keeps it within 0 and 1, with Student's t for n − 1.
//
// A bootstrap over items has the same aim and needs all items a thousand times; this needs
// five sums, so it costs the same for ten items and ten million, pools exactly and does not
// depend on any seed or order. A test holds the two against each other. Neither sees that
// items may have waited together.
//
// A ratio of 0 or 1, and one item, have no spread to go by: NaN, NaN.
func (s RatioSums) Interval() (low, high float64) {
	r := s.Ratio()
	if s.N < 2 || !(r > 0 && r < 1) {
		return math.NaN(), math.NaN()
	}
	spread := s.YY - 2*r*s.XY + r*r*s.XX // Σ(y − Rx)²
	if spread < s.XX*1e-12 {             // what rounding leaves of nothing
		spread = 0
	}
	n := float64(s.N)
	se := math.Sqrt(spread*n/(n-1)) / s.X
	logit, half := math.Log(r/(1-r)), student(s.N-1)*se/(r*(1-r))
	return expit(logit - half), expit(logit + half)
}

func expit(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// student is the two-sided 95 % quantile of Student's t, by its expansion in the normal one
// (Abramowitz & Stegun 1964, 26.7.5): right to 0.003 from 5 degrees of freedom on.
func student(freedom int) float64 {
	v, z2 := float64(freedom), z*z
	return z * (1 + (z2+1)/(4*v) + ((5*z2+16)*z2+3)/(96*v*v) + (((3*z2+19)*z2+17)*z2-15)/(384*v*v*v))
}
