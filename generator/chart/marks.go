package chart

import (
	"cmp"
	"slices"
	"strings"

	"leadline/generator/period"
)

// marks are the notes of a figure by month.
type marks struct{ list []mark }

// mark is what is known of one month: one line and one letter on the drawing.
type mark struct {
	at      period.Month
	letter  string
	number  int
	isBreak bool
	texts   []string
}

// markHeight is the room of the letters above the plot.
const markHeight = 20

// remarkRoom is how much of a note the table prints, in letters: it stands in the table of
// every chart, and in full in the page's list.
const remarkRoom = 80

func newMarks(f *Figure) marks {
	if f.Kind == Dots || len(f.Notes) == 0 {
		return marks{}
	}
	notes := slices.Clone(f.Notes)
	slices.SortStableFunc(notes, func(a, b Note) int { return cmp.Compare(a.At, b.At) })
	var m marks
	for _, n := range notes {
		if n.At < f.Months[0] || n.At > f.Months[len(f.Months)-1] {
			continue
		}
		if last := len(m.list) - 1; last < 0 || m.list[last].at != n.At {
			m.list = append(m.list, mark{at: n.At, letter: Letter(n.Number), number: n.Number})
		}
		last := &m.list[len(m.list)-1]
		last.isBreak = last.isBreak || n.Break
		last.texts = append(last.texts, n.words())
	}
	return m
}

// words are the note as the table says it.
func (n *Note) words() string {
	text := strings.TrimRight(clean(n.Text), ". ") // another may follow
	if letters := []rune(text); len(letters) > remarkRoom {
		text = shorten(text, len(string(letters[:remarkRoom-1])))
	}
	if n.Break {
		text = strings.TrimRight(breakName+": "+text, ": ")
	}
	return text
}

// of is the mark of a month, nil where it has none.
func (m marks) of(at period.Month) *mark {
	for i := range m.list {
		if m.list[i].at == at {
			return &m.list[i]
		}
	}
	return nil
}

// breaks tells whether a break lies before month at.
func (m marks) breaks(at period.Month) bool {
	mark := m.of(at)
	return mark != nil && mark.isBreak
}

// flags draws each mark's line and letter over the plot: at its month, or between months
// where the series breaks.
func (c *canvas) flags() {
	for i := range c.marks.list {
		m := &c.marks.list[i]
		x, class, dash := c.x(c.index(m.at)), "note", "1 3"
		at := x
		if m.isBreak {
			x, class, dash = c.edge(c.index(m.at)), "break", breakDash
			at = x + min(c.band/2, 8) // a letter on the line would meet that of the month before
		}
		c.raw(`<path class="`, class, `" fill="none" stroke="`, muted, `" stroke-dasharray="`, dash, `" d="`)
		c.move(x, c.s.top-8)
		c.one('V', c.s.bottom)
		c.raw(`"/>`)
		c.text(label{x: at, y: c.s.top - 12, anchor: "middle", class: "flag", s: m.letter})
	}
}

const (
	breakDash = "8 3"
	breakName = "break in series"
)

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
