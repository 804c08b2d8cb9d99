package metric

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/stat"
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

func (d *Duration) measure(t *fact.Table, _ *fact.Units, f Frame, r rows) kernel {
	from, to := t.Index(d.From), t.Index(d.To)
	k := &durations{measure: d, frame: f, presence: newPresence(r)}
	k.negative = newCounts(r)
	k.values = r.collect(func(c *fact.Chunk, mask []uint8, put put) {
		starts, ends := c.Values[from].Times, c.Values[to].Times
		for i, end := range ends {
			if mask[i] == 0 || end == 0 || starts[i] == 0 || end < starts[i] {
				continue
			}
			if m := f.month(end); m >= 0 {
				put(r.group(r.units.At(c.Owner[i], end), m), end-starts[i])
			}
		}
	})
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		starts, ends := c.Values[from].Times, c.Values[to].Times
		for i, end := range ends {
			if mask[i] == 1 {
				k.account(worker, c.Owner[i], starts[i], end)
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
	measure  *Duration
	frame    Frame
	values   *values
	negative *counts
	open     *counts
	presence *presence
}

func (k *durations) account(worker int, o fact.Owner, start, end uint32) {
	m := k.frame.month(end)
	if m < 0 {
		return
	}
	cell := k.values.units.At(o, end)
	k.presence.see(worker, cell, m)
	if start != 0 && end < start {
		k.negative.add(worker, k.negative.group(cell, m))
	}
}

func (k *durations) month(cells []fact.Cell, m int) []Figure {
	seen := k.values.of(cells, m)
	var out []Figure
	for _, name := range k.measure.Show {
		out = append(out, k.quantile(name, seen, m))
	}
	if k.open != nil {
		out = append(out, k.open.figure("open", cells, m))
	}
	return append(out, k.negative.figure("negative", cells, m))
}

func (k *durations) quantile(name string, seen []uint32, m int) Figure {
	if len(seen) == 0 && !k.presence.recorded(m) {
		return absent(name, unit.Seconds, NoData, fmt.Sprintf("no %s is recorded for this month", k.measure.noun()))
	}
	return quantileFigure(name, seen, k.measure.noun())
}

// quantileFloor is the fewest values from which a quantile is printed: 5 for a median
// (reference: reliability floors), else as many as give it a 95 % interval, 19 for p85.
func quantileFloor(p float64) int {
	if p == 0.5 {
		return 5
	}
	n := 1
	for {
		if _, _, ok := stat.QuantileRanks(n, p); ok {
			return n
		}
		n++
	}
}

// quantileWords are "a median" and "an 85th percentile".
func quantileWords(p float64) string {
	n := int(math.Round(p * 100))
	if n == 50 {
		return "a median"
	}
	article, suffix := "a", "th"
	if n == 8 || n == 11 || n == 18 || n/10 == 8 {
		article = "an"
	}
	if n/10 != 1 {
		suffix = map[int]string{1: "st", 2: "nd", 3: "rd"}[n%10] + suffix
		suffix = suffix[:2]
	}
	return fmt.Sprintf("%s %d%s percentile", article, n, suffix)
}

// quantileFigure is a quantile with its interval, or why there is none.
func quantileFigure(name string, seen []uint32, noun string) Figure {
	p := quantileOf(name)
	if floor := quantileFloor(p); len(seen) < floor {
		f := absent(name, unit.Seconds, TooFew, fmt.Sprintf("%s this month; %s needs %d", unit.Plural(len(seen), noun), quantileWords(p), floor))
		f.N = len(seen)
		return f
	}
	low, high, _ := stat.QuantileInterval(seen, p)
	return Figure{Stat: name, Unit: unit.Seconds, Value: stat.Quantile(seen, p), Low: low, High: high, N: len(seen)}
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
func (r rows) openMonths(start, end uint32, visit func(m int, at uint32)) {
	first := r.frame.Calendar.Index(start)
	if first < 0 {
		if start >= r.frame.Calendar.Start(0) {
			return // after the calendar
		}
		first = 0
	}
	for m := first; m < r.frame.Calendar.Months(); m++ {
		at := r.frame.end(m)
		if end != 0 && end < at {
			return
		}
		if start < at {
			visit(m, at)
		}
		if at == r.frame.AsOf {
			return
		}
	}
}
