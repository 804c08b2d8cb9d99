// Package stat is the arithmetic of honest figures: quantiles with intervals that assume no
// distribution, intervals of shares and counts, process limits. Every function names its
// source and variant and is tested against reference values from other software.
//
// It knows nothing of metrics, months or levels, and rounds nothing.
package stat

import (
	"math"
	"sync"

	"gonum.org/v1/gonum/stat/distuv"
)

// Quantile is the p-quantile of values in ascending order, Hyndman & Fan type 7: what
// Excel's PERCENTILE.INC, R's default and numpy give, so that a reader can recompute it.
// NaN for no values.
func Quantile(sorted []uint32, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	h := p * float64(len(sorted)-1)
	i := int(math.Floor(h))
	if i >= len(sorted)-1 {
		return float64(sorted[len(sorted)-1])
	}
	low, high := float64(sorted[i]), float64(sorted[i+1])
	return low + (h-float64(i))*(high-low)
}

// Confidence of every interval that Leadline prints.
const Confidence = 0.95

// exactRanks is the number of values up to which QuantileRanks tries every pair.
const exactRanks = 1000

// QuantileRanks are the ranks (from 1) of the order statistics that bound the p-quantile of
// n values with at least 95 % confidence, without assuming a distribution: the narrowest
// pair in ranks, of equally narrow ones the one with the highest coverage, by the exact
// binomial P(lower ≤ Bin(n,p) ≤ upper−1). ok is false when n is too small (median under 6,
// p85 under 19). Beyond 1,000 values the pair has equal tails instead, which differs by a
// rank or two. Source: Conover, Practical Nonparametric Statistics, 3rd ed., section 3.2.
func QuantileRanks(n int, p float64) (lower, upper int, ok bool) {
	key := rankKey{n, p}
	if r, found := rankCache.Load(key); found {
		ranks := r.(rankPair)
		return ranks.lower, ranks.upper, ranks.lower > 0
	}
	var r rankPair
	if n <= exactRanks {
		r = narrowestRanks(n, p)
	} else {
		r = equalTailRanks(n, p)
	}
	rankCache.Store(key, r)
	return r.lower, r.upper, r.lower > 0
}

type rankKey struct {
	n int
	p float64
}

type rankPair struct{ lower, upper int }

var rankCache sync.Map

func narrowestRanks(n int, p float64) rankPair {
	below := binomialBelow(n, p) // below[k] = P(Bin ≤ k-1)
	best, width, cover := rankPair{}, n+1, 0.0
	for lower, upper := 1, 2; lower < n; lower++ {
		for upper = max(upper, lower+1); upper <= n && below[upper]-below[lower] < Confidence; upper++ {
		}
		if upper > n {
			break
		}
		c := below[upper] - below[lower]
		if w := upper - lower; w < width || w == width && c > cover+1e-12 {
			best, width, cover = rankPair{lower, upper}, w, c
		}
	}
	return best
}

// binomialBelow[k] is P(Bin(n,p) < k), summed from the logarithms of the terms.
func binomialBelow(n int, p float64) []float64 {
	below, lg := make([]float64, n+2), factorials()
	for len(lg) <= n { // more than are ever needed for ranks
		lg = append(lg, logFactorial(len(lg)))
	}
	logP, logQ := math.Log(p), math.Log1p(-p)
	for k := 0; k <= n; k++ {
		below[k+1] = below[k] + math.Exp(lg[n]-lg[k]-lg[n-k]+float64(k)*logP+float64(n-k)*logQ)
	}
	return below
}

// factorials()[n] is ln n!.
var factorials = sync.OnceValue(func() []float64 {
	lg := make([]float64, exactRanks+1)
	for n := range lg {
		lg[n] = logFactorial(n)
	}
	return lg[:len(lg):len(lg)]
})

func logFactorial(n int) float64 {
	lg, _ := math.Lgamma(float64(n) + 1)
	return lg
}

func equalTailRanks(n int, p float64) rankPair {
	b := distuv.Binomial{N: float64(n), P: p}
	tail := (1 - Confidence) / 2
	lower, upper := leastAtLeast(b, n, tail), leastAtLeast(b, n, 1-tail)+1
	return rankPair{max(lower, 1), min(upper, n)}
}

// leastAtLeast is the smallest k with P(Bin ≤ k) ≥ share.
func leastAtLeast(b distuv.Binomial, n int, share float64) int {
	low, high := 0, n
	for low < high {
		mid := (low + high) / 2
		if b.CDF(float64(mid)) >= share {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// QuantileInterval is the 95 % interval of the p-quantile; ok is false when there are too
// few values for one.
func QuantileInterval(sorted []uint32, p float64) (low, high float64, ok bool) {
	lower, upper, ok := QuantileRanks(len(sorted), p)
	if !ok {
		return math.NaN(), math.NaN(), false
	}
	return float64(sorted[lower-1]), float64(sorted[upper-1]), true
}
