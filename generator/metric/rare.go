package metric

import (
	"slices"

	"leadline/generator/fact"
	"leadline/generator/period"
	"leadline/generator/stat"
)

// rareUnder is the mean number of events a month under which counts say nothing and the
// times between events are judged instead (a lower limit of a count would lie below zero).
const rareUnder = 2

// rareJudge is a kernel that can judge events too rare to be counted.
type rareJudge interface {
	// judgeRare is judge for the months of s, with the times since month from.
	judgeRare(months [][]Figure, cells []fact.Cell, s segment, from int) ([]State, Limits, bool)
}

// instants are when the events of rare cells happened. Only cells with at most rareUnder
// events a month keep theirs, so that memory follows the cells and not the rows: a set of
// cells that is rare as a whole has no other cells.
type instants struct {
	kept  []bool             // by cell
	times [][]period.Seconds // by cell, in ascending order
}

// newInstants finds the rare cells and goes over the rows once more for theirs.
func newInstants(r rows, at int, n *counts) *instants {
	months := r.frame.Calendar.Months()
	k := &instants{kept: make([]bool, r.cells), times: make([][]period.Seconds, r.cells)}
	some := false
	for c := range k.kept {
		events := 0
		for m := range months {
			events += int(n.n[r.group(fact.Cell(c), m)])
		}
		k.kept[c] = events <= rareUnder*months
		some = some || k.kept[c] && events > 0
	}
	if some {
		k.collect(r, at)
	}
	return k
}

func (k *instants) collect(r rows, at int) {
	private := make([][][]period.Seconds, r.workers())
	for worker := range private {
		private[worker] = make([][]period.Seconds, r.cells)
	}
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		mine := private[worker]
		for i, t := range c.Values[at].Times {
			if mask[i] == 0 || r.frame.month(t) < 0 {
				continue
			}
			if cell := r.units.At(c.Owner[i], t); k.kept[cell] {
				mine[cell] = append(mine[cell], t)
			}
		}
	})
	for cell := range k.times {
		for worker := range private {
			k.times[cell] = append(k.times[cell], private[worker][cell]...)
		}
		slices.Sort(k.times[cell])
	}
}

// of are the instants of a set of cells in a stretch of time; ok is false where one of the
// cells did not keep its own.
func (k *instants) of(cells []fact.Cell, from, to period.Seconds) (all []period.Seconds, ok bool) {
	for _, c := range cells {
		if !k.kept[c] {
			return nil, false
		}
		for _, t := range k.times[c] {
			if t >= from && t < to {
				all = append(all, t)
			}
		}
	}
	slices.Sort(all)
	return all, true
}

// judgeRare judges by the times between events (t chart): a month is unusually low when a
// time that is too long ends in it or is still running at its end, unusually high when one
// that is too short ends in it. It needs twelve such times, as a chart of months needs
// twelve months, and has as many as that (Memory), the newest, from however long ago. ok is
// false where events are common enough to be counted.
func (k *rates) judgeRare(months [][]Figure, cells []fact.Cell, s segment, from int) ([]State, Limits, bool) {
	events, n := 0, 0
	for _, figures := range months[s.from:s.to] {
		if f := figures[0]; f.Absence == Present {
			events, n = events+f.N, n+1
		}
	}
	if n == 0 || events >= rareUnder*n {
		return nil, Limits{}, false
	}
	times, ok := k.instants.of(cells, k.frame.Calendar.Start(from), k.frame.Calendar.Start(s.to))
	if !ok {
		return nil, Limits{}, false
	}
	times = times[max(0, len(times)-1-Memory):]
	states := make([]State, len(months))
	limits := Limits{Months: n, Rare: true, Between: max(0, len(times)-1)}
	if n >= JudgeFrom && limits.Between >= JudgeFrom {
		k.judgeTimes(states, months, times, s)
	}
	return states, limits, true
}

func (k *rates) judgeTimes(states []State, months [][]Figure, times []period.Seconds, s segment) {
	between := make([]float64, len(times)-1)
	for i := range between {
		between[i] = float64(times[i+1] - times[i])
	}
	l := stat.Between(between, 1)
	if !l.Known {
		return
	}
	next, _ := slices.BinarySearch(times, k.frame.Calendar.Start(s.from)) // the first event after the month before
	for m := s.from; m < s.to; m++ {
		end := k.frame.Calendar.End(m)
		state := Within
		for ; next < len(times) && times[next] < end; next++ {
			if next > 0 {
				// A long time is few events, and a short one many.
				if found := stateOf(-between[next-1], -l.Upper, -l.Lower); found != Within {
					state = found
				}
			}
		}
		if next > 0 && float64(end-times[next-1]) > l.Upper {
			state = UnusualLow
		}
		if months[m][0].Absence == Present {
			states[m] = state
		}
	}
}
