package metric

import (
	"fmt"
	"math"

	"leadline/generator/stat"
)

// compareLogs compares monthly quantiles of durations and ages: the Hodges–Lehmann ratio on
// logarithms with its exact interval and rank test. The month and not the item is the unit:
// items of a month share releases, reviewers and holidays, and a test of items takes an
// ordinary month effect for a change (36–60 % false a year where this stays at 8 %).
func compareLogs(w windows, c *Change) {
	c.Scale = Ratio
	newest, before, ok := c.values(w)
	if !ok {
		return
	}
	shift := 0.0
	for _, v := range append(newest, before...) {
		if v <= 0 {
			shift = 1 // second, as for the limits
		}
	}
	logs(newest, shift)
	logs(before, shift)
	c.shift(newest, before)
	c.Estimate, c.Low, c.High = math.Exp(c.Estimate), math.Exp(c.Low), math.Exp(c.High)
}

func logs(values []float64, shift float64) {
	for i := range values {
		values[i] = math.Log(values[i] + shift)
	}
}

// compareCounts compares what was open at month ends by the difference in items: a stock can
// be zero, where no ratio exists, and "six more" is what a reader can act on. Month ends
// share what stays open, so neighbours are alike: see Neighbours.
func compareCounts(w windows, c *Change) {
	c.Scale = Difference
	if newest, before, ok := c.values(w); ok {
		c.shift(newest, before)
	}
}

func (c *Change) shift(newest, before []float64) {
	s := stat.HodgesLehmann(newest, before, stat.Confidence)
	c.Estimate, c.Low, c.High, c.Confidence = s.Estimate, s.Low, s.High, stat.Confidence
	c.P = stat.RankSum(newest, before)
}

// values are the headline values of both windows; a month without one, being under the
// floor, is a gap, and then it is too early.
func (c *Change) values(w windows) (newest, before []float64, ok bool) {
	newest, before = present(w.newest), present(w.before)
	if ok = len(newest) == newestMonths && len(before) == beforeMonths; !ok {
		c.early(len(newest), len(before))
	}
	return newest, before, ok
}

func (c *Change) early(newest, before int) {
	*c = c.absent(TooFew, fmt.Sprintf("%d of the newest %d months and %d of the %d before have a value; all are needed", newest, newestMonths, before, beforeMonths))
}

func present(figures []Figure) []float64 {
	var values []float64
	for _, f := range figures {
		if f.Absence == Present {
			values = append(values, f.Value)
		}
	}
	return values
}

// pooledConfidence is that of the intervals of pooled windows: leaving "no difference" out
// of 99 % is the claim at p < 0.01.
const pooledConfidence = 1 - claimBelow

// compareShares compares the pooled shares of both windows: Newcombe's interval of their
// difference with overdispersion φ of the months. A month without any row has no share and
// adds nothing; one that is not recorded, or withheld, is a gap.
func compareShares(w windows, c *Change) {
	c.Scale = Points
	newest, before, ok := c.observed(w, func(f Figure, _ float64) (stat.Observed, bool) {
		return stat.Observed{Events: float64(f.Part), Size: float64(f.N)}, f.Absence == Present || f.Absence == TooFew && f.N == 0
	})
	if !ok {
		return
	}
	for _, window := range [][]stat.Observed{newest, before} {
		if n := size(window); n < shareFloor {
			*c = c.absent(TooFew, fmt.Sprintf("%.0f rows in a window; %d are needed", n, shareFloor))
			return
		}
	}
	c.pooled(stat.ShareDifference(newest, before, pooledConfidence))
}

// compareRates compares events over time: the ratio of the pooled rates, conditional on the
// events that both windows have, with overdispersion φ.
func compareRates(w windows, c *Change) {
	c.Scale = Ratio
	newest, before, ok := c.observed(w, func(f Figure, weeks float64) (stat.Observed, bool) {
		return stat.Observed{Events: float64(f.N), Size: weeks}, f.Absence == Present
	})
	if !ok {
		return
	}
	e := stat.RateRatio(newest, before, pooledConfidence)
	if math.IsNaN(e.Value) || math.IsInf(e.Value, 0) {
		*c = c.absent(TooFew, "nothing happened in the months before, so there is nothing to compare with")
		return
	}
	c.pooled(e)
}

func (c *Change) pooled(e stat.Estimate) {
	c.Estimate, c.Low, c.High, c.P, c.Confidence = e.Value, e.Low, e.High, e.P, pooledConfidence
}

func (c *Change) observed(w windows, of func(Figure, float64) (stat.Observed, bool)) (newest, before []stat.Observed, ok bool) {
	for i, f := range w.before {
		if o, ok := of(f, w.weeks[i]); ok {
			before = append(before, o)
		}
	}
	for i, f := range w.newest {
		if o, ok := of(f, w.weeks[len(w.before)+i]); ok {
			newest = append(newest, o)
		}
	}
	if ok = len(newest) == newestMonths && len(before) == beforeMonths; !ok {
		c.early(len(newest), len(before))
	}
	return newest, before, ok
}

func size(window []stat.Observed) (n float64) {
	for _, o := range window {
		n += o.Size
	}
	return n
}

func (k *durations) comparison() comparison { return compareLogs }
func (k *ages) comparison() comparison      { return compareLogs }
func (k *stocks) comparison() comparison    { return compareCounts }
func (k *shares) comparison() comparison    { return compareShares }
func (k *rates) comparison() comparison     { return compareRates }
