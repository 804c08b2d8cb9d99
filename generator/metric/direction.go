package metric

import (
	"cmp"
	"fmt"
	"slices"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Direction is whether Part over Whole is heading up, down or nowhere, and nothing else: the
// level itself would be compared, and the size of the slope with it, so neither leaves this
// file. Measurements are of a thing named by Each, such as a repository.
type Direction struct {
	Common
	At    string  `toml:"at"`
	Part  string  `toml:"part"`
	Whole string  `toml:"whole"`
	Each  string  `toml:"each"`
	Band  float64 `toml:"band"` // a change of Part over Whole up to this is level
}

// The window of a direction, in months: half a year, the same as the newer side of the
// sustained-change comparison, of which one month may be missing at the beginning. A
// measurement serves for its own month and two more. All three are our own constants.
const (
	directionMonths = 6
	directionLeast  = 5
	directionCarry  = 2
)

// Stats is the direction: 1 rising, 0 level, -1 falling, with the months used as N.
func (d *Direction) Stats() []string { return []string{"direction"} }

func (d *Direction) unit(string) unit.Unit { return unit.Direction }

// Formula is the measure in one sentence.
func (d *Direction) Formula() string {
	return fmt.Sprintf("Of the %ss%s, the last of each month by %s of every %s: the sum of %s divided by the sum of %s, month by month over the newest %d complete months "+
		"(at least %d) and over the same %ss in all of them. Rising or falling where the median slope between all pairs of months changes it over the window by more than %s of the whole; else level.",
		d.noun(), d.conditionText(), d.At, d.Each, d.Part, d.Whole, directionMonths, directionLeast, d.Each, unit.Share.Text(d.Band))
}

func (d *Direction) check(m *measureChecker) {
	if !m.common(&d.Common) {
		return
	}
	m.instant("at", d.At)
	for key, name := range map[string]string{"part": d.Part, "whole": d.Whole} {
		if c, ok := m.column(key, name); ok && c.Kind != event.Count {
			m.add(m.table.Position(key), fmt.Sprintf("%s of %s is not a count", name, m.entity.Name), "a column that holds whole numbers", "")
		}
	}
	if c, ok := m.column("each", d.Each); ok && c.Kind != event.Category {
		m.add(m.table.Position("each"), fmt.Sprintf("%s of %s does not name a thing", d.Each, m.entity.Name), "a column of text with few values", "")
	}
	if d.Band <= 0 || d.Band >= 1 {
		m.add(m.table.Position("band"), fmt.Sprintf("band is %g", d.Band), "a share such as 0.01, up to which a change is level", "")
	}
}

func (d *Direction) columns() []string { return append(d.used(), d.At, d.Part, d.Whole, d.Each) }

func (d *Direction) instantOf(t *fact.Table) int { return t.Index(d.At) }

// measurement is the latest of one thing in one month.
type measurement struct {
	group       int // of the cell that owned it then
	thing       uint32
	month       int32
	until       int32 // the last month that it serves for
	part, whole int32
	at          period.Seconds
}

func (d *Direction) measure(t *fact.Table, u *fact.Units, f Frame, r rows) kernel {
	at, part, whole, each := t.Index(d.At), t.Index(d.Part), t.Index(d.Whole), t.Index(d.Each)
	k := &directions{grid: r.grid, silence: silenceOf(d), each: d.Each, band: d.Band, presence: newPresence(r)}
	private := make([][]measurement, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		for i, t := range c.Values[at].Times {
			m := f.month(t)
			p, w, thing := c.Values[part].Counts[i], c.Values[whole].Counts[i], c.Values[each].Codes[i]
			if mask[i] == 0 || m < 0 || thing == 0 || p < 0 || w <= 0 || p > w {
				continue
			}
			cell := u.At(c.Owner[i], t)
			k.presence.see(worker, cell, m)
			private[worker] = append(private[worker], measurement{group: r.group(cell, m), thing: thing, month: int32(m), part: p, whole: w, at: t})
		}
	})
	k.presence.merge()
	k.keep(latest(slices.Concat(private...)))
	return k
}

// latest keeps the last measurement of each thing and month, which serves until the next
// one of the thing, whoever owns it by then: else what was handed over would speak for both.
func latest(all []measurement) []measurement {
	slices.SortFunc(all, func(a, b measurement) int {
		return cmp.Or(cmp.Compare(a.thing, b.thing), cmp.Compare(a.month, b.month), cmp.Compare(b.at, a.at),
			cmp.Compare(a.whole, b.whole), cmp.Compare(a.part, b.part), cmp.Compare(a.group, b.group))
	})
	all = slices.CompactFunc(all, func(a, b measurement) bool { return a.thing == b.thing && a.month == b.month })
	for i := range all {
		all[i].until = all[i].month + directionCarry
		if next := i + 1; next < len(all) && all[next].thing == all[i].thing {
			all[i].until = min(all[i].until, all[next].month-1)
		}
	}
	return all
}

// keep orders measurements by group, which is by month and cell.
func (k *directions) keep(all []measurement) {
	slices.SortFunc(all, func(a, b measurement) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.thing, b.thing))
	})
	k.all, k.starts = all, make([]uint32, k.groups()+1)
	for _, m := range all {
		k.starts[m.group+1]++
	}
	for g := range k.groups() {
		k.starts[g+1] += k.starts[g]
	}
}
