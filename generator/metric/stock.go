package metric

import (
	"fmt"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Stock is how many are open at the end of each month. Beside it stands how many were on
// average over its time (the area under the count divided by the length: Little's
// time-average); of things that fall due, instead of that, how many of the open ones have
// expired or will soon. Also counts those of the open ones that meet further conditions.
type Stock struct {
	Common
	From   string          `toml:"from"`
	To     string          `toml:"to"`
	Due    string          `toml:"due"`    // instant at which an open one expires; "" for none
	Within []int           `toml:"within"` // days ahead to look for those that will expire
	Also   map[string]Also `toml:"also"`   // by the name of their figure
}

// Stats are the count at the month's end, then the time-average over the month or what is
// due, then the further conditions by name.
func (s *Stock) Stats() []string {
	stats := []string{"open"}
	if s.Due == "" {
		stats = append(stats, "mean")
	}
	for _, f := range s.further() {
		stats = append(stats, f.stat)
	}
	return stats
}

func (s *Stock) unit(string) unit.Unit { return unit.Items }

// Formula is the measure in one sentence.
func (s *Stock) Formula() string {
	text := fmt.Sprintf("The number of %ss%s with %s before the month's end and %s not yet; beside it ", s.noun(), s.conditionText(), s.From, s.To)
	if s.Due == "" {
		text += "the average number over the month's time"
	} else {
		text += fmt.Sprintf("how many of them have their %s behind them, have it within %s days (each number includes the ones before), or have none", s.Due, daysText(s.Within))
	}
	for _, name := range s.alsoNames() {
		also := s.Also[name].common()
		text += fmt.Sprintf("; %s: those%s", strings.ReplaceAll(name, "_", " "), also.conditionText())
	}
	return text + "."
}

func (s *Stock) check(m *measureChecker) {
	if m.common(&s.Common) {
		m.instant("from", s.From)
		m.instant("to", s.To)
		s.checkDue(m)
		s.checkAlso(m)
	}
}

func (s *Stock) columns() []string { return append(append(s.used(), s.From, s.To), s.furtherColumns()...) }

func (s *Stock) measure(t *fact.Table, u *fact.Units, f Frame, r rows) kernel {
	k := &stocks{silence: silenceOf(s), frame: f, presence: newPresence(r), averaged: s.Due == ""}
	k.further = s.counting(t, r)
	k.count(t, r, t.Index(s.From), t.Index(s.To))
	return k
}

// stocks is the kernel of Stock. area is in item-seconds; whole numbers, so that the sum
// does not depend on the order in which workers add.
type stocks struct {
	silence  silence
	frame    Frame
	open     *counts
	averaged bool
	area     *sums
	further  []furtherCount
	presence *presence
}

// count counts the open ones of every month's end and spreads their time over the months.
func (k *stocks) count(t *fact.Table, r rows, from, to int) {
	k.open, k.area = newCounts(r), newSums(r)
	masks := make([][][]uint8, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		masks[worker] = furtherMasks(k.further, c, masks[worker])
		ends := c.Values[to].Times
		for i, start := range c.Values[from].Times {
			if mask[i] == 0 || start == 0 || start >= k.frame.AsOf {
				continue
			}
			k.presence.see(worker, r.units.At(c.Owner[i], start), max(0, k.frame.month(start)))
			if k.averaged {
				k.spread(worker, c.Owner[i], start, ends[i])
			}
			r.openMonths(start, ends[i], func(m int, at uint32) {
				group := r.group(r.units.At(c.Owner[i], at-1), m)
				k.open.add(worker, group)
				for n := range k.further {
					if masks[worker][n][i] == 1 && k.further[n].holds(c, i, at-1) {
						k.further[n].add(worker, group)
					}
				}
			})
		}
	})
	k.open.merge()
	k.area.merge()
	k.presence.merge()
	for n := range k.further {
		k.further[n].merge()
	}
}

// spread adds an item's open time to the months that it was open in.
func (k *stocks) spread(worker int, o fact.Owner, start, end uint32) {
	if end == 0 || end > k.frame.AsOf {
		end = k.frame.AsOf
	}
	m := max(0, k.frame.Calendar.Index(start))
	for ; m < k.frame.Calendar.Months() && k.frame.Calendar.Start(m) < end; m++ {
		from, to := max(start, k.frame.Calendar.Start(m)), min(end, k.frame.end(m))
		if from < to {
			k.area.add(worker, k.open.group(k.open.units.At(o, to-1), m), int64(to-from))
		}
	}
}

func (k *stocks) month(out []Figure, cells []fact.Cell, m int, _ *merger) []Figure {
	area := k.area.of(cells, m)
	open := k.open.figure("open", cells, m)
	if area == 0 && open.N == 0 && !k.presence.began(cells, m) { // what was taken over began elsewhere
		return append(out, k.silence.notBegun...)
	}
	out = append(out, open)
	if k.averaged {
		length := float64(k.frame.end(m) - k.frame.Calendar.Start(m))
		out = append(out, number("mean", unit.Items, float64(area)/length, open.N))
	}
	for n := range k.further {
		out = append(out, k.further[n].figure(cells, m, open.N))
	}
	return out
}

// judge uses XmR on the counts themselves. What falls due stays open for many months, so that
// each month holds nearly what the one before did: limits from such small steps would call
// nearly every month unusual, and there are none. (XmR supposes months that are independent: at a
// correlation of one half, two in five charts of 24 months already give a false signal.)
func (k *stocks) judge(months [][]Figure, complete int) ([]State, Limits) {
	if !k.averaged {
		return make([]State, len(months)), Limits{}
	}
	return judgeXmR(months, complete, stat.XmR)
}
