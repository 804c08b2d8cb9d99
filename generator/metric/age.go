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
// already older than half of those, or 85 of 100 of them, ever became. On request also how many are in each band of age, the age
// of the oldest, and the time of exposure that the month added.
type Age struct {
	Common
	From     string    `toml:"from"`
	To       string    `toml:"to"`
	Show     []string  `toml:"show"`
	Since    string    `toml:"since"`    // instant from which age counts; From unless given
	Bands    []int     `toml:"bands"`    // days at which bands of age begin, ascending
	Oldest   bool      `toml:"oldest"`   // age of the oldest that is open
	Exposure *Exposure `toml:"exposure"` // time between two instants, as far as it lies in the month
	Against  string    `toml:"against"`  // the instant by which ones count as finished in a month; "" for no comparison
	By       string    `toml:"by"`       // exposure also for every category of a column

	Reached map[string]string `toml:"reached"` // by the name of its figure: an instant that some of the open ones have behind them
}

// Stats are the quantiles shown, then how many are open, the age of the oldest, how many are
// in each band (by category), the exposure and the comparison.
func (a *Age) Stats() []string {
	stats := append(slices.Clone(a.Show), "open")
	if a.Oldest {
		stats = append(stats, "oldest")
	}
	stats = append(append(stats, a.reachedNames()...), a.Exposure.stats()...)
	if a.Against != "" {
		stats = append(stats, againstStats[:]...)
	}
	return stats
}

func (a *Age) unit(stat string) unit.Unit {
	switch {
	case stat == "open" || stat == "aged" || a.Reached[stat] != "":
		return unit.Items
	case slices.Contains(againstStats[:], stat):
		return unit.Share
	default:
		return unit.Seconds
	}
}

// since is the instant from which age counts.
func (a *Age) since() string {
	if a.Since != "" {
		return a.Since
	}
	return a.From
}

// Formula is the measure in one sentence.
func (a *Age) Formula() string {
	text := fmt.Sprintf("For every %s%s with %s before the month's end and %s not yet: the month's end minus %s; %s of these ages (quantiles of type 7).",
		a.noun(), a.conditionText(), a.From, a.To, a.since(), strings.Join(a.Show, " and "))
	if x := a.Exposure; x != nil {
		text += fmt.Sprintf(" Beside it the time from %s to %s, as far as it lies in the month, in sum.", x.From, x.To)
		if x.Each != "" {
			text += fmt.Sprintf(" The same apart for pairs of service and %s that looked (%s to %s) throughout the %d months that end with this one, that began later, and that no longer look.",
				x.Each, x.First, x.Last, newestMonths+beforeMonths)
		}
	}
	for _, name := range a.reachedNames() {
		text += fmt.Sprintf(" %s: those open ones with %s behind them.", strings.ReplaceAll(name, "_", " "), a.Reached[name])
	}
	if a.Against != "" {
		text += fmt.Sprintf(" Beside them how many are older than the median and the 85th percentile of %s minus %s of those with %s in the %d months that end with this one.",
			a.Against, a.From, a.Against, againstMonths)
	}
	return text
}

func (a *Age) check(m *measureChecker) {
	if !m.common(&a.Common) {
		return
	}
	m.instant("from", a.From)
	m.instant("to", a.To)
	m.quantiles(a.Show)
	if a.Since != "" {
		m.instant("since", a.Since)
	}
	if a.Against != "" {
		m.instant("against", a.Against)
	}
	if !ascending(a.Bands) {
		m.add(m.table.Position("bands"), fmt.Sprintf("bands are %v", a.Bands), "days in ascending order, such as [30, 90, 180]", "")
	}
	a.checkExposure(m)
	a.checkReached(m)
}

func ascending(days []int) bool {
	for i, d := range days {
		if d <= 0 || i > 0 && d <= days[i-1] {
			return false
		}
	}
	return true
}

func (a *Age) columns() []string {
	names := append(a.used(), a.From, a.To)
	if a.Since != "" {
		names = append(names, a.Since)
	}
	names = append(append(names, a.Exposure.columns()...), a.reachedColumns()...)
	for _, name := range []string{a.By, a.Against} {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// optional are the columns of the exposure and of what is reached: without them the ages
// still stand.
func (a *Age) optional() []string { return append(a.Exposure.columns(), a.reachedColumns()...) }

func (a *Age) measure(t *fact.Table, u *fact.Units, f Frame, r rows) kernel {
	from, to, since := t.Index(a.From), t.Index(a.To), t.Index(a.since())
	k := &ages{quantiles: newQuantiles(a.Show, "open "+a.noun(), "at the month's end"), silence: silenceOf(a), bands: bandsOf(a.Bands), oldest: a.Oldest, presence: newPresence(r)}
	k.values = r.collect(func(worker int, c *fact.Chunk, mask []uint8, b *batch) {
		ends, births := c.Values[to].Times, c.Values[since].Times
		for i, start := range c.Values[from].Times {
			if mask[i] == 0 || start == 0 {
				continue
			}
			if birth := births[i]; birth != 0 {
				r.openMonths(start, ends[i], func(m int, at uint32) { b.add(r.group(u.At(c.Owner[i], at-1), m), at-min(birth, at)) })
			}
			if b.counting && start < f.AsOf {
				k.presence.see(worker, u.At(c.Owner[i], start), max(0, f.month(start)))
			}
		}
	})
	k.presence.merge()
	k.reached = newReached(a, t, r, from, to)
	if a.Exposure != nil {
		k.exposure = newExposures(t, r, a)
	}
	if f.Shapes > 0 {
		k.parted = newPartedAges(a, r, from, to, since)
	}
	if a.Against != "" {
		k.against = newAgainst(a, r, from, t.Index(a.Against))
	}
	return k
}

// ages is the kernel of Age.
type ages struct {
	quantiles []quantile
	silence   silence
	bands     []band
	oldest    bool
	values    *values
	exposure  *exposures // nil where the definition asks for none
	reached   *reached
	against   *against // nil where it asks for no comparison
	presence  *presence
	parted    *partedAges // nil where no shape is asked for
}

func (k *ages) month(out []Figure, cells []fact.Cell, m int, space *merger) []Figure {
	bounds := k.against.bounds(cells, m, space) // first, because both need the space
	seen := k.values.of(cells, m, space)
	if len(seen) == 0 && !k.presence.began(cells, m) && !k.exposure.any(cells, m) { // work that was taken over began elsewhere
		return append(out, k.silence.notBegun...)
	}
	for i := range k.quantiles {
		out = append(out, k.quantiles[i].figure(seen))
	}
	out = append(out, number("open", unit.Items, float64(len(seen)), len(seen)))
	switch {
	case k.oldest && len(seen) > 0:
		out = append(out, number("oldest", unit.Seconds, float64(seen[len(seen)-1]), len(seen)))
	case k.oldest:
		out = append(out, absent("oldest", unit.Seconds, TooFew, "none is open"))
	}
	out = k.reached.month(appendBands(out, k.bands, seen), cells, m, len(seen))
	return k.against.figures(k.exposure.month(out, cells, m), seen, bounds)
}

// judge looks at the headline quantile on the log scale.
func (k *ages) judge(months [][]Figure, settled int) ([]State, Limits) {
	return judgeXmRLog(months, settled)
}
