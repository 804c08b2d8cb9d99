package chart

// axes draws the grid, the tick numbers, the axis label above the plot and the names
// below it. Text is horizontal (ONS chart guidance).
func (c *canvas) axes() {
	if !c.empty {
		c.grid(c.left, c.right)
	}
	c.axisLabel()
	zero := c.s.bottom
	if c.s.low < 0 {
		zero = c.s.y(0)
	}
	c.line("axis", muted, c.left, zero, c.right, zero)
	if c.f.Kind == Dots {
		c.columnNames()
		return
	}
	c.monthNames()
	c.strips.draw(c)
}

// grid draws a line and a number for each tick. A chart without a value has neither:
// there is nothing that an axis could be chosen by.
func (c *canvas) grid(left, right float64) {
	var buf [40]float64
	ticks := c.s.ticks(buf[:0])
	c.raw(`<path class="grid" stroke="`, faint, `" fill="none" d="`)
	for _, v := range ticks {
		c.move(left, c.s.y(v))
		c.one('H', right)
	}
	c.raw(`"/><g class="tick" fill="`, muted, `" text-anchor="end">`)
	for _, v := range ticks {
		c.raw("<text")
		c.attr("x", left-6)
		c.attr("y", c.s.y(v)+5)
		c.raw(">")
		c.b = append(c.s.label(c.b, v), "</text>"...)
	}
	c.raw(`</g>`)
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

// monthNames writes as many names as have room at the wide font, counted back from the
// last month, which always has its name.
func (c *canvas) monthNames() {
	step := c.labelStep()
	y := c.stripTop + float64(c.strips.rows*stripRow) + 16
	last := len(c.f.Months) - 1
	c.raw(`<path class="grid" stroke="`, muted, `" fill="none" d="`)
	for i := last % step; i <= last; i += step {
		c.move(c.x(i), c.s.bottom)
		c.one('v', 4)
	}
	c.raw(`"/><g class="tick" fill="`, muted, `" text-anchor="middle">`)
	for i := last % step; i <= last; i += step {
		if c.x(i) < 30 {
			continue
		}
		c.raw("<text")
		c.attr("x", c.x(i))
		c.attr("y", y)
		c.raw(">", c.f.Months[i].Short(), "</text>")
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

func (st strips) draw(c *canvas) {
	if st.rows == 0 {
		return
	}
	y := c.stripTop + stripRow/2
	for si := range c.f.Series {
		if !lacks(&c.f.Series[si]) {
			continue
		}
		c.group(si)
		class, stroke := "absent plain", muted
		if st.each {
			class, stroke = "absent", "currentColor"
		}
		c.raw(`<path class="`, class, `" stroke="`, stroke, `" fill="none" stroke-width="1.5" d="`)
		for i := range c.f.Series[si].Points {
			if s := c.f.Series[si].Points[i].State; !s.Shown() {
				c.absence(s, c.x(i), y)
			}
		}
		c.raw(`"/></g>`)
		if !st.each {
			return
		}
		y += stripRow
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
