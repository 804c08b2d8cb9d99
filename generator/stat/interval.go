package stat

import (
	"math"
	"sync"

	"gonum.org/v1/gonum/stat/distuv"
)

// z is the two-sided 95 % quantile of the standard normal distribution.
var z = distuv.UnitNormal.Quantile(1 - (1-Confidence)/2)

// Wilson is the 95 % score interval of a share of part in n, without continuity correction
// (Wilson 1927; Newcombe 1998, method 3). At n = 0 it is NaN, NaN. The ends are clamped to
// [0, 1] after computing, because 0 of n otherwise gives 1e-17.
func Wilson(part, n int) (low, high float64) {
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	return score(float64(part), float64(n), z)
}

// Poisson is the exact 95 % interval of a mean from one count (Garwood 1936); divide both
// ends by the exposure for a rate. Inverting the gamma function takes microseconds and small
// counts come back thousands of times, so answers are kept.
func Poisson(count int) (low, high float64) {
	if kept, ok := poissons.Load(count); ok {
		ends := kept.([2]float64)
		return ends[0], ends[1]
	}
	low, high = poisson(count)
	poissons.Store(count, [2]float64{low, high})
	return low, high
}

var poissons sync.Map // count → its interval

func poisson(count int) (low, high float64) {
	tail := (1 - Confidence) / 2
	if count > 0 {
		low = distuv.Gamma{Alpha: float64(count), Beta: 1}.Quantile(tail)
	}
	return low, distuv.Gamma{Alpha: float64(count) + 1, Beta: 1}.Quantile(1 - tail)
}

// Around is the 95 % interval of an estimate that is about normal, such as a mean with its
// standard error.
func Around(estimate, se float64) (low, high float64) { return estimate - z*se, estimate + z*se }
