package metric

import (
	"fmt"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// alike divides exposure by whether the pair of service and kind of check that looks for it
// was at it throughout: more can be found for no other reason than that more is looked at.
// A comparison of like with like takes the pairs that were looked at before the earliest of
// its months ended and are still looked at in the newest six, and takes the same pairs in
// all of its months. nil divides nothing.
//
// A cell belongs to one service, so that a cell and a kind of check are a pair.
type alike struct {
	grid
	*exposures  // by kind of check; part 0 has none and is never looked at
	first, last int
	private     [][]watch // per worker, by kind and cell, until merge
	watches     []watch   // by kind and cell
	none        []Figure  // where a column is in no file
}

// watch is the months of a pair's first and last look, as indices; the zero watch has none.
type watch struct {
	kind        int
	first, last int16 // 1 + index; last 0 is before the calendar
}

// alikeStats are the three parts of the exposure, which together are all of it: on pairs
// looked at throughout the eighteen months that end with the month, on pairs that came
// later, and on those that are no longer looked at, or never were.
var alikeStats = [...]string{"exposure_same", "exposure_new", "exposure_unseen"}

const (
	sameThroughout = iota
	newlyLooked
	unseen
)

func newAlike(t *fact.Table, r rows, a *Age) *alike {
	x := a.Exposure
	for _, name := range []string{x.Each, x.First, x.Last} {
		if t.Index(name) < 0 {
			k := &alike{}
			for _, stat := range alikeStats {
				k.none = append(k.none, absent(stat, unit.Seconds, NoData, whyUnrecorded(a, name)))
			}
			return k
		}
	}
	return &alike{grid: r.grid, exposures: newDivided(r, newParts(r, x.Each, x.From)), first: t.Index(x.First), last: t.Index(x.Last),
		private: make([][]watch, r.workers())}
}

func (k *alike) silent() bool { return k == nil || k.none != nil }

// watchOf is the pair of a row.
func (k *alike) watchOf(c *fact.Chunk, i int) (w watch) {
	if k.silent() {
		return w
	}
	if w.kind = k.parts.of(c, i); w.kind > 0 && c.Values[k.first].Times[i] != 0 {
		w.first = int16(1 + max(0, k.frame.Calendar.Index(c.Values[k.first].Times[i]))) // what was before is the first month
		w.last = int16(1 + k.frame.Calendar.Index(c.Values[k.last].Times[i]))
	}
	return w
}

func (k *alike) add(worker int, w watch, group int, cell fact.Cell, seconds int64) {
	if k.silent() {
		return
	}
	if k.private[worker] == nil {
		k.private[worker] = make([]watch, len(k.time)*k.cells)
	}
	k.private[worker][w.kind*k.cells+int(cell)] = w
	k.exposures.add(worker, w.kind, group, seconds)
}

// merge takes what any worker saw of a pair: all of its rows say the same.
func (k *alike) merge() {
	if k.silent() {
		return
	}
	k.exposures.merge()
	k.watches = make([]watch, len(k.time)*k.cells)
	for _, own := range k.private {
		for i, w := range own {
			if w != (watch{}) {
				k.watches[i] = w
			}
		}
	}
	k.private = nil
}

// since is which of the three a pair is, for months from oldest to newest of which the
// newest six begin with split.
func (w watch) since(oldest, split, newest int) int {
	switch {
	case w.first == 0 || int(w.first)-1 > newest || int(w.last)-1 < split:
		return unseen
	case int(w.first)-1 <= oldest:
		return sameThroughout
	default:
		return newlyLooked
	}
}

// of is the exposure of month m in each of the three parts.
func (k *alike) of(cells []fact.Cell, m, oldest, split, newest int) (out [len(alikeStats)]Figure) {
	for i, stat := range alikeStats {
		out[i] = number(stat, unit.Seconds, 0, 0)
	}
	for kind := range k.time {
		for i := range cells {
			one := cells[i : i+1]
			f := &out[k.watches[kind*k.cells+int(cells[i])].since(oldest, split, newest)]
			f.Value += float64(k.time[kind].of(one, m))
			f.N += k.rows[kind].of(one, m)
		}
	}
	return out
}

func (k *alike) month(out []Figure, cells []fact.Cell, m int) []Figure {
	oldest := m - newestMonths - beforeMonths + 1
	switch {
	case k == nil:
		return out
	case k.none != nil:
		return append(out, k.none...)
	case oldest < 0:
		for _, stat := range alikeStats {
			out = append(out, absent(stat, unit.Seconds, TooFew, fmt.Sprintf("%s so far; what was looked at throughout is told from %d", unit.Plural(m+1, "month"), newestMonths+beforeMonths)))
		}
		return out
	}
	parts := k.of(cells, m, oldest, m-newestMonths+1, m)
	return append(out, parts[:]...)
}

// likeForLike gives a series its comparison of the same pairs.
type likeForLike func(stat string, c *course, i int) Change

func (k *ages) likeForLike(cells []fact.Cell) likeForLike {
	if k.exposure == nil {
		return nil
	}
	return k.exposure.alike.likeForLike(cells)
}

// likeForLike is the change of one of the parts up to month i: of the pairs that are in it by
// all of the months that are compared, not by each month's own.
func (k *alike) likeForLike(cells []fact.Cell) likeForLike {
	if k.silent() {
		return nil
	}
	return func(stat string, c *course, i int) Change {
		w, why, reason := c.windows(i)
		if why != Present {
			return Change{}.absent(why, reason)
		}
		part := slices.Index(alikeStats[:], stat)
		own, pairs := *c, 0
		own.months = make([][]Figure, len(c.months))
		for m := range c.months {
			f := k.of(cells, m, w.before[beforeMonths-1], w.newest[newestMonths-1], w.newest[0])[part]
			pairs += f.N
			if c.months[m][0].Absence != Present {
				f = c.months[m][0]
			}
			own.months[m] = []Figure{f}
		}
		if pairs == 0 && part == sameThroughout {
			return Change{}.absent(TooFew, "checks that looked throughout these months found nothing that was exposed in them")
		}
		if part != sameThroughout { // zero before by what it is: no ratio
			own.kind = &byDifference
		}
		return own.change(i)
	}
}
