package metric

import (
	"fmt"
	"slices"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/unit"
)

// Partition is where the elapsed time between two instants of an entity went: evidence cuts
// it into pieces that have one cause, several, none but activity, or none. Figures are
// ratios of sums over the items that ended in the month, with intervals over items. With
// Left the same is said of the time so far of items that were on their way as the month
// ended, so that what is stuck is not invisible; these are all of them, so no interval.
type Partition struct {
	Common
	From     string     `toml:"from"`
	To       string     `toml:"to"`
	Left     string     `toml:"left"`      // the instant from which an item is no longer on its way; "" to say nothing of those
	HeldFrom string     `toml:"held_from"` // waits of what carries an item hold it only from this instant
	Evidence []Evidence `toml:"evidence"`
}

// Evidence is one rule: an interval between two instants of the item, or its recorded waits
// of some kinds.
type Evidence struct {
	Cause     string   `toml:"cause"` // one of Causes, or "active"
	From      string   `toml:"from"`
	To        string   `toml:"to"`
	Waits     []string `toml:"waits"`
	OtherTeam *bool    `toml:"other_team"` // only waits for another team, or only others
	Otherwise bool     `toml:"otherwise"`  // counts only where nothing else explains the time
}

// partitionFrom is the fewest items from which parts are printed (delay causes, step 4).
const partitionFrom = 20

// waitKinds are the kinds of waits, as the column kind of waits holds them from 1.
var waitKinds = func() []string {
	waits, _ := event.TableNamed("waits")
	c, _ := waits.Column("kind")
	return c.Values
}()

// The stats of what ended and of what was on its way as the month ended.
var (
	partStats = []string{"coverage", "exclusive", "inclusive", "shared", "active", "unexplained"}
	openStats = []string{"unfinished", "exclusive_open", "shared_open", "active_open", "unexplained_open"}
)

// Stats are the coverage, which is the part of the waiting (all time but active) that
// evidence explains; in parts of all time by cause what it has alone and with what it
// shares, and what is shared, active and unexplained; how many items there are, and how many
// ended before they began. With Left then how many were on their way as the month ended, and
// the parts of their time so far.
func (p *Partition) Stats() []string {
	stats := append(slices.Clone(partStats), "items", "negative")
	if p.Left != "" {
		stats = append(stats, openStats...)
	}
	return stats
}

func (p *Partition) unit(stat string) unit.Unit {
	if stat == "items" || stat == "negative" || stat == "unfinished" {
		return unit.Items
	}
	return unit.Proportion
}

// Formula is the measure in one sentence.
func (p *Partition) Formula() string {
	text := fmt.Sprintf("For every %s%s: the time from %s to %s, counted in the month of %s, is cut at both ends of every interval of evidence; pieces with evidence of one cause, of several, of activity alone and of nothing are added up and divided by all of the time. Coverage is 1 minus the time with evidence of nothing divided by all but the active time.",
		p.noun(), p.conditionText(), p.From, p.To, p.To)
	if p.Left != "" {
		text += fmt.Sprintf(" The same for those with %s before the month's end and %s not yet, with the time until the month's end.", p.From, p.Left)
	}
	return text
}

func (p *Partition) check(m *measureChecker) {
	if !m.common(&p.Common) {
		return
	}
	if p.Of != fact.Change {
		m.add(m.table.Position("of"), fmt.Sprintf("of is %q", p.Of), fmt.Sprintf("%q: only their waits are linked", fact.Change), "")
		return
	}
	m.instant("from", p.From)
	m.instant("to", p.To)
	if p.HeldFrom != "" {
		m.instant("held_from", p.HeldFrom)
	}
	if p.Left != "" {
		m.instant("left", p.Left)
	}
	if len(p.Evidence) == 0 {
		m.add(m.table.Position("evidence"), "evidence is missing", "at least one [[measure.evidence]]", "")
	}
	for i := range p.Evidence {
		m.evidence(i, &p.Evidence[i])
	}
}

func (m *measureChecker) evidence(i int, e *Evidence) {
	fail := func(key, found, expected string) { m.add(m.table.Position("evidence", i, key), found, expected, "") }
	if e.kind() < 0 {
		fail("cause", fmt.Sprintf("cause is %q", e.Cause), fmt.Sprintf("one of %q, %s", Causes, activity))
	}
	if waits := len(e.Waits) > 0; waits == (e.From != "" || e.To != "") {
		fail("waits", "evidence is either waits or an interval", "waits = […], or from and to")
	} else if !waits {
		m.instant("evidence", e.From)
		m.instant("evidence", e.To)
	}
	for _, w := range e.Waits {
		if !slices.Contains(waitKinds, w) {
			fail("waits", fmt.Sprintf("waits has %q", w), fmt.Sprintf("some of %q", waitKinds))
		}
	}
	if e.Cause == activity && e.Otherwise {
		fail("otherwise", "otherwise with activity", "otherwise of a cause only: activity counts only where no cause does")
	}
}

// kind is the bit of the evidence's kind; -1 for an unknown cause.
func (e *Evidence) kind() int {
	switch cause := slices.Index(Causes[:], e.Cause); {
	case e.Cause == activity:
		return working
	case cause >= 0 && e.Otherwise:
		return otherwise + cause
	default:
		return cause
	}
}

// waited is the derived column that brings a change's waits.
const waited = "waited"

func (p *Partition) columns() []string {
	return append(append(p.used(), p.From, p.To), p.optional()...)
}

// optional are columns without which there is less evidence and still a figure.
func (p *Partition) optional() (names []string) {
	for _, name := range []string{p.HeldFrom, p.Left} {
		if name != "" {
			names = append(names, name)
		}
	}
	for _, e := range p.Evidence {
		if len(e.Waits) > 0 {
			names = append(names, waited)
		} else {
			names = append(names, e.From, e.To)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == p.From || name == p.To })
}

func (p *Partition) instantOf(t *fact.Table) int { return t.Index(p.To) }

func (p *Partition) beginsAt(t *fact.Table) int { return t.Index(p.From) }

// onTheirWay are the instants between which one is on its way; left is -1 where nothing is
// said of those.
func (p *Partition) onTheirWay(t *fact.Table) (from, left int) {
	if p.Left == "" {
		return -1, -1
	}
	return t.Index(p.From), t.Index(p.Left)
}
