package metric

import (
	"slices"
	"strings"

	"leadline/generator/stat"
	"leadline/generator/unit"
)

// nature is what the months of a figure are, which decides how they are compared and judged.
// The zero nature is neither: months that look back on others repeat each other.
type nature struct {
	comparison *comparison
	judge      func(months [][]Figure, settled int) ([]State, Limits) // nil: never
	total      bool                                                   // counted or added up: not listed is zero
}

// natures is a measure with figures that are not what their units tell.
type natures interface {
	nature(stat string) (nature, bool)
}

// natureOf is that of the measure, or of the unit.
func natureOf(m Measure, stat string, u unit.Unit) nature {
	if own, ok := m.(natures); ok {
		if n, ok := own.nature(stat); ok {
			return n
		}
	}
	switch u {
	case unit.Seconds:
		return nature{&byLogs, judgeXmRLog, false}
	case unit.Share:
		return nature{&byPooledShares, judgeShares, false}
	case unit.Proportion:
		return nature{&byPoints, judgeProportions, false}
	case unit.Items:
		return nature{&byDifference, judgeCounts, true}
	default:
		return nature{}
	}
}

// Natures that units do not tell. What stands at the month's end was mostly there a month
// before, so that limits from such small steps would call nearly every month unusual; it is
// compared, and Neighbours says how alike its months are.
var (
	standing      = nature{&byDifference, nil, true}
	standingShare = nature{&byPoints, nil, false}
	summed        = nature{&byLogs, judgeXmRLog, true}
)

func (a *Age) nature(stat string) (nature, bool) {
	switch {
	case slices.Contains(againstStats[:], stat):
		return standingShare, true
	case a.unit(stat) == unit.Items:
		return standing, true
	case slices.Contains(alikeStats[:], stat): // each month has pairs of its own
		return nature{&byWalk, nil, true}, true
	default:
		return nature{&byWalk, nil, true}, stat == exposureStat
	}
}

func (b *Bridge) nature(stat string) (nature, bool) {
	return standing, strings.HasPrefix(stat, "open_")
}

func (c *Coverage) nature(stat string) (nature, bool) {
	if c.unit(stat) == unit.Share {
		return nature{&byPoints, judgeShares, false}, true // judged as its headline is
	}
	return standing, true
}

func (d *Duration) nature(stat string) (nature, bool) {
	switch {
	case d.isCensored() && d.window() > 1:
		return nature{}, true
	default:
		return standing, stat == "open"
	}
}

func (r *Rate) nature(stat string) (nature, bool) {
	return nature{}, strings.HasPrefix(stat, forecastStat)
}

func (s *Share) nature(stat string) (nature, bool) { return summed, stat == "cost" }

func (s *Stock) nature(string) (nature, bool) { return standing, s.Due != "" }

func (*Answers) nature(string) (nature, bool)   { return nature{}, true }
func (*Direction) nature(string) (nature, bool) { return nature{}, true }

// judgeCounts is XmR on counts. Where they are so small that the times between events would
// have to be judged instead, nothing is said: a category has no times of its own.
func judgeCounts(months [][]Figure, settled int) ([]State, Limits) {
	sum, n := 0.0, 0
	for i := range settled {
		if f := months[i][0]; f.Absence == Present {
			sum, n = sum+f.Value, n+1
		}
	}
	if sum < rareUnder*float64(n) {
		return make([]State, len(months)), Limits{Months: n}
	}
	return judgeXmR(months, settled, stat.XmR)
}

// judgeProportions is XmR on parts of a whole, which has no more than everything.
func judgeProportions(months [][]Figure, settled int) ([]State, Limits) {
	states, limits := judgeXmR(months, settled, stat.XmR)
	limits.Upper = min(limits.Upper, 1)
	return states, limits
}

// unsettled is how many of the newest complete months cannot be compared or judged yet.
func unsettled(m Measure, stat string) int {
	switch b := m.(type) {
	case *Bridge:
		if stat == "share" || stat == "closed" {
			return b.Settles
		}
	case *Breakdown:
		return b.Settles
	}
	return 0
}
