package chart

// Words are what every chart without months has.
type Words struct {
	ID       string // as Figure.ID
	Title    string // the message, in a sentence
	Subtitle string // the data: what, unit, n, month
}

// newPanel is a canvas for a chart of rows of which each has its name beside it: no key, no
// axis of months. series is how many fills it uses.
func newPanel(w *Words, series int, height float64) *canvas {
	f := &Figure{ID: w.ID, Title: w.Title, Subtitle: w.Subtitle, Kind: Stacked, Series: make([]Series, series)}
	return &canvas{f: f, b: make([]byte, 0, 4096), height: height}
}

// openPanel writes the root element. What the data is stands beside the drawing, and every
// value in the table, so that the words for those who do not see it are few.
func (c *canvas) openPanel(kind string) {
	c.root(c.f.Title)
	c.escaped(clean(kind))
	c.raw(". ")
	c.raw("The table below has every value.</desc>")
}

// filled draws a shape in the fill of a series, hatched as the series is.
func (c *canvas) filled(si int, draw func()) {
	c.group(si)
	c.raw(`<path class="bar slab" fill="`, c.paint(si), `" stroke="`, paper, `" d="`)
	draw()
	c.raw(`"/></g>`)
}
