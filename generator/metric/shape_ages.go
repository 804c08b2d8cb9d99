package metric

import (
	"math"

	"leadline/generator/fact"
)

// Ages is how old open things are at the month's end.
type Ages struct {
	N       int
	Log     bool
	Columns []AgeColumn // each thing with its age; nil of a person-derived metric

	// Against is what the person-derived ones are held against: quantiles of how long the
	// finished ones of so many Months took, ascending, and how many are older than each.
	Against []AgeBound
	Months  int
}

// AgeColumn is the open things of one category: ages in seconds, ascending.
type AgeColumn struct {
	Category string // "" where the column that tells them apart is blank, or there is none
	Open     []uint32
}

// AgeBound is a quantile of the finished ones.
type AgeBound struct {
	Stat  string  // "p50", "p85"
	Value float64 // seconds
	Older int     // open ones that are older
}

// partedAges are the ages by category and month, of the newest months only: pages draw them.
type partedAges struct {
	parts  parts
	first  int // month
	values []*values
}

func newPartedAges(a *Age, r rows, from, to, since int) *partedAges {
	k := &partedAges{parts: newParts(r, a.By, a.From), first: max(0, r.frame.Complete()-r.frame.Shapes)}
	for part := range k.parts.n() {
		k.values = append(k.values, r.collect(func(_ int, c *fact.Chunk, mask []uint8, b *batch) {
			ends, births := c.Values[to].Times, c.Values[since].Times
			for i, start := range c.Values[from].Times {
				birth := births[i]
				if mask[i] == 0 || start == 0 || birth == 0 || k.parts.of(c, i) != part {
					continue
				}
				r.openMonths(start, ends[i], func(m int, at uint32) {
					if m >= k.first {
						b.add(r.group(r.units.At(c.Owner[i], at-1), m), at-min(birth, at))
					}
				})
			}
		}))
	}
	return k
}

// of are the columns of a month that have any, in the order of the categories.
func (k *partedAges) of(cells []fact.Cell, m int, space *merger) (columns []AgeColumn) {
	for part := range k.values {
		at := (part + 1) % len(k.values) // the one without a category comes last
		if open := k.values[at].of(cells, m, space); len(open) > 0 {
			name := ""
			if at > 0 {
				name = k.parts.names[at-1]
			}
			columns = append(columns, AgeColumn{name, append([]uint32(nil), open...)})
		}
	}
	return columns
}

// outline is every open one by its category, too many of them in bins.
func (k *ages) outline(cells []fact.Cell, m int, space *merger) outline {
	seen := k.values.of(cells, m, space)
	switch {
	case len(seen) == 0:
		return outline{}
	case len(seen) > Dots || k.parted == nil || m < k.parted.first:
		return outline{spread: binned(seen)}
	}
	a := &Ages{N: len(seen), Log: skewed(seen)}
	a.Columns = k.parted.of(cells, m, space)
	return outline{ages: a}
}

// shared is how many are older than what was finished: nothing where that is not compared, or
// too few are finished for every bound.
func (k *ages) shared(cells []fact.Cell, months []int, space *merger) outline {
	m := months[0]
	bounds := k.against.bounds(cells, m, space)
	seen := k.values.of(cells, m, space)
	a := &Ages{N: len(seen), Months: againstMonths}
	for i, v := range bounds.value {
		if k.against == nil || math.IsNaN(v) {
			return outline{}
		}
		a.Against = append(a.Against, AgeBound{againstQuantiles[i], v, older(seen, v)})
	}
	return outline{ages: a}
}
