package metric

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Partition is where the elapsed time between two instants of an entity went: evidence cuts
// it into pieces that have one cause, several, none but activity, or none. Figures are
// ratios of sums over the items that ended in the month. Items that have not ended are left
// out, and there is no interval yet: both belong to a later version of the kind.
type Partition struct {
	Common
	From     string     `toml:"from"`
	To       string     `toml:"to"`
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

// Stats are the part that evidence explains; by cause the part that it has alone and the
// part with what it shares; the parts that are shared, active and unexplained; and how many
// items there are, and how many ended before they began.
func (p *Partition) Stats() []string {
	return []string{"explained", "exclusive", "inclusive", "shared", "active", "unexplained", "items", "negative"}
}

func (p *Partition) unit(stat string) unit.Unit {
	if stat == "items" || stat == "negative" {
		return unit.Items
	}
	return unit.Proportion
}

// Formula is the measure in one sentence.
func (p *Partition) Formula() string {
	return fmt.Sprintf("For every %s%s: the time from %s to %s, counted in the month of %s, is cut at both ends of every interval of evidence; pieces with evidence of one cause, of several, of activity alone and of nothing are added up and divided by all of the time.",
		p.noun(), p.conditionText(), p.From, p.To, p.To)
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
	if p.HeldFrom != "" {
		names = append(names, p.HeldFrom)
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

func (p *Partition) measure(t *fact.Table, _ *fact.Units, f Frame, r rows) kernel {
	from, to := t.Index(p.From), t.Index(p.To)
	k := &partitions{silence: silenceOf(p), noun: p.noun(), presence: newPresence(r), items: newCounts(r), negative: newCounts(r), sums: newPieceSums(r)}
	rules := p.rules(t)
	k.supplied = rules.supplied
	lines := make([]timeline, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		line, starts := &lines[worker], c.Values[from].Times
		for i, end := range c.Values[to].Times {
			if mask[i] == 0 {
				continue
			}
			m := f.month(end)
			if m < 0 {
				continue
			}
			cell := r.units.At(c.Owner[i], end)
			k.presence.see(worker, cell, m)
			switch group, start := r.group(cell, m), starts[i]; {
			case start == 0:
			case end < start:
				k.negative.add(worker, group)
			default:
				k.items.add(worker, group)
				line.reset(start, end)
				rules.add(line, c, i)
				line.cut(k.sums.at(worker, group))
			}
		}
	})
	k.presence.merge()
	k.items.merge()
	k.negative.merge()
	k.sums.merge()
	return k
}

// partitions is the kernel of Partition.
type partitions struct {
	silence         silence
	noun            string
	supplied        [len(Causes)]bool
	presence        *presence
	items, negative *counts
	sums            *pieceSums
}

func (k *partitions) month(out []Figure, cells []fact.Cell, m int, _ *merger) []Figure {
	switch {
	case !k.presence.recorded(m):
		return append(out, k.silence.unrecorded...)
	case !k.presence.began(cells, m):
		return append(out, k.silence.notBegun...)
	}
	n := k.items.of(cells, m)
	if p := k.sums.of(cells, m); n >= partitionFrom && p.total() > 0 {
		out = k.parts(out, &p, n)
	} else {
		out = k.tooFew(out, n)
	}
	return append(out, number("items", unit.Items, float64(n), n), k.negative.figure("negative", cells, m))
}

func (k *partitions) tooFew(out []Figure, n int) []Figure {
	reason := fmt.Sprintf("%s this month; parts of their time need %d", unit.Plural(n, k.noun), partitionFrom)
	for _, stat := range [...]string{"explained", "exclusive", "inclusive", "shared", "active", "unexplained"} {
		f := absent(stat, unit.Proportion, TooFew, reason)
		f.N = n
		out = append(out, f)
	}
	return out
}

// parts are all in proportion to the elapsed time: exclusive ones, shared, active and
// unexplained make up the whole. A cause of which no file has evidence is unknown, not zero.
func (k *partitions) parts(out []Figure, p *pieces, n int) []Figure {
	total := float64(p.total())
	part := func(stat string, seconds int64) Figure {
		return number(stat, unit.Proportion, float64(seconds)/total, n)
	}
	byCause := func(stat string, seconds func(cause int) int64) {
		for cause, name := range Causes {
			f := part(stat, seconds(cause))
			if !k.supplied[cause] {
				f = absent(stat, unit.Proportion, NoData, fmt.Sprintf("no evidence of %s was supplied, so waiting for it is unknown, not zero", strings.ReplaceAll(name, "_", " ")))
			}
			f.Category = name
			out = append(out, f)
		}
	}
	out = append(out, part("explained", p.total()-p[0]))
	byCause("exclusive", p.exclusive)
	byCause("inclusive", p.inclusive)
	return append(out, part("shared", p.shared()), part("active", p[active]), part("unexplained", p[0]))
}

// judge looks at the part that evidence explains: what makes it unusual is mostly what the
// exports have.
func (k *partitions) judge(months [][]Figure, complete int) ([]State, Limits) {
	return judgeXmR(months, complete, stat.XmR)
}
