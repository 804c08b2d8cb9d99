package metric

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Breakdown is how many there are and how they divide: for each column of By one share for
// every category, which together are the whole. With Headline, the first figure is the share
// of those that meet it among those for which its columns are recorded; without, it is the
// count.
type Breakdown struct {
	Common
	At       string         `toml:"at"`
	By       []string       `toml:"by"`
	Headline map[string]any `toml:"headline"`
	Settles  int            `toml:"settles"` // months after which the headline of a month is known
}

// Stats are the headline, then a figure by category for each column.
func (b *Breakdown) Stats() []string { return append([]string{b.first()}, b.By...) }

func (b *Breakdown) first() string {
	if len(b.Headline) > 0 {
		return "share"
	}
	return "count"
}

func (b *Breakdown) unit(stat string) unit.Unit {
	if stat == "count" {
		return unit.Items
	}
	return unit.Share
}

// Formula is the measure in one sentence.
func (b *Breakdown) Formula() string {
	which := fmt.Sprintf("%ss%s with %s in the month", b.noun(), b.conditionText(), b.At)
	parts := fmt.Sprintf("beside it, how all of them divide by %s, with those for which it is not recorded as a part of their own", strings.Join(b.By, ", "))
	if len(b.Headline) == 0 {
		return fmt.Sprintf("The number of %s; %s.", which, parts)
	}
	whole, part := Common{Present: b.headlineColumns()}, Common{Where: b.Headline}
	return fmt.Sprintf("Of the %s: the share%s among those%s; %s.", which, part.conditionText(), whole.conditionText(), parts)
}

func (b *Breakdown) headlineColumns() []string { return slices.Sorted(maps.Keys(b.Headline)) }

func (b *Breakdown) check(m *measureChecker) {
	if !m.common(&b.Common) {
		return
	}
	m.instant("at", b.At)
	m.conditions("headline", b.Headline)
	m.settles(b.Settles)
	if b.Settles > 0 && len(b.Headline) == 0 {
		m.add(m.table.Position("settles"), "settles is given without headline", "a headline whose parts are known later", "")
	}
	if len(b.By) == 0 {
		m.add(m.table.Position("by"), "by is missing", "the columns to divide by, such as [\"cause\"]", "")
	}
	for i, name := range b.By {
		c, ok := m.column("by", name)
		if ok && c.Kind != event.Category && c.Kind != event.Enum && c.Kind != event.Flag {
			m.add(m.table.Position("by", i), fmt.Sprintf("%s of %s has no categories", name, m.entity.Name), "a column of text with few values, of named values, or of true and false", "")
		}
		if slices.Contains(b.By[:i], name) {
			m.add(m.table.Position("by", i), name+" is named twice", "each column once", "")
		}
	}
}

func (b *Breakdown) columns() []string {
	return slices.Concat(b.used(), b.By, b.headlineColumns(), []string{b.At})
}

// optional: a column to divide by that no file has is "not recorded" for every row; the
// count is known without it.
func (b *Breakdown) optional() []string {
	return slices.DeleteFunc(slices.Clone(b.By), func(name string) bool { _, headline := b.Headline[name]; return headline })
}

func (b *Breakdown) instantOf(t *fact.Table) int { return t.Index(b.At) }

func (b *Breakdown) measure(t *fact.Table, u *fact.Units, f Frame, r rows) kernel {
	at := t.Index(b.At)
	k := &breakdowns{silence: silenceOf(b), frame: f, presence: newPresence(r), whole: newCounts(r), share: len(b.Headline) > 0,
		none: absentAll(b, TooFew, fmt.Sprintf("no %s that counts here this month, so there is nothing to divide", b.noun()))}
	k.known, k.part = newCounts(r), newCounts(r)
	for _, name := range b.By {
		k.by = append(k.by, newDivision(t, r, name, at))
	}
	known, part := b.headlineFilters(t)
	space := make([][2][]uint8, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		s := &space[worker]
		s[0], s[1] = known.mask(c, s[0]), part.mask(c, s[1])
		for i, t := range c.Values[at].Times {
			m := f.month(t)
			if m < 0 {
				continue
			}
			cell := u.At(c.Owner[i], t)
			k.presence.see(worker, cell, m) // also of rows that do not count: their month is recorded
			if mask[i] != 0 {
				k.add(worker, c, i, r.group(cell, m), s[0][i] != 0, s[0][i]&s[1][i] != 0)
			}
		}
	})
	k.merge()
	return k
}

