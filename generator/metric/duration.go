package metric

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// Duration is the time between two instants of an entity, in seconds of elapsed calendar
// time: quantiles of those that ended in the month. Ones that have not ended are left out of
// the quantiles; Open says whether they are counted beside them, which makes sense only
// where one that will never end is recorded as ended. Negative ones are left out and counted.
type Duration struct {
	Common
	From string   `toml:"from"`
	To   string   `toml:"to"`
	Show []string `toml:"show"`
	Open string   `toml:"open"` // "counted" or "left out"
}

// Stats are the quantiles shown, then how many had begun and not ended (where counted),
// then how many ended before they began.
func (d *Duration) Stats() []string {
	stats := slices.Clone(d.Show)
	if d.countsOpen() {
		stats = append(stats, "open")
	}
	return append(stats, "negative")
}

func (d *Duration) countsOpen() bool { return d.Open == "counted" }

func (d *Duration) unit(stat string) unit.Unit {
	if quantileOf(stat) > 0 {
		return unit.Seconds
	}
	return unit.Items
}

// Formula is the measure in one sentence.
func (d *Duration) Formula() string {
	return fmt.Sprintf("For every %s%s: %s minus %s, in elapsed calendar time, counted in the month of %s; %s of the month's values (quantiles of type 7). Those without %s are %s.",
		d.noun(), d.conditionText(), d.To, d.From, d.To, strings.Join(d.Show, " and "), d.To, d.Open)
}

func (d *Duration) check(m *measureChecker) {
	if m.common(&d.Common) {
		m.instant("from", d.From)
		m.instant("to", d.To)
		m.quantiles(d.Show)
		if d.Open != "counted" && d.Open != "left out" {
			m.add(m.table.Position("open"), fmt.Sprintf("open is %q", d.Open), "\"counted\" or \"left out\"", "say what becomes of those that have not ended")
		}
	}
}

func (d *Duration) columns() []string { return append(d.used(), d.From, d.To) }

func (d *Duration) instantOf(t *fact.Table) int { return t.Index(d.To) }

func (d *Duration) beginsAt(t *fact.Table) int { return t.Index(d.From) }

func (d *Duration) measure(t *fact.Table, _ *fact.Units, f Frame, r rows) kernel {
	from, to := t.Index(d.From), t.Index(d.To)
	k := &durations{quantiles: newQuantiles(d.Show, d.noun(), "this month"), presence: newPresence(r), negative: newCounts(r)}
	k.values = r.collect(func(worker int, c *fact.Chunk, mask []uint8, b *batch) {
		starts := c.Values[from].Times
		for i, end := range c.Values[to].Times {
			if mask[i] == 0 {
				continue
			}
			m := f.month(end)
			if m < 0 {
				continue
			}
			cell, start := r.units.At(c.Owner[i], end), starts[i]
			if start != 0 && end >= start {
				b.add(r.group(cell, m), end-start)
			}
			if b.counting {
				k.account(worker, cell, m, start, end)
			}
		}
	})
	k.negative.merge()
	k.presence.merge()
	if d.countsOpen() {
		k.open = newOpen(t, r, from, to)
	}
	return k
}

// conditionText says which rows count, for the formula.
func (c *Common) conditionText() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(c.Where)) {
		parts = append(parts, name+" = "+valueText(c.Where[name]))
	}
	for _, name := range c.Present {
		parts = append(parts, name+" recorded")
	}
	for _, name := range c.Absent {
		parts = append(parts, name+" not recorded")
	}
	if len(parts) == 0 {
		return ""
	}
	return " with " + strings.Join(parts, " and ")
}

func valueText(value any) string {
	var parts []string
	for _, v := range listOf(value) {
		parts = append(parts, fmt.Sprint(v))
	}
	return strings.Join(parts, " or ")
}

// durations is the kernel of Duration.
type durations struct {
	quantiles []quantile
	values    *values
	negative  *counts
	open      *counts
	presence  *presence
}

// account notes something that ended in month m, whether or not it has a value.
func (k *durations) account(worker int, cell fact.Cell, m int, start, end uint32) {
	k.presence.see(worker, cell, m)
	if start != 0 && end < start {
		k.negative.add(worker, k.negative.group(cell, m))
	}
}

func (k *durations) month(out []Figure, cells []fact.Cell, m int, space *merger) []Figure {
	seen := k.values.of(cells, m, space)
	for i := range k.quantiles {
		if q := &k.quantiles[i]; len(seen) == 0 && !k.presence.recorded(m) {
			out = append(out, q.unrecorded)
		} else {
			out = append(out, q.figure(seen))
		}
	}
	if k.open != nil {
		out = append(out, k.open.figure("open", cells, m))
	}
	return append(out, k.negative.figure("negative", cells, m))
}

// judge looks at the headline quantile on the log scale, as skewed durations need.
func (k *durations) judge(months [][]Figure, complete int) ([]State, Limits) {
	return judgeXmRLog(months, complete)
}

// newOpen counts, at every month's end, the rows that had begun and not ended.
func newOpen(t *fact.Table, r rows, from, to int) *counts {
	open := newCounts(r)
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		starts, ends := c.Values[from].Times, c.Values[to].Times
		for i, start := range starts {
			if mask[i] == 1 && start != 0 {
				r.openMonths(start, ends[i], func(m int, at uint32) {
					open.add(worker, r.group(r.units.At(c.Owner[i], at-1), m))
				})
			}
		}
	})
	open.merge()
	return open
}

// openMonths calls visit for every month at whose end (or as-of) something that started
// and ended (0: not yet) at these instants was open. at is the first instant after: who
// answers for the month is who owned it at-1, not who takes over as the next one begins.
func (g *grid) openMonths(start, end uint32, visit func(m int, at uint32)) {
	first := g.frame.Calendar.Index(start)
	if first < 0 {
		if start >= g.frame.Calendar.Start(0) {
			return // after the calendar
		}
		first = 0
	}
	for m := first; m < g.frame.Calendar.Months(); m++ {
		at := g.frame.end(m)
		if end != 0 && end < at {
			return
		}
		if start < at {
			visit(m, at)
		}
		if at == g.frame.AsOf {
			return
		}
	}
}
