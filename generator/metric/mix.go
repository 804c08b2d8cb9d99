package metric

import (
	"math"

	"leadline/generator/fact"
	"leadline/generator/stat"
)

// Mix says whether a claimed change of a whole is one of its services or of how much each of
// them weighs. It never says which.
type Mix struct {
	Changed bool // the mix of work changed: lead with it
	Strong  bool // the whole moves against every service that can be compared
	Groups  int  // services that can be compared
	// Of a share, the difference split (Kitagawa): from the services' own shares, from their
	// weights, from services that only one of the windows has. NaN for other figures.
	Rate, Weights, EntryExit float64
}

// mixes are those of the claimed changes of a pooled series, by month; nil where it has
// fewer than two services.
func (m *Measured) mixes(c course, services [][]fact.Cell, headcount int) map[int]Mix {
	_, shares := m.kernel.(*shares)
	_, durations := m.kernel.(*durations)
	if len(services) < 2 || c.compare == nil || !shares && !durations {
		return nil
	}
	var out map[int]Mix
	for _, s := range c.segments {
		for i := s.from + newestMonths + beforeMonths - 1; i < s.to; i++ {
			change := c.change(i)
			if !change.Claimed {
				continue
			}
			mix, ok := Mix{}, false
			if parts := m.parts(&c, services, headcount, i); shares {
				mix, ok = mixOfShares(parts)
			} else {
				mix, ok = mixOfDurations(parts, change)
			}
			if ok {
				if out == nil {
					out = map[int]Mix{}
				}
				out[i] = mix
			}
		}
	}
	return out
}

// parts are the services' own months within the set's cells, as windows: from their events,
// and withheld like any figure of so few people.
func (m *Measured) parts(c *course, services [][]fact.Cell, headcount, i int) []windows {
	first, split := i-newestMonths-beforeMonths+1, i-newestMonths+1
	out := make([]windows, len(services))
	for k, cells := range services {
		own := *c
		own.months = make([][]Figure, len(c.months))
		copy(own.months[first:], m.pooled(cells, headcount, first, i+1))
		out[k] = own.windows(first, split, i+1)
	}
	return out
}

// mixOfShares says nothing where a part is withheld: the terms could be solved for it.
func mixOfShares(services []windows) (Mix, bool) {
	var parts []stat.Part
	for _, w := range services {
		base, ok := sum(w.before)
		now, fine := sum(w.newest)
		if !ok || !fine {
			return Mix{}, false
		}
		parts = append(parts, stat.Part{Base: base, New: now})
	}
	d := stat.Kitagawa(parts)
	mix := Mix{Strong: d.Strong, Groups: d.Groups, Rate: d.Rate, Weights: d.Mix, EntryExit: d.Entry + d.Exit}
	mix.Changed = d.Groups > 1 && (d.Reversal || math.Abs(d.Mix) > math.Abs(d.Rate))
	return mix, mix.Changed
}

func sum(months []Figure) (o stat.Observed, ok bool) {
	for _, f := range months {
		if f.Absence == Withheld {
			return o, false
		}
		o.Events, o.Size = o.Events+float64(f.Part), o.Size+float64(f.N)
	}
	return o, true
}

// mixOfDurations knows the strong form alone: quantiles cannot be split, but that the whole
// moves against each of at least two services can be seen.
func mixOfDurations(services []windows, whole Change) (Mix, bool) {
	mix := Mix{Rate: math.NaN(), Weights: math.NaN(), EntryExit: math.NaN()}
	for _, w := range services {
		var own Change
		if compareLogs(w, &own); own.Absence != Present {
			continue
		}
		if own.Direction() != -whole.Direction() {
			return Mix{}, false
		}
		mix.Groups++
	}
	mix.Changed = mix.Groups > 1
	mix.Strong = mix.Changed
	return mix, mix.Changed
}
