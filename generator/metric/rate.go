package metric

import (
	"fmt"
	"math"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Rate is events a week over the month, and in how many of the weeks that ended in the
// month there was none. Forecast puts beside it what the coming weeks may bring.
type Rate struct {
	Common
	At       string    `toml:"at"`
	Per      string    `toml:"per"`
	Forecast *Forecast `toml:"forecast"`
}

// Stats are the rate, the events behind it, the weeks without one, and the forecast.
func (r *Rate) Stats() []string {
	return append([]string{"rate", "events", "quiet_weeks"}, r.Forecast.stats()...)
}

func (r *Rate) unit(stat string) unit.Unit {
	if stat == "rate" {
		return unit.PerWeek
	}
	return unit.Items
}

// Formula is the measure in one sentence.
func (r *Rate) Formula() string {
	return fmt.Sprintf("The number of %ss%s with %s in the month, divided by the month's length in weeks; beside it, how many of the weeks (Monday to Sunday) that ended in the month had none.", r.noun(), r.conditionText(), r.At) + r.Forecast.formula()
}

func (r *Rate) check(m *measureChecker) {
	if !m.common(&r.Common) {
		return
	}
	m.instant("at", r.At)
	if r.Per != "week" {
		m.add(m.table.Position("per"), fmt.Sprintf("per is %q", r.Per), "\"week\"", "")
	}
	r.Forecast.check(m)
}

func (r *Rate) columns() []string { return append(r.used(), r.At) }

func (r *Rate) instantOf(t *fact.Table) int { return t.Index(r.At) }

func (r *Rate) measure(t *fact.Table, _ *fact.Units, f Frame, rs rows) kernel {
	at := t.Index(r.At)
	k := &rates{silence: silenceOf(r), frame: f, counts: newCounts(rs), presence: newPresence(rs), weeks: newWeeks(rs), forecast: r.Forecast}
	rs.each(func(worker int, c *fact.Chunk, mask []uint8) {
		for i, t := range c.Values[at].Times {
			if mask[i] == 0 || t == 0 || t >= f.AsOf {
				continue
			}
			cell := rs.units.At(c.Owner[i], t)
			k.weeks.see(worker, cell, f.Weeks.Index(t))
			if m := f.month(t); m >= 0 {
				k.counts.add(worker, rs.group(cell, m))
				k.presence.see(worker, cell, m)
			}
		}
	})
	k.counts.merge()
	k.instants = newInstants(rs, at, k.counts)
	k.presence.merge()
	k.weeks.merge()
	return k
}

// rates is the kernel of Rate.
type rates struct {
	silence  silence
	frame    Frame
	counts   *counts
	instants *instants
	presence *presence
	weeks    *weeks
	forecast *Forecast // nil where the definition asks for none
}

func (k *rates) month(out []Figure, cells []fact.Cell, m int, space *merger) []Figure {
	switch {
	case !k.presence.recorded(m):
		return append(out, k.silence.unrecorded...)
	case !k.presence.began(cells, m):
		return append(out, k.silence.notBegun...)
	}
	n, weeks := k.counts.of(cells, m), k.exposure(m)
	low, high := stat.Poisson(n)
	rate := Figure{Stat: "rate", Unit: unit.PerWeek, Value: float64(n) / weeks, Low: low / weeks, High: high / weeks, N: n}
	out = append(out, rate, number("events", unit.Items, float64(n), n), k.weeks.quiet(cells, m))
	return k.forecast.month(out, k.weeks, cells, m, space.since)
}

// exposure is the known part of the month in weeks.
func (k *rates) exposure(m int) float64 {
	return float64(k.frame.end(m)-k.frame.Calendar.Start(m)) / (7 * 86400)
}

// judge uses a u chart: the limits widen for short exposure and few events.
func (k *rates) judge(months [][]Figure, settled int) ([]State, Limits) {
	var events, weeks float64
	for m := range settled {
		if f := months[m][0]; f.Absence == Present {
			events, weeks = events+float64(f.N), weeks+k.exposure(m)
		}
	}
	pooled := events / weeks
	factor := widening(months, settled, pooled, func(m int) float64 { return math.Sqrt(pooled / k.exposure(m)) })
	return judgeVarying(months, settled, pooled, func(pooled float64, m int) (float64, float64) {
		return stat.UPrime(pooled, k.exposure(m), factor)
	}), Limits{}
}
