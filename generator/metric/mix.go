package metric

import (
	"math"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/stat"
)

// Mix says whether a change of a whole is one of its services or of how much each of them
// weighs. It never says which.
type Mix struct {
	Changed bool // the mix of work changed: lead with it
	Strong  bool // the whole moves against every service that can be compared
	Groups  int  // services that can be compared
	// Of a share, the difference split (Kitagawa): from the services' own shares, from their
	// weights, from services that only one of the windows has. NaN for other figures.
	Rate, Weights, EntryExit float64
}

// mixing is a kernel that can tell a change of the mix. services are the cells of each.
type mixing interface {
	mix(services [][]fact.Cell, w windows, whole Change) Mix
}

// mixes are those of a pooled series, by month. They are looked for where a change of the
// whole is claimed, which could be taken for one of the work itself, and where a change
// against the whole is claimed of one of its services: opposites among differences that
// chance explains are noise.
func (m *Measured) mixes(c course, services [][]fact.Cell, headcount int) map[int]Mix {
	kernel, ok := m.kernel.(mixing)
	if len(services) < 2 || !ok {
		return nil
	}
	parts := make([]course, len(services))
	for k, cells := range services {
		parts[k] = c
		parts[k].months = m.own(cells)
	}
	out := map[int]Mix{}
	for _, s := range c.segments {
		for i := s.from + newestMonths + beforeMonths - 1; i < s.to; i++ {
			if c.p(i) >= claimBelow && !slices.ContainsFunc(parts, func(part course) bool { return part.p(i) < claimBelow }) {
				continue
			}
			change := c.change(i)
			if change.Absence != Present || !change.Claimed && !opposed(parts, i, change) {
				continue
			}
			w, _, _ := c.windows(i)
			if mix := kernel.mix(m.enough(services, w, headcount), w, change); mix.Changed {
				out[i] = mix
			}
		}
	}
	return out
}

// own are the months of one service, of which nothing is ever shown: they only tell whether
// it is worth looking for a mix, which enough then guards.
func (m *Measured) own(cells []fact.Cell) [][]Figure {
	cells = m.known(cells)
	space := mergers.Get().(*merger)
	defer mergers.Put(space)
	months := make([][]Figure, m.frame.Calendar.Months())
	headlines := make([]Figure, len(months))
	for i := range months {
		space.figures = m.kernel.month(space.figures[:0], cells, i, space)
		headlines[i] = space.figures[0]
		months[i] = headlines[i : i+1]
	}
	return months
}

func opposed(parts []course, i int, whole Change) bool {
	for k := range parts {
		if own := parts[k].change(i); own.Claimed && own.Direction() == -whole.Direction() {
			return true
		}
	}
	return false
}

// enough are the known cells of the services, all or none: where one of them has too few
// people in a window, what is said of all could be solved for it.
func (m *Measured) enough(services [][]fact.Cell, w windows, headcount int) [][]fact.Cell {
	known := make([][]fact.Cell, len(services))
	for k := range services {
		known[k] = m.known(services[k])
		if m.definition.People && m.people != nil && !(m.people.enoughOver(known[k], w.newest, headcount) && m.people.enoughOver(known[k], w.before, headcount)) {
			return nil
		}
	}
	return known
}

// mix splits the difference of shares; it changed where the split reverses it, or where the
// weights made more of it than the services' own shares.
func (k *shares) mix(services [][]fact.Cell, w windows, whole Change) Mix {
	var parts []stat.Part
	for _, cells := range services {
		parts = append(parts, stat.Part{Base: k.over(cells, w.before), New: k.over(cells, w.newest)})
	}
	d := stat.Kitagawa(parts)
	return Mix{Changed: d.Groups > 1 && (d.Reversal || whole.Claimed && math.Abs(d.Mix) > math.Abs(d.Rate)),
		Strong: d.Strong, Groups: d.Groups, Rate: d.Rate, Weights: d.Mix, EntryExit: d.Entry + d.Exit}
}

func (k *shares) over(cells []fact.Cell, months []int) (o stat.Observed) {
	for _, m := range months {
		o.Events += float64(k.part.of(cells, m))
		o.Size += float64(k.whole.of(cells, m))
	}
	return o
}

// mix of quantiles knows the strong form alone: they cannot be split, but that the whole
// moves against each of at least two services can be seen from all values of each window.
func (k *durations) mix(services [][]fact.Cell, w windows, whole Change) Mix {
	space := mergers.Get().(*merger)
	defer mergers.Put(space)
	mix := Mix{Rate: math.NaN(), Weights: math.NaN(), EntryExit: math.NaN()}
	for _, cells := range services {
		now, enough := k.over(cells, w.newest, space)
		before, fine := k.over(cells, w.before, space)
		if !enough || !fine {
			continue
		}
		if (now-before)*float64(whole.Direction()) >= 0 {
			return Mix{}
		}
		mix.Groups++
	}
	mix.Changed = mix.Groups > 1
	mix.Strong = mix.Changed
	return mix
}

// over is the headline quantile of all values of several months; ok is false where they are
// too few for it.
func (k *durations) over(cells []fact.Cell, months []int, space *merger) (quantile float64, ok bool) {
	var all []uint32
	for _, m := range months {
		all = append(all, k.values.of(cells, m, space)...)
	}
	slices.Sort(all)
	q := &k.quantiles[0]
	return stat.Quantile(all, q.p), len(all) >= len(q.tooFew)
}
