package chart

import (
	"iter"
	"slices"
)

// below draws the lines that belong to no series, which lie below the marks: grid, axis, limits,
// signs of the key, and why a month has no value. A chart without a value has no grid: there is
// nothing that an axis could be chosen by.
func (c *canvas) below() {
	c.rules()
	if !c.empty {
		c.grid(c.left, c.right)
	}
	c.rule("axis", "", c.axis)
	if c.f.Kind == Line || c.f.Kind == Share {
		c.limits()
	}
	c.signs()
	c.strips.draw(c)
	c.raw(`</g>`)
}

// words writes all text but the names of levels, in groups of what looks alike. Text is
// horizontal (ONS chart guidance).
func (c *canvas) words() {
	c.key.write(c)
	if !c.empty {
		c.tickLabels(c.left)
	}
	c.axisLabel()
	switch {
	case c.f.Kind == Dots:
		c.columnNames()
	default:
		c.monthNames()
		c.letters()
	}
	if c.empty {
		c.nothing()
	}
}

// grid draws a line for each tick.
func (c *canvas) grid(left, right float64) {
	var buf [40]float64
	c.rule("grid", ` stroke="`+faint+`"`, func() {
		for _, v := range c.s.ticks(buf[:0]) {
			c.segment(left, c.s.y(v), right, c.s.y(v))
		}
	})
}

// axis draws the zero line, and a stroke for each month that has its name.
func (c *canvas) axis() {
	zero := c.s.bottom
	if c.s.low < 0 {
		zero = c.s.y(0)
	}
	c.segment(c.left, zero, c.right, zero)
	if c.f.Kind != Dots {
		c.monthTicks()
	}
}

func (c *canvas) monthTicks() {
	for i := range c.named() {
		c.move(c.x(i), c.s.bottom)
		c.uprightBy(4)
	}
}

// tickLabels writes the number of each tick left of the plot.
func (c *canvas) tickLabels(left float64) {
	var buf [40]float64
	c.raw(`<g class="tick" fill="`, muted, `" text-anchor="end">`)
	for _, v := range c.s.ticks(buf[:0]) {
		c.place(left-6, c.s.y(v)+5)
		c.b = append(c.s.label(c.b, v), "</text>"...)
	}
	c.raw(`</g>`)
}

// place opens a text of a group at x, y.
func (c *canvas) place(x, y float64) {
	c.raw("<text")
	c.attr("x", x)
	c.attr("y", y)
	c.raw(">")
}

// axisLabel says what y counts, its unit, and when the axis does not begin at zero.
func (c *canvas) axisLabel() {
	words := c.f.Axis
	if c.empty {
		c.s.name = "" // seconds or days is chosen by the values
	}
	if c.s.name != "" && words != "" {
		words += ", "
	}
	words += c.s.name
	if c.s.log {
		words += " (log scale, does not begin at zero)"
	}
	if words == "" {
		return
	}
	c.text(label{x: 4, y: float64(c.key.rows*rowHeight) + 17, class: "axis-label", s: words, room: frameWidth - 8})
}

// named are the months that have their name: as many as have room at the wide font, counted
// back from the last month, which always has it.
func (c *canvas) named() iter.Seq[int] {
	step, last := c.labelStep(), len(c.f.Months)-1
	return func(yield func(int) bool) {
		for i := last % step; i <= last && yield(i); i += step {
		}
	}
}

func (c *canvas) monthNames() {
	y := c.stripTop + float64(c.strips.rows*stripRow) + 16
	c.raw(`<g class="tick" fill="`, muted, `" text-anchor="middle">`)
	for i := range c.named() {
		if c.x(i) < 30 {
			continue
		}
		c.place(c.x(i), y)
		c.raw(c.f.Months[i].Short(), "</text>")
	}
	c.raw(`</g>`)
}

func (c *canvas) labelStep() int {
	const room = 68 // "May 26" at the wide font, and a space
	for _, step := range [...]int{1, 2, 3, 6, 12, 24, 60} {
		if float64(step)*c.band >= room {
			return step
		}
	}
	return 120
}

// strips are the rows of marks below the plot that say why a month has no value: one row
// if all series agree, else one for each series that lacks some.
type strips struct {
	rows int
	each bool
}

func newStrips(f *Figure, empty bool) strips {
	if f.Kind == Dots || empty {
		return strips{}
	}
	lacking, agree := 0, true
	for si := range f.Series {
		lacks := false
		for i := range f.Series[si].Points {
			s := f.Series[si].Points[i].State
			lacks = lacks || !s.Shown()
			first := f.Series[0].Points[i].State
			agree = agree && (s == first || s.Shown() && first.Shown())
		}
		if lacks {
			lacking++
		}
	}
	switch {
	case lacking == 0:
		return strips{}
	case agree:
		return strips{rows: 1}
	}
	return strips{rows: lacking, each: true}
}

// draw adds the marks of a strip for all series, and the key's, to rules. Strips of their own
// stand in the groups of their series; see drawOf.
func (st strips) draw(c *canvas) {
	c.rule("absent plain", ` stroke-width="1.5"`, func() {
		for _, it := range c.key.items {
			if it.sign == absentSign {
				x, y := it.at()
				c.absence(State(it.index), x, y)
			}
		}
		if st.rows > 0 && !st.each {
			st.marks(c, slices.IndexFunc(c.f.Series, func(s Series) bool { return lacks(&s) }), 0)
		}
	})
}

// drawOf draws the strip of one series.
func (st strips) drawOf(c *canvas, si int) {
	if !st.each || !lacks(&c.f.Series[si]) {
		return
	}
	row := 0
	for before := range si {
		if lacks(&c.f.Series[before]) {
			row++
		}
	}
	c.rule("absent", ` fill="none" stroke="currentColor" stroke-width="1.5"`, func() { st.marks(c, si, row) })
}

func (st strips) marks(c *canvas, si, row int) {
	y := c.stripTop + stripRow*(float64(row)+0.5)
	for i := range c.f.Series[si].Points {
		if s := c.f.Series[si].Points[i].State; !s.Shown() {
			c.absence(s, c.x(i), y)
		}
	}
}

func lacks(s *Series) bool {
	for i := range s.Points {
		if !s.Points[i].State.Shown() {
			return true
		}
	}
	return false
}
