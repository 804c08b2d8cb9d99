package sample

import (
	"math"
	"math/rand/v2"
)

// draw is a source of chance for one cell.
type draw struct{ *rand.Rand }

// What a generator is for: part of its seed, so that adding a draw to one table does not
// change another.
const (
	forTeam uint64 = iota + 1
	forService
	forTeamMonth
	forDelivery
	forRuns
	forItems
	forSecurity
	forSurvey
	forEnvironments
	forChecks
	forReleases
	forItemRows
	forWaits
	forOrganisation
)

// newDraw seeds by (seed, purpose, who, month); the mixing constants are those of
// splitmix64 (Steele, Lea & Flood 2014).
func newDraw(seed, purpose uint64, who, month int) draw {
	return draw{rand.New(rand.NewPCG(mix(seed^mix(purpose)), mix(uint64(who)<<20+uint64(month)+1)))}
}

func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// chance is true with probability p.
func (d draw) chance(p float64) bool { return d.Float64() < p }

// around is log-normal with the given median and sigma of the logarithm.
func (d draw) around(median, sigma float64) float64 {
	return median * math.Exp(sigma*d.NormFloat64())
}

// hours is around, in seconds, with a median in hours; at least a minute.
func (d draw) hours(median, sigma float64) int64 {
	return max(60, int64(d.around(median*3600, sigma)))
}

// poisson draws a count with mean m: Knuth's product for small means, the rounded normal
// for large ones, where the difference does not matter to anybody.
func (d draw) poisson(m float64) int {
	if m <= 0 {
		return 0
	}
	if m > 40 {
		return max(0, int(math.Round(m+math.Sqrt(m)*d.NormFloat64())))
	}
	limit, product, n := math.Exp(-m), d.Float64(), 0
	for product > limit {
		product *= d.Float64()
		n++
	}
	return n
}

// weighted picks an index by weights, which need not add up to 1.
func (d draw) weighted(weights ...float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	x := d.Float64() * sum
	for i, w := range weights {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}
