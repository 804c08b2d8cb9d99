package metric

import (
	"fmt"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// band is a range of ages in seconds, closed-open, with its name: "0–30 days".
type band struct {
	name string
	to   uint32 // 0: without end
}

// bandsOf are the bands between days at which they begin; the first begins at 0.
func bandsOf(days []int) (out []band) {
	from := 0
	for _, d := range days {
		out = append(out, band{fmt.Sprintf("%d–%d days", from, d), uint32(d * day)})
		from = d
	}
	if from > 0 {
		out = append(out, band{fmt.Sprintf("over %d days", from), 0})
	}
	return out
}

// appendBands counts ages in ascending order by band. An age on a bound is in the older band.
func appendBands(out []Figure, bands []band, seen []uint32) []Figure {
	first := 0
	for _, b := range bands {
		next := len(seen)
		if b.to != 0 {
			next, _ = slices.BinarySearch(seen, b.to)
		}
		f := number("aged", unit.Items, float64(next-first), next-first)
		f.Category = b.name
		out, first = append(out, f), next
	}
	return out
}

// Exposure is the time between two instants, as far as it lies in a month; without the
// second it goes on. Rows that lack the first add nothing. With Each it is divided by
// whether what looks for the weakness did so throughout; see alike.
type Exposure struct {
	From  string `toml:"from"`
	To    string `toml:"to"`
	Each  string `toml:"each"`  // category of what looks: with the row's service one pair
	First string `toml:"first"` // instant at which the pair looked first
	Last  string `toml:"last"`  // and last
}

// stats are the exposure and its three parts.
func (x *Exposure) stats() []string {
	switch {
	case x == nil:
		return nil
	case x.Each == "":
		return []string{exposureStat}
	default:
		return append([]string{exposureStat}, alikeStats[:]...)
	}
}

const exposureStat = "exposure"

func (x *Exposure) columns() []string {
	switch {
	case x == nil:
		return nil
	case x.Each == "":
		return []string{x.From, x.To}
	default:
		return []string{x.From, x.To, x.Each, x.First, x.Last}
	}
}

func (a *Age) checkExposure(m *measureChecker) {
	if x := a.Exposure; x != nil {
		m.instant("exposure", x.From)
		m.instant("exposure", x.To)
		if x.Each != "" {
			m.category("exposure", x.Each)
		}
		if x.Each+x.First+x.Last != "" {
			m.instant("exposure", x.First)
			m.instant("exposure", x.Last)
			m.column("exposure", x.Each)
		}
	}
	if a.By == "" {
		return
	}
	m.category("by", a.By)
	if a.Exposure == nil {
		m.add(m.table.Position("by"), "by is given without exposure", "exposure = { from, to }", "only the exposure is given by category")
	}
}

// exposures is the kernel of Exposure: the whole, then the parts of its column. nil says
// nothing.
type exposures struct {
	parts parts
	time  []*sums // of each part; of 0, the rows in no part
	rows  []*counts
	none  []Figure // where a column is in no file: what the exposure is then
	alike *alike   // nil where the definition asks for none
}

func newExposures(t *fact.Table, r rows, a *Age) *exposures {
	x := a.Exposure
	for _, name := range []string{x.From, x.To} {
		if t.Index(name) < 0 {
			e := &exposures{}
			for _, stat := range x.stats() {
				e.none = append(e.none, absent(stat, unit.Seconds, NoData, whyUnrecorded(a, name)))
			}
			return e
		}
	}
	e := newDivided(r, newParts(r, a.By, x.From))
	if x.Each != "" {
		e.alike = newAlike(t, r, a)
	}
	from, to := t.Index(x.From), t.Index(x.To)
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		ends := c.Values[to].Times
		for i, start := range c.Values[from].Times {
			if mask[i] == 0 || start == 0 {
				continue
			}
			part, watch := e.parts.of(c, i), e.alike.watchOf(c, i)
			r.lasting(c.Owner[i], start, ends[i], func(group int, cell fact.Cell, seconds int64) {
				e.add(worker, part, group, seconds)
				e.alike.add(worker, watch, group, cell, seconds)
			})
		}
	})
	e.merge()
	e.alike.merge()
	return e
}

func newDivided(r rows, p parts) *exposures {
	e := &exposures{parts: p}
	for range p.n() {
		e.time, e.rows = append(e.time, newSums(r)), append(e.rows, newCounts(r))
	}
	return e
}

func (e *exposures) add(worker, part, group int, seconds int64) {
	e.time[part].add(worker, group, seconds)
	e.rows[part].add(worker, group)
}

func (e *exposures) merge() {
	for p := range e.time {
		e.time[p].merge()
		e.rows[p].merge()
	}
}

// lasting visits the months that a time lies in, each for whoever owned it at the end of its
// part there. Without an end it goes on.
func (g grid) lasting(o fact.Owner, start, end uint32, visit func(group int, cell fact.Cell, seconds int64)) {
	f := &g.frame
	if end == 0 || end > f.AsOf {
		end = f.AsOf
	}
	m := max(0, f.Calendar.Index(start))
	for ; m < f.Calendar.Months() && f.Calendar.Start(m) < end; m++ {
		if from, to := max(start, f.Calendar.Start(m)), min(end, f.end(m)); from < to {
			cell := g.units.At(o, to-1)
			visit(g.group(cell, m), cell, int64(to-from))
		}
	}
}

// month appends the exposure of the whole and of every part that has any, and what of it was
// looked for throughout. None is zero: it was looked for, and nothing was exposed.
func (e *exposures) month(out []Figure, cells []fact.Cell, m int) []Figure {
	switch {
	case e == nil:
		return out
	case e.none != nil:
		return append(out, e.none...)
	}
	whole := len(out)
	out = append(out, number(exposureStat, unit.Seconds, 0, 0))
	for p := range e.time {
		f := number(exposureStat, unit.Seconds, float64(e.time[p].of(cells, m)), e.rows[p].of(cells, m))
		out[whole].Value, out[whole].N = out[whole].Value+f.Value, out[whole].N+f.N
		if p > 0 && f.N > 0 {
			f.Category = e.parts.names[p-1]
			out = append(out, f)
		}
	}
	return e.alike.month(out, cells, m)
}

// any reports whether there is an exposure at all.
func (e *exposures) any(cells []fact.Cell, m int) bool {
	return e != nil && slices.ContainsFunc(e.rows, func(c *counts) bool { return c.of(cells, m) > 0 })
}
