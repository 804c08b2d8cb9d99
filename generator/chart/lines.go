package chart

// lines draws series as markers joined between neighbouring months that both have a
// value and no break between them. A missing month is a gap.
func (c *canvas) lines() {
	for si := range c.f.Series {
		c.lineGroup(si)
		c.rule("line", dashOf(si), func() { c.joined(si) })
		if c.f.whiskered(si) {
			c.rule("whisker", ` stroke-width="1.5"`, func() { c.whiskers(si) })
		}
		c.rule("mark", c.markStyle(si), func() {
			c.sampleOf(si, func(x, y float64) { c.mark(si, x, y, c.radius()) })
			c.markers(si, Present, c.mark)
		})
		c.rule("mark hollow", ` fill="`+paper+`"`, func() { c.markers(si, Provisional, c.marker) })
		c.strips.drawOf(c, si)
		c.raw(`</g>`)
	}
	c.rings()
}

func dashOf(si int) string {
	if dashes[si] == "" {
		return ""
	}
	return ` stroke-dasharray="` + dashes[si] + `"`
}

func (c *canvas) joined(si int) {
	c.sampleOf(si, func(x, y float64) { c.segment(x-9, y, x+9, y) })
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

func (c *canvas) markers(si int, state State, draw func(si int, x, y, r float64)) {
	for i := range c.f.Series[si].Points {
		if p := &c.f.Series[si].Points[i]; p.State == state {
			draw(si, near(c.x(i)), near(c.s.y(p.Value)), c.radius())
		}
	}
}

func (c *canvas) radius() float64 { return min(4.5, max(2, c.band*0.3)) }

// whiskers draws the intervals of a series; one that goes on beyond the axis ends in an arrow.
func (c *canvas) whiskers(si int) {
	for i := range c.f.Series[si].Points {
		p := &c.f.Series[si].Points[i]
		if !p.State.Shown() || !p.hasInterval() {
			continue
		}
		x := near(c.x(i))
		c.segment(x, near(c.s.y(p.Low)), x, near(c.s.y(p.High)))
		if p.High > c.s.high {
			c.arrow(x, c.s.y(p.High))
		}
	}
}

// arrow appends an arrow head that points upward at x, y.
func (c *canvas) arrow(x, y float64) {
	c.move(x-3, y+5)
	c.lineBy(3, -5)
	c.lineBy(3, 5)
}

// rings marks values beyond normal variation, in the text's colour: neither good nor bad.
func (c *canvas) rings() {
	c.rule("ring", ` fill="none" stroke="currentColor" stroke-width="1.5"`, func() {
		c.sample(signalSign, func(_ int, x, y float64) { c.circle(x, y, 8) })
		for si := range c.f.Series {
			for i := range c.f.Series[si].Points {
				if p := &c.f.Series[si].Points[i]; p.Signal && p.State.Shown() {
					c.circle(c.x(i), c.s.y(p.Value), min(8, c.radius()+4))
				}
			}
		}
	})
}

// limits draws centre lines and process limits, each over its own stretch of months.
func (c *canvas) limits() {
	c.rule("centre", "", func() {
		c.sample(centreSign, func(_ int, x, y float64) { c.segment(x-9, y, x+9, y) })
		c.stretches(func(l *Limits, x1, x2 float64) { c.segment(x1, c.s.y(l.Centre), x2, c.s.y(l.Centre)) })
	})
	c.rule("limit", ` stroke-width="1.5" stroke-dasharray="6 4"`, func() { c.pairs(limitSign, false) })
	c.rule("limit trial", ` stroke-width="1.5" stroke-dasharray="2 4"`, func() { c.pairs(trialSign, true) })
}

// pairs draws the lower and upper limits, those on trial or the others.
func (c *canvas) pairs(s sign, trial bool) {
	c.sample(s, func(_ int, x, y float64) { c.segment(x-9, y, x+9, y) })
	c.stretches(func(l *Limits, x1, x2 float64) {
		for _, v := range [...]float64{l.Lower, l.Upper} {
			if l.Trial == trial && finite(v) && v >= c.s.low {
				c.segment(x1, c.s.y(v), x2, c.s.y(v))
			}
		}
	})
}

// stretches are the limits with the ends of their months.
func (c *canvas) stretches(each func(l *Limits, x1, x2 float64)) {
	first, last := c.f.Months[0], c.f.Months[len(c.f.Months)-1]
	for i := range c.f.Limits {
		l := &c.f.Limits[i]
		if from, to := c.index(max(l.From, first)), c.index(min(l.To, last)); from >= 0 && to >= from {
			each(l, c.edge(from)+c.apart(from), c.edge(to+1)-c.apart(to+1))
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
