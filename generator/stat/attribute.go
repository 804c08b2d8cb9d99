package stat

import (
	"math"
)

// d2 is the mean range of two normal values in standard deviations, as the programs round it
// that our reference values for these charts come from (2/√π = 1.128379).
const d2 = 1.128

// PPrime gives the limits of a p′ chart (Laney 2002): those of P widened by factor, which
// LaneyFactor gives.
func PPrime(pooled float64, n int, factor float64) (lower, upper float64) {
	half := factor * 3 * math.Sqrt(pooled*(1-pooled)/float64(n))
	return positive(pooled - half), min(1, pooled+half)
}

// UPrime gives the limits of a u′ chart: those of U widened by factor.
func UPrime(pooled, exposure, factor float64) (lower, upper float64) {
	half := factor * 3 * math.Sqrt(pooled/exposure)
	return positive(pooled - half), pooled + half
}

// LaneyFactor is how much more months differ from their neighbours than counting noise
// would make them: the mean absolute difference of neighbouring z, each month standardised
// by its own counting error, over 1.128. NaN marks a gap, which no difference crosses. It is
// for sizes in the hundreds; in small ones it is itself noise. NaN for fewer than two
// neighbours.
func LaneyFactor(z []float64) float64 {
	var sum float64
	n := 0
	for i := 1; i < len(z); i++ {
		if d := math.Abs(z[i] - z[i-1]); !math.IsNaN(d) {
			sum, n = sum+d, n+1
		}
	}
	if n == 0 {
		return math.NaN()
	}
	return sum / float64(n) / d2
}

// Between gives the limits of a t chart of the times between rare events: individuals limits
// of x^(1/3.6), which makes exponential times nearly normal (Nelson 1994), transformed back.
// Times that are zero get half the resolution of the record; a lower limit at or below zero
// is NaN, because no time could be under it.
func Between(times []float64, resolution float64) Limits {
	const power = 3.6
	roots := make([]float64, len(times))
	for i, x := range times {
		if x <= 0 {
			x = resolution / 2
		}
		roots[i] = math.Pow(x, 1/power)
	}
	l := individuals(roots, 3/d2)
	l.Centre, l.Lower, l.Upper = math.Pow(l.Centre, power), math.Pow(max(0, l.Lower), power), math.Pow(max(0, l.Upper), power)
	l.Lower = positive(l.Lower)
	return l
}
