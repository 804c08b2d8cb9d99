package chart

import (
	"math"
	"slices"

	"leadline/generator/unit"
)

// Curve is what share is still open at which age, from age 0 to End.
type Curve struct {
	N       int // things watched
	End     float64
	Steps   []CurveStep // ascending, after age 0
	Watched []Watched   // at ascending ages, which the axis names; the table's rows
	Marks   []Level     // vertical lines: median, 85th percentile
	Nothing string      // what the marks would say where a quantile is not reached; ""
}

// CurveStep is a share from an age on, with its 95 % limits, NaN where there are none.
type CurveStep struct{ Age, Open, Low, High float64 }

// Watched is a share at an age, and how many were watched at it.
type Watched struct {
	CurveStep
	N int
}

const curveHeight = 180

func (c *canvas) layCurve() {
	f := &c.f.Curve
	c.s = scale{low: 0, high: 1, step: 0.25, per: 0.01, suffix: " %"}
	rows := 1 + len(f.Marks)
	if f.Nothing != "" {
		rows++
	}
	c.s.top = float64(rows*rowHeight) + 8
	c.s.bottom = c.s.top + curveHeight
	c.t = new(timeScale)
	*c.t = newTimeScale(0, f.End, false, math.Ceil(width("100 %", wideFont)+12))
	c.t.ticks = c.t.ticks[:0]
	for _, w := range f.Watched {
		s := scale{per: 1, high: f.End}
		s.inUnit(unit.Seconds)
		s.step = s.per
		if len(f.Watched) > 1 {
			s.step = f.Watched[1].Age
		}
		c.t.ticks = append(c.t.ticks, tick{w.Age, string(s.label(nil, w.Age))})
	}
	c.height = c.s.bottom + 98
}

// survival draws the curve with the band of its limits, and below the axis how many were
// watched at the ages that it names.
func (c *canvas) survival() {
	f, t := &c.f.Curve, c.t
	c.rules()
	c.grid(t.left, t.right)
	c.raw(`</g>`)
	c.tickLabels(t.left)
	c.group(0)
	c.band95()
	c.raw(`<path class="line" fill="none" stroke="currentColor" stroke-width="2" d="`)
	pen := c.stairs(t.x(0), c.s.y(1))
	for _, s := range f.Steps {
		pen.to(t.x(s.Age), c.s.y(s.Open))
	}
	pen.across(t.x(f.End))
	c.raw(`"/></g>`)
	c.timeAxis(t, c.s.bottom)
	c.text(label{x: 4, y: 17, class: "axis-label", s: "Still open", room: frameWidth - 8})
	above := float64(rowHeight)
	if f.Nothing != "" {
		c.text(label{x: 4, y: above + 17, class: "key", s: f.Nothing, room: frameWidth - 8})
		above += rowHeight
	}
	c.uprights(t, f.Marks, above, c.s.bottom)
	c.text(label{x: t.left, y: c.s.bottom + 42, class: "axis-label", s: t.words(c.f.Axis), room: t.right - t.left})
	c.text(label{x: 4, y: c.s.bottom + 66, class: "axis-label", s: "Number still open and watched at that age", room: frameWidth - 8})
	c.raw(`<g class="tick" fill="`, muted, `" text-anchor="middle">`)
	for _, w := range f.Watched {
		half := width(count(w.N), wideFont) / 2
		c.place(min(max(t.x(w.Age), half), frameWidth-half), c.s.bottom+88)
		c.raw(count(w.N), "</text>")
	}
	c.raw(`</g>`)
}

// stairs draws steps between whole units, each from the one before: half a pixel is no step,
// and curves have many.
type stairs struct {
	c    *canvas
	x, y int
}

func (c *canvas) stairs(x, y float64) *stairs {
	s := &stairs{c, int(math.Round(x)), int(math.Round(y))}
	c.move(float64(s.x), float64(s.y))
	return s
}

// to goes across to x and then up or down to y.
func (s *stairs) to(x, y float64) {
	s.across(x)
	s.upright(y)
}

func (s *stairs) across(x float64) {
	if by := int(math.Round(x)) - s.x; by != 0 {
		s.c.acrossBy(float64(by))
		s.x += by
	}
}

func (s *stairs) upright(y float64) {
	if by := int(math.Round(y)) - s.y; by != 0 {
		s.c.uprightBy(float64(by))
		s.y += by
	}
}

// band95 is the area between the limits, over the steps that have some.
func (c *canvas) band95() {
	var with []CurveStep
	for _, s := range c.f.Curve.Steps {
		if finite(s.Low) && finite(s.High) {
			with = append(with, s)
		}
	}
	if len(with) == 0 {
		return
	}
	t := c.t
	until := t.x(c.f.Curve.End)
	if n := len(c.f.Curve.Steps); with[len(with)-1] != c.f.Curve.Steps[n-1] {
		until = t.x(c.f.Curve.Steps[n-1].Age)
	}
	c.raw(`<path class="band" fill="currentColor" fill-opacity="0.18" d="`)
	pen := c.stairs(t.x(with[0].Age), c.s.y(with[0].High))
	for _, s := range with[1:] {
		pen.to(t.x(s.Age), c.s.y(s.High))
	}
	pen.across(until)
	for _, s := range slices.Backward(with) {
		pen.upright(c.s.y(s.Low))
		pen.across(t.x(s.Age))
	}
	c.raw(`z"/>`)
}

// checkCurve refuses what is no curve of shares.
func checkCurve(f *Curve, bad func(string, ...any)) {
	if f.N > 0 && !(finite(f.End) && f.End > 0) {
		bad("the curve ends at %v; expected an age above zero", f.End)
	}
	before := CurveStep{Open: 1}
	for i, s := range f.Steps {
		if !finite(s.Age) || s.Age < before.Age || s.Age > f.End || !(s.Open >= 0 && s.Open <= before.Open) || !finiteOrNaN(s.Low) || !finiteOrNaN(s.High) {
			bad("step %d is %v; expected ages up to %v and shares that fall from 1", i+1, s, f.End)
		}
		before = s
	}
	for _, w := range f.Watched {
		if !finite(w.Age) || w.Age < 0 || w.Age > f.End || !(w.Open >= 0 && w.Open <= 1) || w.N < 0 {
			bad("%d watched at %v with share %v; expected an age up to %v and a share", w.N, w.Age, w.Open, f.End)
		}
	}
}

func curveTable(f *Figure) (columns []string, rows [][]string) {
	columns = []string{clean(f.Axis), "Still open", interval95, "Watched at that age"}
	for _, w := range f.Curve.Watched {
		interval := "none"
		if finite(w.Low) && finite(w.High) {
			interval = unit.Share.Range(w.Low, w.High)
		}
		age := "0"
		if w.Age > 0 {
			age = unit.Duration(w.Age)
		}
		rows = append(rows, []string{age, unit.Percent(w.Open), interval, count(w.N)})
	}
	return columns, rows
}

// describeCurve says what a person would of the curve.
func (c *canvas) describeCurve() {
	f := &c.f.Curve
	c.raw("Survival curve: the share still open falls with age in steps. ")
	for _, m := range f.Marks {
		c.escaped(clean(m.Name))
		c.raw(". ")
	}
	if f.Nothing != "" {
		c.escaped(clean(f.Nothing))
		c.raw(". ")
	}
	c.raw("The table below has the share at round ages.")
}
