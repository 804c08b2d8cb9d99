package metric

import (
	"fmt"
	"maps"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// reached counts the open ones of a month's end that have an instant behind them, such as
// that their severity was lowered: a figure of its own for each, by name.
type reached struct {
	names  []string
	counts []*counts // nil where no file has the instant
	none   []Figure
}

func (a *Age) reachedNames() []string { return slices.Sorted(maps.Keys(a.Reached)) }

func (a *Age) reachedColumns() (names []string) {
	for _, name := range a.reachedNames() {
		names = append(names, a.Reached[name])
	}
	return names
}

func (a *Age) checkReached(m *measureChecker) {
	for _, name := range a.reachedNames() {
		if !alsoForm.MatchString(name) || slices.Contains([]string{"open", "oldest", "aged", exposureStat}, name) || slices.Contains(alikeStats[:], name) || slices.Contains(againstStats[:], name) {
			m.add(m.table.Position("reached", name), fmt.Sprintf("a further figure is called %q", name), "small letters and _ such as lowered, and no name of another figure", "")
		}
		m.instant("reached", a.Reached[name])
	}
}

func newReached(a *Age, t *fact.Table, r rows, from, to int) *reached {
	k := &reached{names: a.reachedNames()}
	for _, name := range k.names {
		at := t.Index(a.Reached[name])
		k.none = append(k.none, absent(name, unit.Items, NoData, whyUnrecorded(a, a.Reached[name])))
		if at < 0 {
			k.counts = append(k.counts, nil)
			continue
		}
		n := newCounts(r)
		r.each(func(worker int, c *fact.Chunk, mask []uint8) {
			ends := c.Values[to].Times
			for i, since := range c.Values[at].Times {
				if start := c.Values[from].Times[i]; mask[i] == 1 && since != 0 && start != 0 {
					r.openMonths(start, ends[i], func(m int, end uint32) {
						if since < end {
							n.add(worker, r.group(r.units.At(c.Owner[i], end-1), m))
						}
					})
				}
			}
		})
		n.merge()
		k.counts = append(k.counts, n)
	}
	return k
}

// month has the open ones as n.
func (k *reached) month(out []Figure, cells []fact.Cell, m, open int) []Figure {
	for i, name := range k.names {
		f := k.none[i]
		if k.counts[i] != nil {
			f = number(name, unit.Items, float64(k.counts[i].of(cells, m)), open)
		}
		out = append(out, f)
	}
	return out
}
