package metric

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// Duration is the time between two instants of an entity, in seconds of elapsed calendar
// time: quantiles of those that ended in the month. Ones that have not ended are left out of
// the quantiles; Open says whether they are counted beside them, which makes sense only
// where one that will never end is recorded as ended. Where they are censored, they take
// part with the time that they have been open. Negative ones are left out and counted.
type Duration struct {
	Common
	From  string   `toml:"from"`
	To    string   `toml:"to"`
	Until string   `toml:"until"` // an instant between, to which the first part lasts; "" for no part
	Rest  bool     `toml:"rest"`  // the part from there to To as well
	Show  []string `toml:"show"`
	Open  string   `toml:"open"` // "censored", "counted" or "left out"

	// Of censored ones only, which have no part:
	GivenUp string `toml:"given_up"` // instant from which one that has not ended never will, "" for none
	Window  int    `toml:"window"`   // months that a month looks back on, itself included; 1 unless given
	RMST    int    `toml:"rmst"`     // mean restricted to so many days; 0: not shown
	By      string `toml:"by"`       // the same for every category of a column
	Oldest  bool   `toml:"oldest"`   // age of the oldest that is open
}

// Stats are the quantiles shown (those of a part have the category "until_" or "from_" and its instant), the restricted mean, how many had begun and not ended
// (where counted), the age of the oldest, then how many ended before they began.
func (d *Duration) Stats() []string {
	stats := slices.Clone(d.Show)
	if d.RMST > 0 {
		stats = append(stats, "rmst")
	}
	if d.countsOpen() || d.isCensored() {
		stats = append(stats, "open")
	}
	if d.Oldest {
		stats = append(stats, "oldest")
	}
	return append(stats, "negative")
}

func (d *Duration) countsOpen() bool { return d.Open == "counted" }

// speechless: a month without ended ones may still have open ones.
func (d *Duration) speechless() bool { return d.Open != "left out" }

func (d *Duration) isCensored() bool { return d.Open == "censored" }

func (d *Duration) window() int { return max(1, d.Window) }

func (d *Duration) unit(stat string) unit.Unit {
	if quantileOf(stat) > 0 || stat == "rmst" || stat == "oldest" {
		return unit.Seconds
	}
	return unit.Items
}

// Formula is the measure in one sentence.
func (d *Duration) Formula() string {
	if d.isCensored() {
		return d.censoredFormula()
	}
	return fmt.Sprintf("For every %s%s: %s minus %s, in elapsed calendar time, counted in the month of %s; %s of the month's values (quantiles of type 7).%s Those without %s are %s.",
		d.noun(), d.conditionText(), d.To, d.From, d.To, strings.Join(d.Show, " and "), d.untilText(), d.To, d.Open)
}

func (d *Duration) censoredFormula() string {
	window, mean, by := "in the month", "", ""
	if d.window() > 1 {
		window = fmt.Sprintf("in the %d months that end with the month", d.window())
	}
	if d.RMST > 0 {
		mean = fmt.Sprintf(" and the mean restricted to %d days", d.RMST)
	}
	if d.By != "" {
		by = fmt.Sprintf(", for all of them and by %s", d.By)
	}
	return fmt.Sprintf("For every %s%s that was open at any time %s: %s minus %s, in elapsed calendar time; one without %s counts with the time that it was watched. Kaplan–Meier estimate with late entry: %s%s%s.",
		d.noun(), d.conditionText(), window, d.To, d.From, d.To, strings.Join(d.Show, " and "), mean, by)
}

func (d *Duration) check(m *measureChecker) {
	if !m.common(&d.Common) {
		return
	}
	m.instant("from", d.From)
	m.instant("to", d.To)
	if d.Until != "" {
		m.instant("until", d.Until)
	}
	m.quantiles(d.Show)
	if !slices.Contains([]string{"censored", "counted", "left out"}, d.Open) {
		m.add(m.table.Position("open"), fmt.Sprintf("open is %q", d.Open), "\"censored\", \"counted\" or \"left out\"", "say what becomes of those that have not ended")
	}
	d.checkCensored(m)
}

func (d *Duration) checkCensored(m *measureChecker) {
	for key, given := range map[string]bool{"given_up": d.GivenUp != "", "window": d.Window != 0, "rmst": d.RMST != 0, "by": d.By != "", "oldest": d.Oldest} {
		if given && !d.isCensored() {
			m.add(m.table.Position(key), fmt.Sprintf("%s is given and open is %q", key, d.Open), "open = \"censored\"", "")
		}
	}
	if d.Rest && d.Until == "" {
		m.add(m.table.Position("rest"), "rest is given without until", "until, the instant between", "say what the rest is the rest of")
	}
	if d.Until != "" && d.isCensored() {
		m.add(m.table.Position("until"), "until is given and open is \"censored\"", "no part of a duration that may not have ended", "")
	}
	if d.GivenUp != "" {
		m.instant("given_up", d.GivenUp)
	}
	if d.By != "" {
		m.category("by", d.By)
	}
	if d.Window < 0 || d.Window > 36 {
		m.add(m.table.Position("window"), fmt.Sprintf("window is %d", d.Window), "1 to 36 months", "")
	}
	if d.RMST < 0 || d.RMST > 3650 {
		m.add(m.table.Position("rmst"), fmt.Sprintf("rmst is %d", d.RMST), "a number of days, such as 90", "")
	}
}

func (d *Duration) columns() []string {
	names := append(d.used(), d.From, d.To)
	for _, name := range []string{d.Until, d.GivenUp, d.By} {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// optional is the column without which the rest of the figures still stands.
func (d *Duration) optional() []string { return []string{d.Until} }

func (d *Duration) instantOf(t *fact.Table) int { return t.Index(d.To) }

func (d *Duration) beginsAt(t *fact.Table) int { return t.Index(d.From) }

func (d *Duration) measure(t *fact.Table, _ *fact.Units, f Frame, r rows) kernel {
	if d.isCensored() {
		return d.measureCensored(t, r)
	}
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
	k.until = newUntils(d, t, f, r)
	return k
}

// durations is the kernel of Duration.
type durations struct {
	quantiles []quantile
	values    *values
	negative  *counts
	open      *counts
	presence  *presence
	until     *untils
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
	recorded := len(seen) > 0 || k.presence.recorded(m)
	for i := range k.quantiles {
		if q := &k.quantiles[i]; recorded {
			out = append(out, q.figure(seen))
		} else {
			out = append(out, q.unrecorded)
		}
	}
	out = k.until.month(out, cells, m, recorded, space)
	if k.open != nil {
		out = append(out, k.open.figure("open", cells, m))
	}
	return append(out, k.negative.figure("negative", cells, m))
}

// judge looks at the headline quantile on the log scale, as skewed durations need.
func (k *durations) judge(months [][]Figure, settled int) ([]State, Limits) {
	return judgeXmRLog(months, settled)
}
