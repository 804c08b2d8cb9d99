package metric

import (
	"math"

	"leadline/generator/fact"
	"leadline/generator/stat"
)

// Curve is what share is still open at which age: the Kaplan–Meier estimate behind the
// figures of a censored duration, from age 0 to End.
type Curve struct {
	N, Ended int
	Months   int          // of the window that was watched
	End      uint32       // seconds; beyond, fewer than a tenth were watched and no quantile is reached
	Steps    []stat.Share // where the share changes, ascending; near ones are drawn as one
	Watched  []Watched    // at round ages, 0 first
	Beyond   []string     // the quantiles that are not reached in the time watched, of those with enough behind them
}

// Watched is the estimate at a round age, and how many were open and watched at it.
type Watched struct {
	stat.Share
	N int
}

// curveCells is how many steps a curve shows at most: at a page's width more are no longer
// steps. Our own choice.
const curveCells = 60

// curveFrom is the fewest things of which a curve is drawn: the band of fewer covers nearly all
// that a share can be. Our own choice.
const curveFrom = 10

// rounds are the distances of the ages at which a curve says how many were watched.
var rounds = []uint32{1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, day, 2 * day, 5 * day, 10 * day, 15 * day, 30 * day, 60 * day, 90 * day,
	180 * day, 365 * day, 2 * 365 * day, 5 * 365 * day, 10 * 365 * day, 50 * 365 * day}

// shared is nothing: each step of a curve is where somebody's ended.
func (k *censored) shared([]fact.Cell, []int, *merger) outline { return outline{} }

// outline is the estimate of the month's figures.
func (k *censored) outline(cells []fact.Cell, m int, space *merger) outline {
	of := k.watched.of(cells, m, -1, space)
	if len(of) < curveFrom {
		return outline{}
	}
	s := &space.survival
	s.Estimate(of)
	c := &Curve{N: s.N, Ended: s.Ended, Months: k.d.window(), End: watchedUntil(of, s.Known())}
	for i := range k.quantiles {
		q := &k.quantiles[i]
		switch f := k.quantile(q, s); {
		case f.Absence == Present:
			c.End = max(c.End, min(uint32(math.Ceil(f.Value)), s.Known()))
		case s.N >= len(q.tooFew):
			c.Beyond = append(c.Beyond, q.name)
		}
	}
	c.steps(s)
	step := rounds[len(rounds)-1]
	for _, r := range rounds {
		if c.End/r <= 6 {
			step = r
			break
		}
	}
	for age := uint32(0); age <= c.End; age += step {
		c.Watched = append(c.Watched, Watched{s.At(age), stat.AtRisk(of, age)})
	}
	return outline{curve: c}
}

// watchedUntil is the greatest age up to known at which a tenth of all were watched: further
// out a curve is so uncertain that the eye should not follow it (Pocock, Clayton & Altman 2002,
// Lancet 359:1686: not beyond where 10–20 % are left).
// Of very many lifetimes some hundred ages are tried, from the first that has a tenth beyond it.
func watchedUntil(of []stat.Lifetime, known uint32) uint32 {
	for i := len(of) - (len(of)+9)/10; i >= 0; i -= max(1, len(of)/200) {
		if age := of[i].Exit; age <= known && age > 0 && 10*stat.AtRisk(of, age) >= len(of) {
			return age
		}
	}
	return max(known, 1)
}

// steps takes the last step of each of curveCells equal parts of the axis.
func (c *Curve) steps(s *stat.Survival) {
	cell := func(age uint32) uint64 { return uint64(age) * curveCells / uint64(c.End) }
	ends := s.Ends(nil)
	for i, age := range ends {
		if last := i+1 == len(ends) || cell(ends[i+1]) != cell(age) || ends[i+1] > c.End; age <= c.End && last {
			c.Steps = append(c.Steps, s.At(age))
		}
	}
}
