package metric

import (
	"leadline/generator/fact"
)

// count counts the open ones of every month's end, and what is said beside them.
func (k *stocks) count(t *fact.Table, r rows, from, to int) {
	masks := make([][][]uint8, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		masks[worker] = furtherMasks(k.further, c, masks[worker])
		ends := c.Values[to].Times
		for i, start := range c.Values[from].Times {
			if mask[i] == 0 || start == 0 || start >= k.frame.AsOf {
				continue
			}
			k.presence.see(worker, r.units.At(c.Owner[i], start), max(0, k.frame.month(start)))
			k.addArea(worker, c.Owner[i], start, ends[i])
			k.addFinished(worker, c.Owner[i], start, ends[i])
			r.openMonths(start, ends[i], func(m int, at uint32) {
				k.addOpen(worker, r.group(r.units.At(c.Owner[i], at-1), m), c, i, at-1, masks[worker])
			})
		}
	})
	k.merge()
}

// addOpen counts a row that is open at an instant.
func (k *stocks) addOpen(worker, group int, c *fact.Chunk, i int, now uint32, masks [][]uint8) {
	k.open.add(worker, group)
	for n := range k.further {
		if masks[n][i] == 1 && k.further[n].holds(c, i, now) {
			k.further[n].counts.add(worker, group)
		}
	}
}

// addArea spreads an item's open time over the months that it was open in, and over whoever
// owned it in the meantime.
func (k *stocks) addArea(worker int, o fact.Owner, start, end uint32) {
	if k.area == nil {
		return
	}
	if end == 0 || end > k.frame.AsOf {
		end = k.frame.AsOf
	}
	m := max(0, k.frame.Calendar.Index(start))
	for ; m < k.frame.Calendar.Months() && k.frame.Calendar.Start(m) < end; m++ {
		from, to := max(start, k.frame.Calendar.Start(m)), min(end, k.frame.end(m))
		for from < to {
			cell, until := k.open.units.Until(o, from)
			until = min(until, to)
			k.area.add(worker, k.open.group(cell, m), int64(until-from))
			from = until
		}
	}
}

// addFinished notes how long something took that ended, for whoever owned it then.
func (k *stocks) addFinished(worker int, o fact.Owner, start, end uint32) {
	if k.finished == nil || end < start {
		return
	}
	if m := k.frame.month(end); m >= 0 {
		k.finished.add(worker, k.open.group(k.open.units.At(o, end), m), int64(end-start))
	}
}

func (k *stocks) merge() {
	k.open.merge()
	k.presence.merge()
	for _, s := range []*sums{k.area, k.finished} {
		if s != nil {
			s.merge()
		}
	}
	for n := range k.further {
		k.further[n].counts.merge()
	}
}
