package chart

import (
	"cmp"
	"slices"
	"strconv"

	"leadline/generator/period"
)

// marks are breaks and notes in one list, by month, numbered by place: what happened in
// the same month at the same place shares a number.
type marks struct{ list []mark }

type mark struct {
	Note
	isBreak bool
	number  int
}

const maxListed = 6

func newMarks(f *Figure) marks {
	if f.Kind == Dots || len(f.Breaks)+len(f.Notes) == 0 {
		return marks{}
	}
	var m marks
	first, last := f.Months[0], f.Months[len(f.Months)-1]
	add := func(notes []Note, isBreak bool) {
		for _, n := range notes {
			if n.At >= first && n.At <= last {
				m.list = append(m.list, mark{Note: n, isBreak: isBreak})
			}
		}
	}
	add(f.Breaks, true)
	add(f.Notes, false)
	slices.SortStableFunc(m.list, func(a, b mark) int { return cmp.Compare(a.At, b.At) })
	for i := range m.list {
		m.list[i].number = 1
		if i > 0 {
			m.list[i].number = m.list[i-1].number + 1
			if m.list[i].At == m.list[i-1].At && m.list[i].isBreak == m.list[i-1].isBreak {
				m.list[i].number--
			}
		}
	}
	return m
}

// breaks tells whether a break lies before month at.
func (m marks) breaks(at period.Month) bool {
	for i := range m.list {
		if m.list[i].isBreak && m.list[i].At == at {
			return true
		}
	}
	return false
}

// rows is how many lines the list below the plot takes.
func (m marks) rows() int { return min(len(m.list), maxListed+1) }

func (m *mark) words() string {
	words := m.At.Short() + ": "
	if m.isBreak {
		words = "from " + m.At.Short() + ", break in series: "
	}
	return words + clean(m.Text)
}

// flags draws each mark's line and number over the plot and its words below it.
func (c *canvas) flags() {
	for i := range c.marks.list {
		m := &c.marks.list[i]
		if i > 0 && m.number == c.marks.list[i-1].number {
			continue
		}
		x, class, dash := c.x(c.index(m.At)), "note", "1 3"
		if m.isBreak {
			x, class, dash = c.edge(c.index(m.At)), "break", "8 3"
		}
		c.raw(`<path class="`, class, `" fill="none" stroke="`, muted, `" stroke-dasharray="`, dash, `" d="`)
		c.move(x, c.s.top-8)
		c.one('V', c.s.bottom)
		c.raw(`"/>`)
		c.text(label{x: x, y: c.s.top - 12, anchor: "middle", class: "flag", s: strconv.Itoa(m.number)})
	}
	for i := range c.marks.rows() {
		y := c.listTop + float64(i*rowHeight) + 17
		if i == maxListed {
			rest := "and " + strconv.Itoa(len(c.marks.list)-maxListed) + " more, in the table"
			c.text(label{x: 24, y: y, class: "note-text", s: rest})
			return
		}
		m := &c.marks.list[i]
		c.text(label{x: 4, y: y, class: "flag", s: strconv.Itoa(m.number)})
		c.text(label{x: 28, y: y, class: "note-text", s: m.words(), room: frameWidth - 32})
	}
}

// index is the place of month m among the figure's months, or -1.
func (c *canvas) index(m period.Month) int {
	if i := int(m - c.f.Months[0]); i >= 0 && i < len(c.f.Months) {
		return i
	}
	return -1
}

// reference draws the figure's levels with their names, names kept apart by moving up.
func (c *canvas) reference() {
	if len(c.f.Levels) == 0 || c.empty {
		return
	}
	order := slices.Clone(c.f.Levels)
	slices.SortStableFunc(order, func(a, b Level) int { return cmp.Compare(a.Value, b.Value) })
	ceiling := c.s.bottom + 100
	for _, l := range order {
		y := c.s.y(l.Value)
		c.limitLine("level", "10 4", c.left, y, c.right)
		ceiling = max(min(y-4, ceiling-18), c.s.top-4)
		c.text(label{x: c.right, y: ceiling, anchor: "end", class: "level-name", s: l.Name, room: (c.right - c.left) * 0.8, over: true})
	}
}
