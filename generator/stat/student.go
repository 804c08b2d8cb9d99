package stat

import "math"

// StudentP is the two-sided p of a t with df degrees of freedom, by the finite series of
// Abramowitz & Stegun 26.7.3 (odd) and 26.7.4 (even).
func StudentP(t float64, df int) float64 {
	theta := math.Atan(math.Abs(t) / math.Sqrt(float64(df)))
	sin, cos := math.Sincos(theta)
	first, k := 1.0, 2 // even: 1 + 1/2·cos² + 1·3/(2·4)·cos⁴ + …
	if df%2 == 1 {
		first, k = cos, 3 // odd: cos + 2/3·cos³ + 2·4/(3·5)·cos⁵ + …
	}
	sum, term := 0.0, first
	for ; k <= df; k += 2 {
		sum += term
		term *= cos * cos * float64(k-1) / float64(k)
	}
	if df%2 == 1 {
		return 1 - 2/math.Pi*(theta+sin*sum)
	}
	return 1 - sin*sum
}

// StudentQuantile is the t that a share of the distribution lies within, to both sides.
func StudentQuantile(confidence float64, df int) float64 {
	low, high := 0.0, 1.0
	for StudentP(high, df) > 1-confidence {
		high *= 2
	}
	for range 60 {
		if middle := (low + high) / 2; StudentP(middle, df) > 1-confidence {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
