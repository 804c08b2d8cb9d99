package chart

import (
	"slices"
	"strings"
)

// key is what stands above the plot: one item for each series and for each sign that the
// drawing really uses. A single series without other signs needs none.
type key struct {
	items []item
	rows  int
}

type sign uint8

const (
	seriesSign sign = iota
	intervalSign
	cutSign
	provisionalSign
	signalSign
	centreSign
	limitSign
	trialSign
	breakSign
	absentSign
)

type item struct {
	sign  sign
	index int // series, or State of an absence
	text  string
	x     float64
	row   int
}

const (
	glyphWidth = 26
	itemGap    = 16
	itemRoom   = 230 // names longer than this are shortened
)

func newKey(c *canvas) key {
	var k key
	f := c.f
	if f.Kind == Dots {
		return k
	}
	for si := range f.Series {
		k.add(seriesSign, si, f.Series[si].Name)
	}
	if !c.empty {
		k.signs(c)
	}
	if len(k.items) == 1 && k.items[0].sign == seriesSign {
		k.items = nil
	}
	k.layout()
	return k
}

func (k *key) add(s sign, index int, text string) {
	k.items = append(k.items, item{sign: s, index: index, text: clean(text)})
}

// signs adds an item for each sign in use, in a fixed order.
func (k *key) signs(c *canvas) {
	u := inUse(c)
	if u.interval {
		k.add(intervalSign, 0, drawnInterval(c.f))
	}
	if u.cut {
		k.add(cutSign, 0, "interval goes on")
	}
	if u.state[Provisional] {
		k.add(provisionalSign, 0, "provisional")
	}
	if u.signal {
		k.add(signalSign, 0, "beyond normal variation")
	}
	if len(c.f.Limits) > 0 {
		k.add(centreSign, 0, "centre line")
	}
	if u.limit {
		k.add(limitSign, 0, "process limits")
	}
	if u.trial {
		k.add(trialSign, 0, "trial limits")
	}
	if slices.ContainsFunc(c.marks.list, func(m mark) bool { return m.isBreak }) {
		k.add(breakSign, 0, breakName)
	}
	for _, s := range [...]State{NoData, TooFew, Withheld, NotApplicable} {
		if u.state[s] {
			k.add(absentSign, int(s), s.String())
		}
	}
}

// uses are the signs that a figure needs explained.
type uses struct {
	interval, cut, signal, limit, trial bool
	state                               [NotApplicable + 1]bool
}

func inUse(c *canvas) (u uses) {
	for si := range c.f.Series {
		for i := range c.f.Series[si].Points {
			p := &c.f.Series[si].Points[i]
			u.state[min(p.State, NotApplicable)] = true
			if p.State.Shown() {
				u.signal = u.signal || p.Signal && c.f.Kind != Stacked
				u.interval = u.interval || p.hasInterval() && c.f.whiskered(si)
				u.cut = u.cut || p.hasInterval() && c.f.whiskered(si) && p.High > c.s.high
			}
		}
	}
	for _, l := range c.f.Limits {
		has := finite(l.Lower) || finite(l.Upper)
		u.limit = u.limit || has && !l.Trial
		u.trial = u.trial || has && l.Trial
	}
	return u
}

// whiskered reports whether the intervals of a series are drawn: those of the first line
// alone, because more lines' would cover one another. The table has all.
func (f *Figure) whiskered(si int) bool { return f.Kind != Stacked && si == 0 }

// interval95 is what the table and the key call an interval.
const interval95 = "95 % interval"

// drawnInterval is the key's name of the intervals that are drawn.
func drawnInterval(f *Figure) string {
	if len(f.Series) > 1 {
		return interval95 + ", " + strings.ToLower(f.Series[0].Name)
	}
	return interval95
}

// layout sets items in rows from left to right.
func (k *key) layout() {
	x, row := 4.0, 0
	for i := range k.items {
		it := &k.items[i]
		w := glyphWidth + min(width(it.text, wideFont), itemRoom)
		if x > 4 && x+w > frameWidth-4 {
			x, row = 4, row+1
		}
		it.x, it.row = x, row
		x += w + itemGap
	}
	if len(k.items) > 0 {
		k.rows = row + 1
	}
}

// at is the middle of an item's sign.
func (it item) at() (x, y float64) { return it.x + 9, float64(it.row*rowHeight) + 12 }

// write writes what the signs mean.
func (k *key) write(c *canvas) {
	if len(k.items) == 0 {
		return
	}
	c.raw(`<g class="key">`)
	for _, it := range k.items {
		_, y := it.at()
		c.text(label{x: it.x + glyphWidth, y: y + 5, s: it.text, room: itemRoom})
	}
	c.raw(`</g>`)
}

// sample draws the signs of one kind as they look in the plot, with which they are one path.
func (c *canvas) sample(s sign, draw func(index int, x, y float64)) {
	for _, it := range c.key.items {
		if it.sign == s {
			x, y := it.at()
			draw(it.index, x, y)
		}
	}
}

// signs draws what has no like in the plot, or differs there by series.
func (c *canvas) signs() {
	c.rule("sign", "", func() {
		c.sample(intervalSign, func(_ int, x, y float64) { c.segment(x, y-8, x, y+8) })
		c.sample(cutSign, func(_ int, x, y float64) {
			c.segment(x, y+8, x, y-8)
			c.arrow(x, y-8)
		})
	})
	c.rule("hollow sign", ` fill="`+paper+`" stroke-width="2"`, func() {
		c.sample(provisionalSign, func(_ int, x, y float64) {
			if c.f.Kind == Stacked {
				c.rect(x-6, y-7, 12, 14)
			} else {
				c.circle(x, y, 4.5)
			}
		})
	})
}

// sampleOf draws the sign of series si, on its line if it is one.
func (c *canvas) sampleOf(si int, draw func(x, y float64)) {
	c.sample(seriesSign, func(index int, x, y float64) {
		if index == si {
			draw(x, y)
		}
	})
}
