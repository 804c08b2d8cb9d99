package chart

import (
	"cmp"
	"math"
)

// The frame, in user units. At 1:1 a unit is a CSS pixel; the stylesheet lets the figure
// shrink to a phone's width and grow to 44rem.
const (
	frameWidth = 560
	plotHeight = 200
	rowHeight  = 24 // one line of wideFont
	stripRow   = 14 // one row of marks for absent values
)

// SVG draws f as one <svg> element for the middle of an HTML page or a file of its own.
// The visible title is the page's: the SVG has it as <title>, with a summary of the data
// as <desc>. It uses presentation attributes and classes only, so that a policy without
// inline styles holds; without any stylesheet it is readable on white. Lines that look alike are
// one path, with those of the key, and texts that look alike one group.
// The error lists everything that makes f impossible to draw; text never does.
func SVG(f Figure) ([]byte, error) {
	if err := check(&f); err != nil {
		return nil, err
	}
	c := newCanvas(&f)
	c.open()
	if f.Kind.timed() {
		c.times()
		c.raw("</svg>")
		return c.b, nil
	}
	c.below()
	switch f.Kind {
	case Dots:
		c.dots()
	case Stacked:
		c.stacked()
	default:
		c.lines()
	}
	c.reference()
	c.flags()
	c.words()
	c.raw("</svg>")
	return c.b, nil
}

// canvas is a figure laid out and the bytes drawn so far.
type canvas struct {
	b           []byte
	f           *Figure
	s           scale
	pen         pen
	key         key
	marks       marks
	left, right float64 // x of the plot's ends
	band        float64 // width of a month or column
	height      float64
	stripTop    float64 // y of the strip of absence marks
	strips      strips
	empty       bool
	t           *timeScale // of kinds along time
}

func newCanvas(f *Figure) *canvas {
	if f.Kind.timed() {
		return newTimes(f)
	}
	c := &canvas{f: f, s: newScale(f), b: make([]byte, 0, 4096+14*len(f.Dots)+160*len(f.Months)), empty: shown(f) == 0}
	c.marks = newMarks(f)
	c.strips = newStrips(f, c.empty)
	c.key = newKey(c)
	c.layAcross()
	c.layDown()
	return c
}

// layAcross sets the plot's ends: left of it the widest tick label, right of it half of the
// last month's name.
func (c *canvas) layAcross() {
	var buf [40]float64
	var tmp [40]byte
	widest := 0.0
	for _, v := range c.s.ticks(buf[:0]) {
		widest = max(widest, width(string(c.s.label(tmp[:0], v)), wideFont))
	}
	c.left = math.Ceil(max(widest+12, 34))
	c.right = frameWidth - 14
	c.band = (c.right - c.left) / float64(c.columns())
	if short := 30 - c.band/2 - 14; c.f.Kind != Dots && short > 0 {
		c.right -= short
		c.band = (c.right - c.left) / float64(c.columns())
	}
	c.whole()
}

// whole makes months a whole number of units wide and puts them on whole numbers: these take a
// third less of the page than fractions, and the months of most charts stand at the same ones,
// which a compressor likes.
func (c *canvas) whole() {
	if c.band < 2 {
		return
	}
	c.band, c.right = math.Floor(c.band), math.Floor(c.right)
	if n := float64(c.columns()); math.Mod(c.band, 2) == 1 {
		c.left = c.right - n*c.band - 0.5
		c.right -= 0.5
	} else {
		c.left = c.right - n*c.band
	}
}

func (c *canvas) columns() int {
	if c.f.Kind == Dots {
		return max(1, len(c.f.Columns)) // nothing is open
	}
	return len(c.f.Months)
}

// layDown stacks key, axis label, flags, plot, strip of absences and names.
func (c *canvas) layDown() {
	y := float64(c.key.rows*rowHeight) + rowHeight
	if len(c.marks.list) > 0 {
		y += markHeight
	}
	c.s.top, c.s.bottom = y+8, y+8+plotHeight
	c.stripTop = c.s.bottom + 6
	y = c.stripTop + float64(c.strips.rows*stripRow) + rowHeight
	if c.f.Kind == Dots {
		y += 2 * rowHeight
	}
	c.height = y + 4
}

// x is the middle of month or column i.
func (c *canvas) x(i int) float64 { return c.left + (float64(i)+0.5)*c.band }

// edge is the border before month i.
func (c *canvas) edge(i int) float64 { return c.left + float64(i)*c.band }

// open writes the root element and the words for those who do not see the drawing.
func (c *canvas) open() {
	c.root(c.f.name())
	c.describe()
	c.raw(`</desc>`)
}

// root writes the root element with its title, and begins its description.
func (c *canvas) root(title string) {
	c.raw(`<svg class="lead-chart" viewBox="0 0 `)
	c.num(frameWidth)
	c.raw(" ")
	c.num(c.height)
	c.raw(`" role="img" aria-labelledby="`, c.f.ID, `-t `, c.f.ID, `-d"><title id="`, c.f.ID, `-t">`)
	c.escaped(clean(title))
	c.raw(`</title><desc id="`, c.f.ID, `-d">`)
}

// name is what a drawing is called: what it measures, where its axis says so. Its message
// stands beside it, and is not read out a second time.
func (f *Figure) name() string {
	if f.Kind == Stacked {
		return f.Title
	}
	return cmp.Or(f.Axis, f.Title)
}

// shown counts the points or dots that have a value.
func shown(f *Figure) int {
	n := len(f.Dots)
	switch {
	case f.Kind.timed():
		return f.Spread.N + f.Curve.N + len(f.Rows)
	case f.Kind != Dots:
		n = 0
	}
	for si := range f.Series {
		for i := range f.Series[si].Points {
			if f.Series[si].Points[i].State.Shown() {
				n++
			}
		}
	}
	return n
}

// nothing says in words that and why there is no value, in the middle of the plot.
func (c *canvas) nothing() {
	middle := (c.s.top + c.s.bottom) / 2
	c.text(label{x: (c.left + c.right) / 2, y: middle - 4, anchor: "middle", class: "empty", s: "No value to show"})
	if why := reasons(c.f); why != "" {
		c.text(label{x: (c.left + c.right) / 2, y: middle + 22, anchor: "middle", class: "empty", s: why, room: c.right - c.left})
	}
}
