package stat

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// twoSided is the normal quantile of a two-sided confidence.
func twoSided(confidence float64) float64 {
	return distuv.UnitNormal.Quantile(1 - (1-confidence)/2)
}

// score is the Wilson interval of x in n at z standard errors; x and n need not be whole,
// because overdispersion divides them.
func score(x, n, z float64) (low, high float64) {
	p := x / n
	centre := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	low, high = max(0, centre-half), min(1, centre+half)
	if x <= 0 {
		low = 0
	}
	if x >= n {
		high = 1
	}
	return low, high
}

// Newcombe is the interval of the difference x1/n1 − x2/n2 of two independent shares, by
// combining their score intervals without continuity correction (Newcombe 1998, Stat Med
// 17:873, method 10). NaN where a side has no trials.
func Newcombe(x1, n1, x2, n2, confidence float64) (low, high float64) {
	return newcombe(x1, n1, x2, n2, twoSided(confidence))
}

func newcombe(x1, n1, x2, n2, z float64) (low, high float64) {
	if n1 <= 0 || n2 <= 0 {
		return math.NaN(), math.NaN()
	}
	p1, p2 := x1/n1, x2/n2
	l1, u1 := score(x1, n1, z)
	l2, u2 := score(x2, n2, z)
	d := p1 - p2
	return d - math.Hypot(p1-l1, u2-p2), d + math.Hypot(u1-p1, p2-l2)
}

// newcombeP is the p that belongs to the interval: 1 − the confidence at which it begins to
// hold zero. The interval widens with z, so halving finds it.
func newcombeP(x1, n1, x2, n2 float64) float64 {
	if x1*n2 == x2*n1 {
		return 1
	}
	inside, outside := 40.0, 0.0 // of zero
	for range 60 {
		z := (inside + outside) / 2
		if low, high := newcombe(x1, n1, x2, n2, z); low <= 0 && high >= 0 {
			inside = z
		} else {
			outside = z
		}
	}
	return math.Erfc(inside / math.Sqrt2)
}
