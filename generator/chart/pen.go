package chart

import (
	"math"
	"strconv"
)

// pen is where path data has come to, in tenths of a user unit, which is a fifth of a screen
// pixel or less. Paths are most of what a drawing weighs, so every step is written in the
// shorter of its two forms, to a place or by a way from the place before, without letters and
// spaces that can be left out (SVG 2, section 9.3.9).
type pen struct {
	x, y    int // where it is
	fromX   int // where the subpath began, to which closing leads back
	fromY   int
	implied byte // the command that numbers without a letter are read by; 0 for none
}

// move, lineTo and the others append path commands; the first one after the quote of an
// attribute begins a path.
func (c *canvas) move(x, y float64)   { c.moved(tenths(x), tenths(y)) }
func (c *canvas) lineTo(x, y float64) { c.lined(tenths(x), tenths(y)) }
func (c *canvas) moveBy(x, y float64) { c.moved(c.pen.x+tenths(x), c.pen.y+tenths(y)) }
func (c *canvas) lineBy(x, y float64) { c.lined(c.pen.x+tenths(x), c.pen.y+tenths(y)) }

// across and upright draw a line to x, or to y; acrossBy and uprightBy by so much.
func (c *canvas) across(x float64)    { c.lined(tenths(x), c.pen.y) }
func (c *canvas) upright(y float64)   { c.lined(c.pen.x, tenths(y)) }
func (c *canvas) acrossBy(x float64)  { c.lined(c.pen.x+tenths(x), c.pen.y) }
func (c *canvas) uprightBy(y float64) { c.lined(c.pen.x, c.pen.y+tenths(y)) }

// dot draws a line without length, of which only the caps are seen.
func (c *canvas) dot() {
	c.raw("h0")
	c.pen.implied = 'h'
}

// shut leads back to where the subpath began.
func (c *canvas) shut() {
	c.raw("z")
	c.pen.x, c.pen.y, c.pen.implied = c.pen.fromX, c.pen.fromY, 0
}

func (c *canvas) moved(x, y int) {
	if c.b[len(c.b)-1] == '"' {
		c.pen.x, c.pen.y = 0, 0
	}
	c.step('M', x, y)
	c.pen.fromX, c.pen.fromY = x, y
}

func (c *canvas) lined(x, y int) {
	switch {
	case y == c.pen.y:
		c.step('H', x, y)
	case x == c.pen.x:
		c.step('V', x, y)
	default:
		c.step('L', x, y)
	}
}

// step appends a command, in capitals to a place, else by a way.
func (c *canvas) step(command byte, x, y int) {
	var room [2][40]byte
	to := c.pen.form(room[0][:0], command, x, y)
	by := c.pen.form(room[1][:0], command+'a'-'A', x-c.pen.x, y-c.pen.y)
	if len(by) <= len(to) {
		to, command = by, command+'a'-'A'
	}
	c.b = append(c.b, to...)
	c.pen.x, c.pen.y, c.pen.implied = x, y, command
	if command|0x20 == 'm' {
		c.pen.implied-- // numbers after a move are lines
	}
}

// form appends a command with its numbers.
func (p *pen) form(b []byte, command byte, x, y int) []byte {
	if command != p.implied {
		b = append(b, command)
	}
	switch command | 0x20 {
	case 'h':
		return appendNumber(b, x, command == p.implied)
	case 'v':
		return appendNumber(b, y, command == p.implied)
	}
	return appendNumber(appendNumber(b, x, command == p.implied), y, true)
}

// appendNumber appends tenths, apart from a number before; a sign keeps them apart, too.
func appendNumber(b []byte, t int, apart bool) []byte {
	switch {
	case t < 0:
		b, t = append(b, '-'), -t
	case apart:
		b = append(b, ' ')
	}
	if t >= 10 || t%10 == 0 {
		b = strconv.AppendInt(b, int64(t/10), 10)
	}
	if t%10 != 0 {
		b = append(b, '.', byte('0'+t%10))
	}
	return b
}

func tenths(v float64) int { return int(math.Round(v * 10)) }

// near is a coordinate of a value to the nearest half unit. It is at most a quarter of a pixel
// off, which nobody sees, and values are what of a drawing does not compress.
func near(v float64) float64 { return math.Round(2*v) / 2 }
