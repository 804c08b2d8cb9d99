package metric

import (
	"fmt"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Stock is how many are open at the end of each month, and how many were on average over
// its time (the area under the count divided by the length: Little's time-average). Finished
// puts beside it what Little's law would make of the finished ones alone.
type Stock struct {
	Common
	From     string `toml:"from"`
	To       string `toml:"to"`
	Finished bool   `toml:"finished"`
}

// Stats are the count at the month's end, the time-average over the month, and the product
// of throughput and mean time to finish.
func (s *Stock) Stats() []string {
	if s.Finished {
		return []string{"open", "mean", "little"}
	}
	return []string{"open", "mean"}
}

func (s *Stock) unit(string) unit.Unit { return unit.Items }

// Formula is the measure in one sentence.
func (s *Stock) Formula() string {
	text := fmt.Sprintf("The number of %ss%s with %s before the month's end and %s not yet; beside it the average number over the month's time.", s.noun(), s.conditionText(), s.From, s.To)
	if s.Finished {
		text += fmt.Sprintf(" Beside that the time from %s to %s of those that ended in the month, in sum, divided by the month's length.", s.From, s.To)
	}
	return text
}

func (s *Stock) check(m *measureChecker) {
	if m.common(&s.Common) {
		m.instant("from", s.From)
		m.instant("to", s.To)
	}
}

func (s *Stock) columns() []string { return append(s.used(), s.From, s.To) }

func (s *Stock) measure(t *fact.Table, u *fact.Units, f Frame, r rows) kernel {
	from, to := t.Index(s.From), t.Index(s.To)
	k := &stocks{silence: silenceOf(s), frame: f, open: newOpen(t, r, from, to), presence: newPresence(r)}
	if s.Finished {
		k.finished = newSums(r)
	}
	areas := make([][]int64, r.workers())
	for worker := range areas {
		areas[worker] = make([]int64, r.groups())
	}
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		starts, ends := c.Values[from].Times, c.Values[to].Times
		for i, start := range starts {
			if mask[i] == 0 || start == 0 || start >= f.AsOf {
				continue
			}
			k.presence.see(worker, u.At(c.Owner[i], start), max(0, f.month(start)))
			k.add(areas[worker], c.Owner[i], start, ends[i])
			k.addFinished(worker, c.Owner[i], start, ends[i])
		}
	})
	k.presence.merge()
	if k.finished != nil {
		k.finished.merge()
	}
	k.merge(areas)
	return k
}

// stocks is the kernel of Stock. area is in item-seconds; whole numbers, so that the sum
// does not depend on the order in which workers add.
type stocks struct {
	silence  silence
	frame    Frame
	open     *counts
	area     []int64
	presence *presence
	finished *sums // nil where the definition does not ask for it
}

// add spreads an item's open time over the months that it was open in, and over whoever
// owned it in the meantime.
func (k *stocks) add(area []int64, o fact.Owner, start, end uint32) {
	if end == 0 || end > k.frame.AsOf {
		end = k.frame.AsOf
	}
	m := max(0, k.frame.Calendar.Index(start))
	for ; m < k.frame.Calendar.Months() && k.frame.Calendar.Start(m) < end; m++ {
		from, to := max(start, k.frame.Calendar.Start(m)), min(end, k.frame.end(m))
		for from < to {
			cell, until := k.open.units.Until(o, from)
			until = min(until, to)
			area[k.open.group(cell, m)] += int64(until - from)
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

func (k *stocks) merge(areas [][]int64) {
	k.area = areas[0]
	for _, private := range areas[1:] {
		for g, area := range private {
			k.area[g] += area
		}
	}
}

func (k *stocks) month(out []Figure, cells []fact.Cell, m int, _ *merger) []Figure {
	var area int64
	for _, c := range cells {
		area += k.area[k.open.group(c, m)]
	}
	if area == 0 && !k.presence.began(cells, m) { // work that was taken over began elsewhere
		return append(out, k.silence.notBegun...)
	}
	length := float64(k.frame.end(m) - k.frame.Calendar.Start(m))
	open := k.open.figure("open", cells, m)
	out = append(out, open, number("mean", unit.Items, float64(area)/length, open.N))
	if k.finished != nil {
		out = append(out, number("little", unit.Items, float64(k.finished.of(cells, m))/length, open.N))
	}
	return out
}

// judge uses XmR on the counts themselves.
func (k *stocks) judge(months [][]Figure, complete int) ([]State, Limits) {
	return judgeXmR(months, complete, stat.XmR)
}
