package chart

// swatch is the sign of a series of bars.
func (c *canvas) swatch(si int) {
	c.sampleOf(si, func(x, y float64) { c.rect(x-8, y-8, 16, 16) })
}

func (c *canvas) rect(x, y, w, h float64) {
	c.move(x, y)
	c.acrossBy(w)
	c.uprightBy(h)
	c.acrossBy(-w)
	c.shut()
}

// stacked draws the series of a month on top of one another, first series at the bottom.
func (c *canvas) stacked() {
	c.hatches()
	base := make([]float64, len(c.f.Months))
	for si := range c.f.Series {
		from := append([]float64(nil), base...)
		for i := range base {
			if p := &c.f.Series[si].Points[i]; p.State.Shown() {
				base[i] += p.Value
			}
		}
		c.group(si)
		c.rule("bar slab", ` fill="`+c.paint(si)+`" stroke="`+paper+`"`, func() {
			c.swatch(si)
			c.slabRects(si, Present, from)
		})
		c.rule("bar hollow", ` fill="`+paper+`" stroke="currentColor" stroke-width="2"`, func() { c.slabRects(si, Provisional, from) })
		c.strips.drawOf(c, si)
		c.raw(`</g>`)
	}
	c.rule("zero", ` fill="none" stroke="currentColor" stroke-width="3"`, func() { c.emptyStacks(base) })
	c.line("axis", muted, c.left, c.s.bottom, c.right, c.s.bottom) // the slabs' rims cover it
}

func (c *canvas) slabRects(si int, state State, from []float64) {
	w := min(c.band*0.76, 48)
	inset := 0.0
	if state == Provisional {
		inset = 1 // the outline is drawn inside, so that neighbours do not overlap
	}
	for i := range c.f.Series[si].Points {
		p := &c.f.Series[si].Points[i]
		if p.State != state || p.Value == 0 {
			continue
		}
		y, base := c.s.y(from[i]+p.Value), c.s.y(from[i])
		c.rect(c.x(i)-w/2+inset, y+inset, w-2*inset, max(base-y-2*inset, 0.5))
	}
}

// emptyStacks marks months whose series are all known and all zero.
func (c *canvas) emptyStacks(total []float64) {
	for i := range total {
		if total[i] > 0 || !c.f.Series[0].Points[i].State.Shown() {
			continue
		}
		w := min(c.band*0.76, 48)
		c.move(c.x(i)-w/2, c.s.bottom-1.5)
		c.acrossBy(w)
	}
}

// patterns are the hatchings over the second and later series, in the paper's colour, so
// that areas can be told apart without colour; "" is none.
var patterns = [maxStacked]string{
	"",
	"M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
	"M2 2h2v2h-2z",
	"M-1 -1L7 7M-1 5L1 7M5 -1L7 1",
	"M0 3h6",
	"",
}

func (c *canvas) hatches() {
	if len(c.f.Series) > 1 {
		c.hatchesOf(0, 1, 2, 3, 4, 5)
	}
}

// hatchesOf defines the hatchings of some series, each with the series' colour below it, so
// that a shape is drawn once.
func (c *canvas) hatchesOf(series ...int) {
	c.raw(`<defs>`)
	for _, si := range series {
		if si < max(len(c.f.Series), 1) && patterns[si] != "" {
			c.raw(`<pattern id="`, c.f.ID, `-h`, classes[si], `" class="`, classes[si], `" color="`, colours[si], `" width="6" height="6" patternUnits="userSpaceOnUse"><path fill="currentColor" d="M0 0h6v6h-6z"/><path class="hatch" fill="none" stroke="`, paper, `" stroke-width="1.2" d="`, patterns[si], `"/></pattern>`)
		}
	}
	c.raw(`</defs>`)
}

// paint is what the shapes of series si are filled with: its hatching, or its colour.
func (c *canvas) paint(si int) string {
	if patterns[si] == "" || len(c.f.Series) < 2 {
		return "currentColor"
	}
	return "url(#" + c.f.ID + "-h" + classes[si] + ")"
}
