package metric

import (
	"fmt"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// Return is which share of some closings came back within so many days. It is told of
// closings that were followed for all of these days, in the month in which they end: what
// was closed yesterday has had no time to come back, nor has what went with its service.
type Return struct {
	Of   []string `toml:"of"`   // classes of closings
	At   string   `toml:"at"`   // instant at which it was open again
	Days int      `toml:"days"` // from the closing
}

// returned is its stat.
const returned = "came_back"

func (x *Return) stats() []string {
	if x == nil {
		return nil
	}
	return []string{returned}
}

func (x *Return) columns() []string {
	if x == nil {
		return nil
	}
	return []string{x.At}
}

func (x *Return) formula(noun, closed string) string {
	if x == nil {
		return ""
	}
	return fmt.Sprintf(" Beside it: of the %ss closed as %s of which the %d days after %s ended in the month, the share opened again within them (%s).",
		noun, strings.Join(x.Of, " or "), x.Days, closed, x.At)
}

func (b *Bridge) checkReturn(m *measureChecker) {
	x := b.Return
	if x == nil {
		return
	}
	m.instant("return", x.At)
	m.classes("return", b.ClosedAs, x.Of)
	if len(x.Of) == 0 {
		m.add(m.table.Position("return", "of"), "of is missing", "the classes of "+b.ClosedAs+" that can come back", "")
	}
	if x.Days < 1 || x.Days > 3660 {
		m.add(m.table.Position("return", "days"), fmt.Sprintf("days is %d", x.Days), "1 to 3660", "")
	}
}

// returns is the kernel of Return; nil says nothing.
type returns struct {
	none        Figure
	whole, part *counts
}

func newReturns(b *Bridge, t *fact.Table, r rows) *returns {
	x := b.Return
	if x == nil {
		return nil
	}
	k := &returns{whole: newCounts(r), part: newCounts(r), none: absent(returned, unit.Share, TooFew,
		fmt.Sprintf("no %s that was fixed was followed for %d days up to this month, so there is nothing to take a share of", b.noun(), x.Days))}
	to, again, days := t.Index(b.To), t.Index(x.At), uint32(x.Days)*day
	fixed := filter{equals(t, b.Of, b.ClosedAs, anyOf(x.Of))}
	masks := make([][]uint8, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		masks[worker] = fixed.mask(c, masks[worker])
		for i, closed := range c.Values[to].Times {
			if mask[i]&masks[worker][i] == 0 || closed == 0 {
				continue
			}
			m, gone := r.frame.month(closed+days), r.units.Retirement(c.Owner[i])
			if m < 0 || gone != 0 && closed+days >= gone {
				continue
			}
			group := r.group(r.units.At(c.Owner[i], closed+days), m)
			k.whole.add(worker, group)
			if at := c.Values[again].Times[i]; at != 0 && at-closed <= days {
				k.part.add(worker, group)
			}
		}
	})
	k.whole.merge()
	k.part.merge()
	return k
}

// anyOf is a condition's value as a definition would have it.
func anyOf(classes []string) (list []any) {
	for _, c := range classes {
		list = append(list, c)
	}
	return list
}

func (k *returns) month(out []Figure, cells []fact.Cell, m int) []Figure {
	if k == nil {
		return out
	}
	if n := k.whole.of(cells, m); n > 0 {
		return append(out, shareFigure(returned, "", k.part.of(cells, m), n))
	}
	return append(out, k.none)
}