// headlineFilters select the rows for which the headline's columns are recorded, and those
// that meet it.
func (b *Breakdown) headlineFilters(t *fact.Table) (known, part filter) {
	for _, name := range b.headlineColumns() {
		if t.Index(name) >= 0 {
			known = append(known, filled(t, name, true))
		}
		part = append(part, equals(t, b.Of, name, b.Headline[name]))
	}
	return known, part
}

// breakdowns is the kernel of Breakdown.
type breakdowns struct {
	silence            silence
	none               []Figure
	frame              Frame
	presence           *presence
	whole, known, part *counts
	by                 []*division
	share              bool // the headline is part in known, not the count
}

func (k *breakdowns) add(worker int, c *fact.Chunk, i, group int, known, part bool) {
	k.whole.add(worker, group)
	if known {
		k.known.add(worker, group)
	}
	if part {
		k.part.add(worker, group)
	}
	for _, d := range k.by {
		d.add(worker, c, i, group)
	}
}

func (k *breakdowns) merge() {
	k.presence.merge()
	for _, c := range []*counts{k.whole, k.known, k.part} {
		c.merge()
	}
	for _, d := range k.by {
		d.merge()
	}
}

func (k *breakdowns) month(out []Figure, cells []fact.Cell, m int, _ *merger) []Figure {
	n := k.whole.of(cells, m)
	switch {
	case !k.presence.recorded(m):
		return append(out, k.silence.unrecorded...)
	case !k.presence.began(cells, m):
		return append(out, k.silence.notBegun...)
	case n == 0 && k.share:
		return append(out, k.none...)
	case n == 0:
		return append(out, k.count(0)) // nothing has no parts
	case k.share:
		out = append(out, shareFigure("share", "", k.part.of(cells, m), k.known.of(cells, m)))
	default:
		out = append(out, k.count(n))
	}
	for _, d := range k.by {
		out = d.month(out, cells, m, n)
	}
	return out
}

// count has the exact Poisson interval of a mean from one count: a month's number is one
// draw of a process, and readers compare it with other months.
func (k *breakdowns) count(n int) Figure {
	low, high := stat.Poisson(n)
	return Figure{Stat: "count", Unit: unit.Items, Value: float64(n), Low: low, High: high, N: n}
}

// shareFigure is part of n, or too few where n is none.
func shareFigure(name, category string, part, n int) Figure {
	if n == 0 {
		return absent(name, unit.Share, TooFew, "none of this month's has it recorded, so there is nothing to take a share of")
	}
	low, high := stat.Wilson(part, n)
	return Figure{Stat: name, Category: category, Unit: unit.Share, Value: float64(part) / float64(n), Low: low, High: high, N: n, Part: part}
}

// judge uses a p chart for a share and a c chart for a count, its limits by the month's length.
func (k *breakdowns) judge(months [][]Figure, settled int) ([]State, Limits) {
	if k.share {
		return judgeShares(months, settled)
	}
	var events, weeks float64
	for m := range settled {
		if f := months[m][0]; f.Absence == Present {
			events, weeks = events+f.Value, weeks+k.frame.Calendar.Weeks(m)
		}
	}
	return judgeVarying(months, settled, events/weeks, func(pooled float64, m int) (float64, float64) {
		length := k.frame.Calendar.Weeks(m)
		lower, upper := stat.U(pooled, length)
		return lower * length, upper * length
	}), Limits{}
}
