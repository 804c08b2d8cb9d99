package chart

// lines draws series as markers joined between neighbouring months that both have a
// value and no break between them. A missing month is a gap.
func (c *canvas) lines() {
	c.limits()
	for si := range c.f.Series {
		c.group(si)
		c.strokeLine(si)
		c.joined(si)
		c.raw(`"/>`)
		if c.f.whiskered(si) {
			c.whiskers(si)
		}
		c.markers(si, Present, func() { c.openMarks(si, c.radius()) }, c.mark)
		c.markers(si, Provisional, func() {
			c.raw(`<path class="mark hollow" fill="`, paper, `" stroke="currentColor" stroke-width="2" d="`)
		}, c.marker)
		c.raw(`</g>`)
	}
	c.rings()
}

func (c *canvas) strokeLine(si int) {
	c.raw(`<path class="line" fill="none" stroke="currentColor" stroke-width="2"`)
	if dashes[si] != "" {
		c.raw(` stroke-dasharray="`, dashes[si], `"`)
	}
	c.raw(` d="`)
}

func (c *canvas) joined(si int) {
	pen := false
	points := c.f.Series[si].Points
	for i := range points {
		if !points[i].State.Shown() {
			pen = false
			continue
		}
		x, y := near(c.x(i)), near(c.s.y(points[i].Value))
		if pen && !c.marks.breaks(c.f.Months[i]) {
			c.lineTo(x, y)
		} else {
			c.move(x, y)
		}
		pen = true
	}
}

func (c *canvas) markers(si int, state State, open func(), draw func(si int, x, y, r float64)) {
	r := c.radius()
	began := false
	for i := range c.f.Series[si].Points {
		p := &c.f.Series[si].Points[i]
		if p.State != state {
			continue
		}
		if !began {
			open()
			began = true
		}
		draw(si, near(c.x(i)), near(c.s.y(p.Value)), r)
	}
	if began {
		c.raw(`"/>`)
	}
}

func (c *canvas) radius() float64 { return min(4.5, max(2, c.band*0.3)) }

// whiskers draws the intervals of a series; one that goes on beyond the axis ends in an arrow.
func (c *canvas) whiskers(si int) {
	began := false
	for i := range c.f.Series[si].Points {
		p := &c.f.Series[si].Points[i]
		if !p.State.Shown() || !p.hasInterval() {
			continue
		}
		if !began {
			c.raw(`<path class="whisker" fill="none" stroke="currentColor" stroke-width="1.5" d="`)
			began = true
		}
		x := near(c.x(i))
		c.move(x, near(c.s.y(p.Low)))
		c.one('V', near(c.s.y(p.High)))
		if p.High > c.s.high {
			c.arrow(x, c.s.y(p.High))
		}
	}
	if began {
		c.raw(`"/>`)
	}
}

// arrow appends an arrow head that points upward at x, y.
func (c *canvas) arrow(x, y float64) {
	c.move(x-3, y+5)
	c.pair('l', 3, -5)
	c.pair('l', 3, 5)
}

// rings marks values beyond normal variation, in the text's colour: neither good nor bad.
func (c *canvas) rings() {
	began := false
	for si := range c.f.Series {
		for i := range c.f.Series[si].Points {
			p := &c.f.Series[si].Points[i]
			if !p.Signal || !p.State.Shown() {
				continue
			}
			if !began {
				c.raw(`<path class="ring" fill="none" stroke="currentColor" stroke-width="1.5" d="`)
				began = true
			}
			c.circle(c.x(i), c.s.y(p.Value), min(8, c.radius()+4))
		}
	}
	if began {
		c.raw(`"/>`)
	}
}

// limits draws centre lines and process limits, each over its own stretch of months.
func (c *canvas) limits() {
	for _, l := range c.f.Limits {
		from, to := c.index(max(l.From, c.f.Months[0])), c.index(min(l.To, c.f.Months[len(c.f.Months)-1]))
		if from < 0 || to < from {
			continue
		}
		x1, x2 := c.edge(from)+c.apart(from), c.edge(to+1)-c.apart(to+1)
		c.line("centre", muted, x1, c.s.y(l.Centre), x2, c.s.y(l.Centre))
		class, dash := "limit", "6 4"
		if l.Trial {
			class, dash = "limit trial", "2 4"
		}
		for _, v := range [...]float64{l.Lower, l.Upper} {
			if finite(v) && v >= c.s.low {
				c.limitLine(class, dash, x1, c.s.y(v), x2)
			}
		}
	}
}

// apart is the gap that a break leaves on each side, so that old and new limits of the same
// height do not look like one line.
func (c *canvas) apart(i int) float64 {
	if i < len(c.f.Months) && c.marks.breaks(c.f.Months[i]) {
		return 3
	}
	return 0
}

func (c *canvas) limitLine(class, dash string, x1, y, x2 float64) {
	c.raw(`<path class="`, class, `" fill="none" stroke="`, muted, `" stroke-width="1.5" stroke-dasharray="`, dash, `" d="`)
	c.move(x1, y)
	c.one('H', x2)
	c.raw(`"/>`)
}
