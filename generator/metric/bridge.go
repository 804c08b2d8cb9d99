package metric

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/config"
	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Bridge leads from what was open when a month began to what is open at its end: what was
// opened and closed in it, by class, and what changed hands. Its headline is the share that
// some classes have in the closings.
type Bridge struct {
	Common
	From     string   `toml:"from"`
	To       string   `toml:"to"`
	OpenedAs string   `toml:"opened_as"`
	ClosedAs string   `toml:"closed_as"`
	Part     []string `toml:"part"`    // classes of closings that the share is of
	Without  []string `toml:"without"` // classes that are no closings for the share
	Settles  int      `toml:"settles"` // months after which the classes of a month's closings are known
	Return   *Return  `toml:"return"`
}

// Stats are the share and the terms of the bridge: open_start + opened + taken_over −
// closed − handed_over = open_end; and the share that came back. opened and closed are there
// for every class as well.
func (b *Bridge) Stats() []string {
	return append([]string{"share", "open_start", "opened", "taken_over", "closed", "handed_over", "open_end"}, b.Return.stats()...)
}

func (b *Bridge) unit(stat string) unit.Unit {
	if stat == "share" || stat == returned {
		return unit.Share
	}
	return unit.Items
}

// Formula is the measure in one sentence.
func (b *Bridge) Formula() string {
	except := ""
	if len(b.Without) > 0 {
		except = ", except as " + strings.Join(b.Without, " or ")
	}
	return fmt.Sprintf("Of the %ss%s that were closed in the month of %s%s: the share closed as %s. Beside it those open when the month began + opened + taken over − closed − handed over = those open at its end.",
		b.noun(), b.conditionText(), b.To, except, strings.Join(b.Part, " or ")) + b.Return.formula(b.noun(), b.To)
}

func (b *Bridge) check(m *measureChecker) {
	if !m.common(&b.Common) {
		return
	}
	m.instant("from", b.From)
	m.instant("to", b.To)
	m.category("opened_as", b.OpenedAs)
	m.category("closed_as", b.ClosedAs)
	b.checkReturn(m)
	m.settles(b.Settles)
	if len(b.Part) == 0 {
		m.add(m.table.Position("part"), "part is missing", "the classes of "+b.ClosedAs+" that the share is of", "")
	}
	for key, classes := range map[string][]string{"part": b.Part, "without": b.Without} {
		m.classes(key, b.ClosedAs, classes)
	}
}

// classes checks values of an enum.
func (m *measureChecker) classes(key, column string, classes []string) {
	c, _ := m.entity.Column(column)
	for _, name := range classes {
		if c.Kind == event.Enum && !slices.Contains(c.Values, name) {
			m.add(m.table.Position(key), fmt.Sprintf("%s has no value %q", column, name), "one of "+strings.Join(c.Values, ", "), meant(config.Nearest(name, c.Values)))
		}
	}
}

func meant(near string) string {
	if near == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", near)
}

func (b *Bridge) columns() []string {
	return append(append(b.used(), b.From, b.To, b.OpenedAs, b.ClosedAs), b.Return.columns()...)
}

func (b *Bridge) measure(t *fact.Table, _ *fact.Units, _ Frame, r rows) kernel {
	k := b.count(t, r)
	k.returns = newReturns(b, t, r)
	k.broken = b.breaks(t, r, k)
	return k
}

func (b *Bridge) count(t *fact.Table, r rows) *bridges {
	k := &bridges{grid: r.grid, silence: silenceOf(b), opened: newFlow(r, b.OpenedAs, b.From), closed: newFlow(r, b.ClosedAs, b.To), hands: newHands(r), presence: newPresence(r),
		none: absent("share", unit.Share, TooFew, fmt.Sprintf("no %s was closed this month, so there is nothing to take a share of", b.noun()))}
	k.part, k.whole = k.closed.members(b.Part), k.closed.others(b.Without)
	from, to := t.Index(b.From), t.Index(b.To)
	k.open, k.before = newOpen(t, r, from, to), newOpenBefore(t, r, from, to)
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		ends := c.Values[to].Times
		for i, start := range c.Values[from].Times {
			if mask[i] == 0 || start == 0 || start >= r.frame.AsOf {
				continue
			}
			k.presence.see(worker, r.units.At(c.Owner[i], start), max(0, r.frame.month(start)))
			k.opened.add(worker, c, i, start)
			k.closed.add(worker, c, i, ends[i])
			k.hands.add(worker, c.Owner[i], start, ends[i])
		}
	})
	k.opened.merge()
	k.closed.merge()
	k.presence.merge()
	k.hands.merge()
	return k
}

