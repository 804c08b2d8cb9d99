package chart

// raw appends text of our own, which needs no escaping.
func (c *canvas) raw(parts ...string) {
	for _, p := range parts {
		c.b = append(c.b, p...)
	}
}

// escaped appends cleaned text from outside.
func (c *canvas) escaped(s string) { c.b = appendEscaped(c.b, s) }

// num appends a coordinate with one decimal, which is a fifth of a screen pixel or less.
func (c *canvas) num(v float64) { c.b = appendNumber(c.b, tenths(v), false) }

// attr appends name="v" with a leading space.
func (c *canvas) attr(name string, v float64) {
	c.raw(" ", name, `="`)
	c.num(v)
	c.raw(`"`)
}

// line draws one straight line of a class; stroke is its colour without a stylesheet.
func (c *canvas) line(class, stroke string, x1, y1, x2, y2 float64) {
	c.raw(`<path class="`, class, `" stroke="`, stroke, `" fill="none" d="`)
	c.segment(x1, y1, x2, y2)
	c.raw(`"/>`)
}

// label is one piece of text; room 0 means that it always fits.
type label struct {
	x, y          float64
	anchor, class string // "" where the label's group says it
	s             string
	room          float64
	over          bool // stands over marks: a rim of paper keeps it legible
}

// text writes a label, shortened to its room with the whole text as its title.
func (c *canvas) text(l label) {
	s := clean(l.s)
	short, cut := s, false
	if l.room > 0 {
		short, cut = fit(s, l.room)
	}
	c.raw(`<text`)
	if l.class != "" {
		c.raw(` class="`, l.class, `"`)
	}
	c.attr("x", l.x)
	c.attr("y", l.y)
	if l.anchor != "" {
		c.raw(` text-anchor="`, l.anchor, `"`)
	}
	if l.over {
		c.raw(` stroke="`, paper, `" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`)
	}
	c.raw(">")
	if cut {
		c.raw("<title>")
		c.escaped(s)
		c.raw("</title>")
	}
	c.escaped(short)
	c.raw("</text>")
}

// The colours of the series without a stylesheet: the four of the Government Analysis
// Function's palette, and two greys for states without a value.
var (
	classes = [maxStacked]string{"s1", "s2", "s3", "s4", "s5", "s6"}
	colours = [maxStacked]string{"#12436D", "#28A197", "#801650", "#F46A25", "#6B7075", "#B1B6BA"}
	dashes  = [maxSeries]string{"", "7 3", "2 3", "9 3 2 3"}
)

// group opens the group of series i; everything in it is drawn in currentColor.
func (c *canvas) group(i int) { c.raw(`<g class="`, classes[i], `" color="`, colours[i], `">`) }

// lineGroup is a group of lines alone: what a line has without saying so is said once.
func (c *canvas) lineGroup(i int) {
	c.raw(`<g class="`, classes[i], `" color="`, colours[i], `" fill="none" stroke="currentColor" stroke-width="2">`)
}

// rules opens the group of lines in the muted colour that belong to no series.
func (c *canvas) rules() { c.raw(`<g fill="none" stroke="`, muted, `">`) }

// rule draws lines of a class within rules, with further attributes; one without a line is none.
func (c *canvas) rule(class, more string, draw func()) {
	from := len(c.b)
	c.raw(`<path class="`, class, `"`, more, ` d="`)
	empty := len(c.b)
	if draw(); len(c.b) == empty {
		c.b = c.b[:from]
		return
	}
	c.raw(`"/>`)
}

// segment is one straight line of a path.
func (c *canvas) segment(x1, y1, x2, y2 float64) {
	c.move(x1, y1)
	c.lineTo(x2, y2)
}

const (
	muted = "#5B6166" // text and marks of the second order, 6:1 on white
	faint = "#D5D9DC" // grid
	paper = "#FFF"
)

// markStyle is what a path of markers has, in a group of lines. Circles and squares are the
// caps of strokes that have no length, a third of the bytes of an outline, and marks are most
// of what a drawing weighs.
func (c *canvas) markStyle(i int) string {
	r := c.radius()
	switch i {
	case 0:
		return ` stroke-linecap="round" stroke-width="` + string(appendNumber(nil, tenths(2*r), false)) + `"`
	case 1:
		return ` stroke-linecap="square" stroke-width="` + string(appendNumber(nil, tenths(1.8*r), false)) + `"`
	default:
		return ` fill="currentColor" stroke="none"`
	}
}

func (c *canvas) mark(i int, x, y, r float64) {
	if i > 1 {
		c.marker(i, x, y, r)
		return
	}
	c.move(x, y)
	c.dot()
}

// marker appends the closed outline of series i's marker around a point. Shapes differ,
// so that series can be told apart without colour.
func (c *canvas) marker(i int, x, y, r float64) {
	switch i {
	case 1: // square
		c.move(x-r*0.9, y-r*0.9)
		c.acrossBy(1.8 * r)
		c.uprightBy(1.8 * r)
		c.acrossBy(-1.8 * r)
	case 2: // triangle
		c.move(x, y-1.2*r)
		c.lineBy(1.15*r, 2*r)
		c.acrossBy(-2.3 * r)
	case 3: // diamond
		c.move(x, y-1.3*r)
		c.lineBy(1.3*r, 1.3*r)
		c.lineBy(-1.3*r, 1.3*r)
		c.lineBy(-1.3*r, -1.3*r)
	default:
		c.circle(x, y, r)
	}
	c.shut()
}

func (c *canvas) circle(x, y, r float64) {
	c.move(x-r, y)
	for _, d := range [...]float64{2 * r, -2 * r} {
		c.raw("a")
		c.num(r)
		c.raw(" ")
		c.num(r)
		c.raw(" 0 1 0 ")
		c.num(d)
		c.raw(" 0")
	}
	c.pen.implied = 'a'
}

// absence appends the mark of a value that is not there; one shape for each reason.
func (c *canvas) absence(s State, x, y float64) {
	switch s {
	case TooFew: // hollow triangle
		c.move(x-4, y-3)
		c.acrossBy(8)
		c.lineBy(-4, 7)
		c.shut()
	case Withheld: // cross
		c.move(x-3.5, y-3.5)
		c.lineBy(7, 7)
		c.moveBy(0, -7)
		c.lineBy(-7, 7)
	case NotApplicable: // slash
		c.move(x-3, y+4)
		c.lineBy(6, -8)
	default: // dash
		c.move(x-4, y)
		c.acrossBy(8)
	}
}
