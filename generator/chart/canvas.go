package chart

import (
	"math"
	"strconv"
)

// raw appends text of our own, which needs no escaping.
func (c *canvas) raw(parts ...string) {
	for _, p := range parts {
		c.b = append(c.b, p...)
	}
}

// escaped appends cleaned text from outside.
func (c *canvas) escaped(s string) { c.b = appendEscaped(c.b, s) }

// num appends a coordinate with one decimal, which is a fifth of a screen pixel or less.
func (c *canvas) num(v float64) { c.b = appendTenths(c.b, v) }

// near is a coordinate of a value to the nearest half unit. It is at most a quarter of a pixel
// off, which nobody sees, and values are what of a drawing does not compress.
func near(v float64) float64 { return math.Round(2*v) / 2 }

func appendTenths(b []byte, v float64) []byte {
	t := int64(math.Round(v * 10))
	if t < 0 {
		b, t = append(b, '-'), -t
	}
	b = strconv.AppendInt(b, t/10, 10)
	if t%10 != 0 {
		b = append(b, '.', byte('0'+t%10))
	}
	return b
}

// attr appends name="v" with a leading space.
func (c *canvas) attr(name string, v float64) {
	c.raw(" ", name, `="`)
	c.num(v)
	c.raw(`"`)
}

// move, lineTo and the others append path commands.
func (c *canvas) move(x, y float64)   { c.pair('M', x, y) }
func (c *canvas) lineTo(x, y float64) { c.pair('L', x, y) }

func (c *canvas) pair(command byte, x, y float64) {
	c.b = append(c.b, command)
	c.num(x)
	c.b = append(c.b, ' ')
	c.num(y)
}

func (c *canvas) one(command byte, v float64) {
	c.b = append(c.b, command)
	c.num(v)
}

// line draws one straight line of a class; stroke is its colour without a stylesheet.
func (c *canvas) line(class, stroke string, x1, y1, x2, y2 float64) {
	c.raw(`<path class="`, class, `" stroke="`, stroke, `" fill="none" d="`)
	c.move(x1, y1)
	c.lineTo(x2, y2)
	c.raw(`"/>`)
}

// label is one piece of text; room 0 means that it always fits.
type label struct {
	x, y          float64
	anchor, class string
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
	c.raw(`<text class="`, l.class, `"`)
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

const (
	muted = "#5B6166" // text and marks of the second order, 6:1 on white
	faint = "#D5D9DC" // grid
	paper = "#FFF"
)

// openMarks begins a path of filled markers, which mark appends. Circles and squares are the
// caps of strokes that have no length, a third of the bytes of an outline, and marks are most
// of what a drawing weighs.
func (c *canvas) openMarks(i int, r float64) {
	c.raw(`<path class="mark" `)
	switch i {
	case 0:
		c.raw(`stroke="currentColor" stroke-linecap="round"`)
		c.attr("stroke-width", 2*r)
	case 1:
		c.raw(`stroke="currentColor" stroke-linecap="square"`)
		c.attr("stroke-width", 1.8*r)
	default:
		c.raw(`fill="currentColor"`)
	}
	c.raw(` d="`)
}

func (c *canvas) mark(i int, x, y, r float64) {
	if i > 1 {
		c.marker(i, x, y, r)
		return
	}
	c.move(x, y)
	c.raw("h0")
}

// marker appends the closed outline of series i's marker around a point. Shapes differ,
// so that series can be told apart without colour.
func (c *canvas) marker(i int, x, y, r float64) {
	switch i {
	case 1: // square
		c.move(x-r*0.9, y-r*0.9)
		c.one('h', 1.8*r)
		c.one('v', 1.8*r)
		c.one('h', -1.8*r)
	case 2: // triangle
		c.move(x, y-1.2*r)
		c.pair('l', 1.15*r, 2*r)
		c.one('h', -2.3*r)
	case 3: // diamond
		c.move(x, y-1.3*r)
		c.pair('l', 1.3*r, 1.3*r)
		c.pair('l', -1.3*r, 1.3*r)
		c.pair('l', -1.3*r, -1.3*r)
	default:
		c.circle(x, y, r)
	}
	c.b = append(c.b, 'z')
}

func (c *canvas) circle(x, y, r float64) {
	c.move(x-r, y)
	for _, d := range [...]float64{2 * r, -2 * r} {
		c.pair('a', r, r)
		c.raw(" 0 1 0 ")
		c.num(d)
		c.raw(" 0")
	}
}

// absence appends the mark of a value that is not there; one shape for each reason.
func (c *canvas) absence(s State, x, y float64) {
	switch s {
	case TooFew: // hollow triangle
		c.move(x-4, y-3)
		c.one('h', 8)
		c.pair('l', -4, 7)
		c.b = append(c.b, 'z')
	case Withheld: // cross
		c.move(x-3.5, y-3.5)
		c.pair('l', 7, 7)
		c.pair('m', 0, -7)
		c.pair('l', -7, 7)
	case NotApplicable: // slash
		c.move(x-3, y+4)
		c.pair('l', 6, -8)
	default: // dash
		c.move(x-4, y)
		c.one('h', 8)
	}
}
