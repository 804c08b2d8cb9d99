package metric

import (
	"fmt"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Rate is events a week over the month, and in how many of the weeks that ended in the
// month there was none.
type Rate struct {
	Common
	At  string `toml:"at"`
	Per string `toml:"per"`
}

// Stats are the rate, the events behind it, and the weeks without one.
func (r *Rate) Stats() []string { return []string{"rate", "events", "quiet_weeks"} }

func (r *Rate) unit(stat string) unit.Unit {
	if stat == "rate" {
		return unit.PerWeek
	}
	return unit.Items
}

// Formula is the measure in one sentence.
func (r *Rate) Formula() string {
	return fmt.Sprintf("The number of %ss%s with %s in the month, divided by the month's length in weeks; beside it, how many of the weeks (Monday to Sunday) that ended in the month had none.", r.noun(), r.conditionText(), r.At)
}

func (r *Rate) check(m *measureChecker) {
	if !m.common(&r.Common) {
		return
	}
	m.instant("at", r.At)
	if r.Per != "week" {
		m.add(m.table.Position("per"), fmt.Sprintf("per is %q", r.Per), "\"week\"", "")
	}
}

func (r *Rate) columns() []string { return append(r.used(), r.At) }

func (r *Rate) instantOf(t *fact.Table) int { return t.Index(r.At) }

func (r *Rate) measure(t *fact.Table, u *fact.Units, f Frame, rs rows) kernel {
	at := t.Index(r.At)
	k := &rates{measure: r, frame: f, counts: newCounts(rs), presence: newPresence(rs), weeks: make([][]bool, u.Cells())}
	for c := range k.weeks {
		k.weeks[c] = make([]bool, f.Weeks.Len())
	}
	rs.each(func(worker int, c *fact.Chunk, mask []uint8) {
		for i, t := range c.Values[at].Times {
			m := f.month(t)
			if mask[i] == 0 || m < 0 {
				continue
			}
			cell := rs.units.At(c.Owner[i], t)
			k.counts.add(worker, rs.group(cell, m))
			k.presence.see(worker, cell, m)
		}
	})
	k.counts.merge()
	k.presence.merge()
	k.markWeeks(t, at)
	return k
}

// rates is the kernel of Rate.
type rates struct {
	measure  *Rate
	frame    Frame
	counts   *counts
	presence *presence
	weeks    [][]bool // per cell and week: there was an event
}

func (k *rates) markWeeks(t *fact.Table, at int) {
	for _, c := range t.Chunks {
		mask := k.counts.filter.mask(c, nil)
		for i, t := range c.Values[at].Times {
			if w := k.frame.Weeks.Index(t); mask[i] == 1 && w >= 0 && t < k.frame.AsOf {
				k.weeks[k.counts.units.At(c.Owner[i], t)][w] = true
			}
		}
	}
}

func (k *rates) month(cells []fact.Cell, m int) []Figure {
	switch {
	case !k.presence.recorded(m):
		return absentAll(k.measure, NoData, fmt.Sprintf("no %s is recorded for this month", k.measure.noun()))
	case !k.presence.began(cells, m):
		return absentAll(k.measure, NoData, fmt.Sprintf("no %s is recorded up to this month", k.measure.noun()))
	}
	n, weeks := k.counts.of(cells, m), k.exposure(m)
	low, high := stat.Poisson(n)
	rate := Figure{Stat: "rate", Unit: unit.PerWeek, Value: float64(n) / weeks, Low: low / weeks, High: high / weeks, N: n}
	return []Figure{rate, k.counts.figure("events", cells, m), k.quiet(cells, m)}
}

// exposure is the known part of the month in weeks.
func (k *rates) exposure(m int) float64 {
	return float64(k.frame.end(m)-k.frame.Calendar.Start(m)) / (7 * 86400)
}

// quiet counts the weeks without an event; N is the weeks that ended in the month.
func (k *rates) quiet(cells []fact.Cell, m int) Figure {
	from, to := k.frame.Weeks.OfMonth(m, k.frame.AsOf)
	quiet := 0
	for w := from; w < to; w++ {
		any := false
		for _, c := range cells {
			any = any || k.weeks[c][w]
		}
		if !any {
			quiet++
		}
	}
	return number("quiet_weeks", unit.Items, float64(quiet), to-from)
}

// judge uses a u chart: the limits widen for short exposure and few events.
func (k *rates) judge(months [][]Figure, complete int) ([]State, Limits) {
	var events, weeks float64
	for m := range complete {
		if f := months[m][0]; f.Absence == Present {
			events, weeks = events+float64(f.N), weeks+k.exposure(m)
		}
	}
	return judgeVarying(months, complete, events/weeks, func(pooled float64, m int) (float64, float64) {
		return stat.U(pooled, k.exposure(m))
	}), Limits{}
}
