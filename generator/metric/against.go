package metric

import (
	"fmt"
	"math"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// againstMonths is how many months of finished ones the open ones are held against: one
// month has too few for an 85th percentile, a year is no longer how the team works. Our own
// choice.
const againstMonths = 6

var (
	againstStats     = [...]string{"older_than_p50", "older_than_p85"}
	againstShares    = [...]float64{0.5, 0.85}
	againstQuantiles = [...]string{"p50", "p85"}
)

// against holds how long the finished ones of every month took; nil compares nothing.
type against struct {
	noun     string
	floors   [2]int // by againstStats
	finished *values
}

// newAgainst takes those that ended at or after their start, for whoever owned them then.
func newAgainst(a *Age, r rows, from, ended int) *against {
	return &against{a.noun(), [2]int{quantileFloor(againstShares[0]), quantileFloor(againstShares[1])}, r.collect(func(_ int, c *fact.Chunk, mask []uint8, b *batch) {
		ends := c.Values[ended].Times
		for i, start := range c.Values[from].Times {
			if mask[i] == 0 || start == 0 || ends[i] < start {
				continue
			}
			if m := r.frame.month(ends[i]); m >= 0 {
				b.add(r.group(r.units.At(c.Owner[i], ends[i]), m), ends[i]-start)
			}
		}
	})}
}

// bounds is what the open ones of a month are held against.
type bounds struct {
	n     int        // finished ones
	value [2]float64 // by againstStats; NaN where n is too small for it
}

// bounds are the quantiles of the months that end with m; the calendar may begin later.
func (k *against) bounds(cells []fact.Cell, m int, space *merger) bounds {
	b := bounds{value: [2]float64{math.NaN(), math.NaN()}}
	if k == nil {
		return b
	}
	done := k.finished.window(cells, max(0, m-againstMonths+1), m, space)
	b.n = len(done)
	for i, p := range againstShares {
		if b.n >= k.floors[i] {
			b.value[i] = stat.Quantile(done, p)
		}
	}
	return b
}

// older is how many of the ages, which ascend, exceed a bound.
func older(ages []uint32, bound float64) int {
	younger, _ := slices.BinarySearchFunc(ages, bound, func(age uint32, bound float64) int {
		if float64(age) > bound {
			return 1
		}
		return -1
	})
	return len(ages) - younger
}

// figures appends how many of the ages, which ascend, exceed each bound. They are all that
// there are and no sample, so they have no interval.
func (k *against) figures(out []Figure, ages []uint32, b bounds) []Figure {
	if k == nil {
		return out
	}
	for i, name := range againstStats {
		switch {
		case len(ages) == 0:
			out = append(out, absent(name, unit.Share, TooFew, fmt.Sprintf("no open %s at the month's end, so there is nothing to compare", k.noun)))
		case math.IsNaN(b.value[i]):
			out = append(out, absent(name, unit.Share, TooFew, fmt.Sprintf("%s finished in %d months; %s needs %d",
				unit.Plural(b.n, k.noun), againstMonths, quantileWords(againstShares[i]), k.floors[i])))
		default:
			n := older(ages, b.value[i])
			f := number(name, unit.Share, float64(n)/float64(len(ages)), len(ages))
			f.Part = n
			out = append(out, f)
		}
	}
	return out
}
