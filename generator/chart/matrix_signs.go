package chart

// stateFills are the fills of the states: whatever looked at what is in production is solid,
// out of date hatched, nothing an outline, not known grey.
var stateFills = [pairStates]int{0, 3, -1, 5}

// key lays out, and draws, what each sign means; it returns where it ends.
func (f *Matrix) key(c *canvas, draw bool) float64 {
	x, row := 4.0, 0
	for state, name := range f.States {
		w := glyphWidth + min(width(clean(name), wideFont), itemRoom)
		if x > 4 && x+w > frameWidth-4 {
			x, row = 4, row+1
		}
		if draw {
			y := float64(row*rowHeight) + 2
			f.signs(c, state, []corner{{x, y}})
			c.text(label{x: x + glyphWidth, y: y + 15, class: "key", s: name, room: itemRoom})
		}
		x += w + itemGap
	}
	return float64((row+1)*rowHeight) + 8
}

// corner is the upper left end of a sign.
type corner struct{ x, y float64 }

// signs draws the state's fill and its glyph in a square at each place.
func (f *Matrix) signs(c *canvas, state int, at []corner) {
	if len(at) == 0 {
		return
	}
	f.fill(c, state, func() {
		for _, p := range at {
			c.rect(p.x, p.y, matrixCell, matrixCell)
		}
	})
	stroke, class := paper, "rim"
	if state != 0 {
		c.raw(`<path class="hollow" fill="`, paper, `" d="`) // a spot of paper below the glyph
		for _, p := range at {
			c.circle(p.x+matrixCell/2, p.y+matrixCell/2, 7)
		}
		c.raw(`"/>`)
		stroke, class = "currentColor", "sign"
	}
	c.raw(`<path class="`, class, `" fill="none" stroke="`, stroke, `" stroke-width="2" d="`)
	for _, p := range at {
		c.state(state, p.x+matrixCell/2, p.y+matrixCell/2)
	}
	c.raw(`"/>`)
}

// state appends a state's glyph around a point: a tick, a clock's hands, a cross, a dash.
func (c *canvas) state(state int, x, y float64) {
	switch state {
	case 0:
		c.move(x-5, y)
		c.lineBy(4, 4)
		c.lineBy(7, -8)
	case 1:
		c.move(x, y-5)
		c.uprightBy(5)
		c.acrossBy(4)
	case 2:
		c.move(x-4, y-4)
		c.lineBy(8, 8)
		c.moveBy(0, -8)
		c.lineBy(-8, 8)
	default:
		c.move(x-4, y)
		c.acrossBy(8)
	}
}

func (f *Matrix) fill(c *canvas, state int, draw func()) {
	if fill := stateFills[state]; fill >= 0 {
		c.filled(fill, draw)
		return
	}
	c.raw(`<path class="hollow sign" fill="`, paper, `" stroke="`, muted, `" d="`)
	draw()
	c.raw(`"/>`)
}
