package metric

import (
	"fmt"
	"math"
	"slices"

	"leadline/generator/stat"
	"leadline/generator/unit"
)

// byLogs compares monthly quantiles of durations and ages: the Hodges–Lehmann ratio on
// logarithms with its exact interval and rank test. The month and not the item is the unit:
// items of a month share releases, reviewers and holidays, and a test of items takes an
// ordinary month effect for a change (36–60 % false a year where this stays at 8 %).
var byLogs = comparison{isPresent, rankP, func(c *course, w windows, out *Change) {
	out.Scale = Ratio
	newest, before := c.logs(w)
	out.shift(newest, before)
	out.Estimate, out.Low, out.High = math.Exp(out.Estimate), math.Exp(out.Low), math.Exp(out.High)
}}

// logs are the logarithms of both windows; where some month is zero, of one second more, as
// for the limits.
func (c *course) logs(w windows) (newest, before []float64) {
	newest, before = c.values(w.newest), c.values(w.before)
	shift := 0.0
	if min(slices.Min(newest), slices.Min(before)) <= 0 {
		shift = 1
	}
	for _, window := range [][]float64{newest, before} {
		for i := range window {
			window[i] = math.Log(window[i] + shift)
		}
	}
	return newest, before
}

// byDifference compares what was open at month ends, in items: a stock can be zero, where no
// ratio exists, and "six more" is what a reader can act on. Month ends share what stays
// open, so neighbours are alike: see Neighbours.
var byDifference = comparison{isPresent, rankP, func(c *course, w windows, out *Change) {
	out.Scale = Difference
	out.shift(c.values(w.newest), c.values(w.before))
}}

// byPoints compares parts of a whole whose months are no samples of rows: parts of elapsed
// time, and what is covered or overdue at month ends.
var byPoints = comparison{isPresent, rankP, func(c *course, w windows, out *Change) {
	out.Scale = Points
	out.shift(c.values(w.newest), c.values(w.before))
}}

// rankP needs no logarithms: ranks are the same on any scale.
func rankP(c *course, w windows) float64 { return stat.RankSum(c.values(w.newest), c.values(w.before)) }

func isPresent(f *Figure) bool { return f.Absence == Present }

func (c *course) values(months []int) []float64 {
	values := make([]float64, len(months), newestMonths+beforeMonths)
	for k, i := range months {
		values[k] = c.months[i][0].Value
	}
	return values
}

func (c *Change) shift(newest, before []float64) {
	s := stat.HodgesLehmann(newest, before, stat.Confidence)
	c.Estimate, c.Low, c.High, c.Confidence = s.Estimate, s.Low, s.High, stat.Confidence
	c.P = stat.RankSum(newest, before)
}

// pooledConfidence is that of the intervals of pooled windows: leaving "no difference" out
// of 99 % is the claim at p < 0.01.
const pooledConfidence = 1 - claimBelow

// byPooledShares compares the pooled shares of both windows: Newcombe's interval of their
// difference with overdispersion φ of the months. A month without any row has no share and
// adds nothing; one that is not recorded, or withheld, is a gap.
var byPooledShares = comparison{hasTrials, pooledP(comparePooledShares), comparePooledShares}

func comparePooledShares(c *course, w windows, out *Change) {
	out.Scale = Points
	newest, before := c.trials(w.newest), c.trials(w.before)
	if n := min(size(newest), size(before)); n < shareFloor {
		*out = out.absent(TooFew, fmt.Sprintf("one of the two shares is of %s; %d are needed", unit.Plural(int(math.Round(n)), "row"), shareFloor))
		return
	}
	out.pooled(stat.ShareDifference(newest, before, pooledConfidence))
}

// pooledP asks for everything, which costs little more.
func pooledP(compare func(*course, windows, *Change)) func(*course, windows) float64 {
	return func(c *course, w windows) float64 {
		out := Change{P: math.NaN()}
		compare(c, w, &out)
		return out.P
	}
}

func hasTrials(f *Figure) bool { return f.Absence == Present || f.Absence == TooFew && f.N == 0 }

func (c *course) trials(months []int) []stat.Observed {
	out := make([]stat.Observed, len(months))
	for k, i := range months {
		out[k] = stat.Observed{Events: float64(c.months[i][0].Part), Size: float64(c.months[i][0].N)}
	}
	return out
}

// byPooledRates compares events over time: the ratio of the pooled rates, conditional on the
// events that both windows have, with overdispersion φ.
var byPooledRates = comparison{isPresent, pooledP(comparePooledRates), comparePooledRates}

func comparePooledRates(c *course, w windows, out *Change) {
	out.Scale = Ratio
	e := stat.RateRatio(c.events(w.newest), c.events(w.before), pooledConfidence)
	if math.IsNaN(e.Value) || math.IsInf(e.Value, 0) {
		*out = out.absent(TooFew, "nothing happened in the months before, so there is nothing to compare with")
		return
	}
	out.pooled(e)
}

func (c *course) events(months []int) []stat.Observed {
	out := make([]stat.Observed, len(months))
	for k, i := range months {
		out[k] = stat.Observed{Events: float64(c.months[i][0].N), Size: c.calendar.Weeks(i)}
	}
	return out
}

func (c *Change) pooled(e stat.Estimate) {
	c.Estimate, c.Low, c.High, c.P, c.Confidence = e.Value, e.Low, e.High, e.P, pooledConfidence
}

func size(window []stat.Observed) (n float64) {
	for _, o := range window {
		n += o.Size
	}
	return n
}

func (k *durations) comparison() *comparison { return &byLogs }
func (k *ages) comparison() *comparison      { return &byLogs }
func (k *stocks) comparison() *comparison    { return &byDifference }
func (k *shares) comparison() *comparison    { return &byPooledShares }
func (k *rates) comparison() *comparison     { return &byPooledRates }
func (k *bridges) comparison() *comparison   { return &byPooledShares }
func (k *coverages) comparison() *comparison { return &byPoints }

// comparison of lifetimes is that of durations where every month has its own: windows of
// several months overlap.
func (k *censored) comparison() *comparison {
	if k.d.window() > 1 {
		return nil
	}
	return &byLogs
}

// comparison of a breakdown is that of its headline, a share or a count.
func (k *breakdowns) comparison() *comparison {
	if k.share {
		return &byPooledShares
	}
	return &byPooledRates
}
