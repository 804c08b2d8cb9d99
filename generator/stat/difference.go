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
// hold zero. The end that is nearer to zero falls steadily with z, so false position finds
// where it crosses (Illinois variant: Dowell & Jarratt 1971).
func newcombeP(x1, n1, x2, n2 float64) float64 {
	d := x1/n1 - x2/n2
	if d == 0 {
		return 1
	}
	if d < 0 { // the mirror image has the same p
		x1, n1, x2, n2, d = x2, n2, x1, n1, -d
	}
	low := func(z float64) float64 { low, _ := newcombe(x1, n1, x2, n2, z); return low }
	a, fa, b := 0.0, d, 1.0
	fb := low(b)
	for fb > 0 {
		a, fa, b = b, fb, 2*b
		fb = low(b)
	}
	for i, side := 0, 0; i < 100 && b-a > 1e-13*b; i++ {
		z := (a*fb - b*fa) / (fb - fa)
		f := low(z)
		if f > 0 {
			if a, fa = z, f; side > 0 {
				fb /= 2 // the other end has stayed: pull the next guess towards it
			}
			side = 1
			continue
		}
		if b, fb = z, f; side < 0 {
			fa /= 2
		}
		if side = -1; f == 0 {
			a = z
		}
	}
	return math.Erfc((a + b) / 2 / math.Sqrt2)
}
