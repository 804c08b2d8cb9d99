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

// flags draws a line for each mark over the plot: at its month, or between months where the
// series breaks.
func (c *canvas) flags() {
	c.rule("note", ` fill="none" stroke="`+muted+`" stroke-dasharray="1 3"`, func() { c.poles(false) })
	c.rule("break", ` fill="none" stroke="`+muted+`" stroke-dasharray="`+breakDash+`"`, func() {
		c.sample(breakSign, func(_ int, x, y float64) { c.segment(x, y-9, x, y+10) })
		c.poles(true)
	})
}

func (c *canvas) poles(breaks bool) {
	for _, m := range c.marks.list {
		if m.isBreak == breaks {
			x, _ := c.pole(m)
			c.segment(x, c.s.top-8, x, c.s.bottom)
		}
	}
}

// pole is where a mark's line stands, and its letter: on the line of a break it would meet that
// of the month before.
func (c *canvas) pole(m mark) (line, letter float64) {
	if !m.isBreak {
		line = c.x(c.index(m.at))
		return line, line
	}
	line = c.edge(c.index(m.at))
	return line, line + min(c.band/2, 8)
}

// letters writes the letter of each mark over its line.
func (c *canvas) letters() {
	if len(c.marks.list) == 0 {
		return
	}
	c.raw(`<g class="flag" text-anchor="middle">`)
	for _, m := range c.marks.list {
		_, x := c.pole(m)
		c.place(x, c.s.top-12)
		c.raw(m.letter, "</text>")
	}
	c.raw("</g>")
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
	c.rule("level", ` fill="none" stroke="`+muted+`" stroke-width="1.5" stroke-dasharray="10 4"`, func() {
		for _, l := range order {
			c.segment(c.left, c.s.y(l.Value), c.right, c.s.y(l.Value))
		}
	})
	for _, l := range order {
		y := c.s.y(l.Value)
		ceiling = max(min(y-4, ceiling-18), c.s.top-4)
		c.text(c.levelName(l.Name, ceiling))
	}
}

// levelName is the name of a level at height y, at the end of its line that has fewer dots
// below the text, which would hide them; at the right one where both are alike.
func (c *canvas) levelName(name string, y float64) label {
	room := (c.right - c.left) * 0.8
	w := min(width(name, wideFont), room)
	l := label{x: c.right, y: y, anchor: "end", class: "level-name", s: name, room: room, over: true}
	if c.dotsBelow(c.left, c.left+w, y) < c.dotsBelow(c.right-w, c.right, y) {
		l.x, l.anchor = c.left+4, "start"
	}
	return l
}

// dotsBelow counts the dots of columns between left and right that text at y would cover.
func (c *canvas) dotsBelow(left, right, y float64) (n int) {
	for _, d := range c.f.Dots {
		x, at := c.x(d.Column), c.s.y(d.Value)
		if x > left-dotSize && x < right+dotSize && at > y-wideFont-dotSize/2 && at < y+dotSize {
			n++
		}
	}
	return n
}
