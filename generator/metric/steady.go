package metric

import (
	"slices"

	"leadline/generator/stat"
)

// steadyBelow is the p under which a claim of pooled windows must stay when any one of its
// months is left out. Pooled windows count events and not months, so that a single month of
// three times the usual number makes a difference that chance does not explain, and that is
// nothing sustained. A change that is sustained loses a sixth of its newest events and
// stays well under it. Our own rule; simulations hold what it costs (simulate_pooled_test.go).
const steadyBelow = 0.05

// steady reports whether a claim rests on more than one month. Tests of ranks need no such
// rule: whatever the size of one month, it has one rank.
func (c *course) steady(w windows) bool {
	var p func(newest, before []int) float64
	switch c.kind {
	case &byPooledShares: // however few rows are left: the claim itself has enough
		p = func(newest, before []int) float64 {
			return stat.ShareDifference(c.trials(newest), c.trials(before), pooledConfidence).P
		}
	case &byPooledRates:
		p = func(newest, before []int) float64 {
			return stat.RateRatio(c.events(newest), c.events(before), pooledConfidence).P
		}
	default:
		return true
	}
	for k := range w.newest {
		if !(p(without(w.newest, k), w.before) < steadyBelow) { // true for NaN
			return false
		}
	}
	for k := range w.before {
		if !(p(w.newest, without(w.before, k)) < steadyBelow) {
			return false
		}
	}
	return true
}

func without(months []int, k int) []int {
	return slices.Delete(slices.Clone(months), k, k+1)
}