// bridges is the kernel of Bridge. open is a snapshot of its own at every month's end, not
// what the flows lead to.
type bridges struct {
	grid
	silence        silence
	none           Figure
	opened, closed *flow
	part, whole    []int // parts of closed that the share is of, and is taken from
	open           *counts
	before         []uint32 // open when the first month began, by cell
	hands          *hands
	presence       *presence
	returns        *returns // nil where the definition asks for none
	broken         string   // the rows for which it does not balance
}

func (k *bridges) month(out []Figure, cells []fact.Cell, m int, _ *merger) []Figure {
	t := k.terms(cells, m)
	if t == (terms{}) && !k.presence.began(cells, m) {
		return append(out, k.silence.notBegun...)
	}
	count := func(stat string, n int) { out = append(out, number(stat, unit.Items, float64(n), n)) }
	out = append(out, k.share(cells, m))
	count("open_start", t.start)
	count("opened", t.opened)
	count("taken_over", t.taken)
	count("closed", t.closed)
	count("handed_over", t.handed)
	count("open_end", t.end)
	out = k.returns.month(out, cells, m)
	out = k.opened.classes(out, "opened", cells, m)
	return k.closed.classes(out, "closed", cells, m)
}

func (k *bridges) share(cells []fact.Cell, m int) Figure {
	n, part := k.closed.of(k.whole, cells, m), k.closed.of(k.part, cells, m)
	if n == 0 {
		return k.none
	}
	low, high := stat.Wilson(part, n)
	return Figure{Stat: "share", Unit: unit.Share, Value: float64(part) / float64(n), Low: low, High: high, N: n, Part: part}
}

// judge has a p chart of what is settled: a fix waits for the scan that proves it, so that the
// newest months' share is low for no other reason than that they are new.
func (k *bridges) judge(months [][]Figure, settled int) ([]State, Limits) {
	return judgeShares(months, settled)
}

func (m *measureChecker) settles(months int) {
	if months < 0 || months > 12 {
		m.add(m.table.Position("settles"), fmt.Sprintf("settles is %d", months), "0 to 12 months", "")
	}
}

// terms are those of one month's bridge.
type terms struct{ start, opened, taken, closed, handed, end int }

func (t terms) balance() bool { return t.start+t.opened+t.taken-t.closed-t.handed == t.end }

func (t terms) String() string {
	return fmt.Sprintf("%d open at the start + %d opened + %d taken over − %d closed − %d handed over, and %d open at the end",
		t.start, t.opened, t.taken, t.closed, t.handed, t.end)
}

func (k *bridges) terms(cells []fact.Cell, m int) terms {
	t := terms{opened: k.opened.all(cells, m), closed: k.closed.all(cells, m), end: k.open.of(cells, m)}
	if m > 0 {
		t.start = k.open.of(cells, m-1)
	} else {
		for _, c := range cells {
			t.start += int(k.before[c])
		}
	}
	t.taken, t.handed = k.hands.of(cells, m)
	return t
}

// imbalance is the first cell and month whose bridge does not lead to what is open, and the
// rows to blame for it; nil for none. Hand-overs within a set cancel, so that sets balance
// where their cells do.
func (k *bridges) imbalance() error {
	c, m, t, gap := k.gap()
	if !gap {
		return nil
	}
	return fmt.Errorf("the bridge of %s in %s does not balance: %s%s", k.units.CellText(c), k.frame.Calendar.Month(m), t, k.broken)
}

// gap is the first cell and month that does not balance, if any does not.
func (k *bridges) gap() (fact.Cell, int, terms, bool) {
	last := k.frame.Calendar.Months()
	for c := range fact.Cell(k.cells) {
		for m := range last {
			if t := k.terms([]fact.Cell{c}, m); !t.balance() {
				return c, m, t, true
			}
		}
	}
	return 0, 0, terms{}, false
}
