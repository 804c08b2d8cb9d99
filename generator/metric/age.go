package metric

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// Age is how old the open ones are at the end of each month: quantiles of the age, and
// beside them how many there are. Against puts them beside the finished ones: how many are
// already older than half of those, or 85 of 100 of them, ever became.
type Age struct {
	Common
	From    string   `toml:"from"`
	To      string   `toml:"to"`
	Show    []string `toml:"show"`
	Against string   `toml:"against"` // the instant by which ones count as finished in a month; "" for no comparison
}

// Stats are the quantiles shown, then how many are open, then the comparison.
func (a *Age) Stats() []string {
	stats := append(slices.Clone(a.Show), "open")
	if a.Against != "" {
		stats = append(stats, againstStats[:]...)
	}
	return stats
}

func (a *Age) unit(stat string) unit.Unit {
	switch {
	case quantileOf(stat) > 0:
		return unit.Seconds
	case slices.Contains(againstStats[:], stat):
		return unit.Share
	}
	return unit.Items
}

// Formula is the measure in one sentence.
func (a *Age) Formula() string {
	text := fmt.Sprintf("For every %s%s with %s before the month's end and %s not yet: the month's end minus %s; %s of these ages (quantiles of type 7).",
		a.noun(), a.conditionText(), a.From, a.To, a.From, strings.Join(a.Show, " and "))
	if a.Against != "" {
		text += fmt.Sprintf(" Beside them how many are older than the median and the 85th percentile of %s minus %s of those with %s in the %d months that end with this one.",
			a.Against, a.From, a.Against, againstMonths)
	}
	return text
}

func (a *Age) check(m *measureChecker) {
	if m.common(&a.Common) {
		m.instant("from", a.From)
		m.instant("to", a.To)
		m.quantiles(a.Show)
		if a.Against != "" {
			m.instant("against", a.Against)
		}
	}
}

func (a *Age) columns() []string {
	names := append(a.used(), a.From, a.To)
	if a.Against != "" {
		names = append(names, a.Against)
	}
	return names
}

func (a *Age) measure(t *fact.Table, u *fact.Units, f Frame, r rows) kernel {
	from, to := t.Index(a.From), t.Index(a.To)
	k := &ages{quantiles: newQuantiles(a.Show, "open "+a.noun(), "at the month's end"), silence: silenceOf(a), presence: newPresence(r)}
	k.values = r.collect(func(worker int, c *fact.Chunk, mask []uint8, b *batch) {
		ends := c.Values[to].Times
		for i, start := range c.Values[from].Times {
			if mask[i] == 0 || start == 0 {
				continue
			}
			r.openMonths(start, ends[i], func(m int, at uint32) { b.add(r.group(u.At(c.Owner[i], at-1), m), at-start) })
			if b.counting && start < f.AsOf {
				k.presence.see(worker, u.At(c.Owner[i], start), max(0, f.month(start)))
			}
		}
	})
	k.presence.merge()
	if a.Against != "" {
		k.against = newAgainst(a, r, from, t.Index(a.Against))
	}
	return k
}

// ages is the kernel of Age.
type ages struct {
	quantiles []quantile
	silence   silence
	values    *values
	presence  *presence
	against   *against // nil where the definition asks for no comparison
}

func (k *ages) month(out []Figure, cells []fact.Cell, m int, space *merger) []Figure {
	bounds := k.against.bounds(cells, m, space) // first, because both need the space
	seen := k.values.of(cells, m, space)
	if len(seen) == 0 && !k.presence.began(cells, m) { // work that was taken over began elsewhere
		return append(out, k.silence.notBegun...)
	}
	for i := range k.quantiles {
		out = append(out, k.quantiles[i].figure(seen))
	}
	out = append(out, number("open", unit.Items, float64(len(seen)), len(seen)))
	return k.against.figures(out, seen, bounds)
}

// judge looks at the headline quantile on the log scale.
func (k *ages) judge(months [][]Figure, complete int) ([]State, Limits) {
	return judgeXmRLog(months, complete)
}
