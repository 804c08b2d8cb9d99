package chart

import (
	"cmp"
	"math"
	"slices"

	"leadline/generator/unit"
)

// timed reports whether a figure has neither months nor columns along x: it is drawn by itself.
func (k Kind) timed() bool { return k >= Distribution }

// timeScale maps elapsed times to x.
type timeScale struct {
	low, high   float64 // seconds at the ends; low is above zero on a log axis
	log         bool
	left, right float64
	ticks       []tick
	name        string // what the ticks' numbers count, "days"; "" where each names its unit
}

type tick struct {
	at   float64
	text string
}

// newTimeScale chooses ticks for an axis from low to high; far ends are the caller's choice.
func newTimeScale(low, high float64, log bool, left float64) timeScale {
	t := timeScale{low: low, high: max(high, low+1), log: log, left: left, right: frameWidth - 14}
	if log {
		t.rungs()
	} else {
		t.evenly()
	}
	return t
}

// x is kept inside the plot.
func (t *timeScale) x(v float64) float64 {
	part := (v - t.low) / (t.high - t.low)
	if t.log {
		part = math.Log(max(v, t.low)/t.low) / math.Log(t.high/t.low)
	}
	return t.left + min(max(part, 0), 1)*(t.right-t.left)
}

// evenly sets ticks at round numbers of the unit that the longest time is read in.
func (t *timeScale) evenly() {
	s := scale{high: t.high, per: 1}
	s.inUnit(unit.Seconds)
	t.name = s.name
	s.step = timeStep(t.high/s.per/5, s.per) * s.per
	for v := math.Ceil(t.low/s.step-1e-9) * s.step; v <= t.high*(1+1e-9); v += s.step {
		t.ticks = append(t.ticks, tick{v, string(s.label(nil, v))})
	}
}

// timeStep is a step that people count in: hours by 6, 12 and 24, minutes and seconds by 15,
// 30 and 60, else 1, 2 or 5 times a power of ten.
func timeStep(raw, per float64) float64 {
	steps := map[float64][]float64{hours: {1, 2, 3, 6, 12, 24}, minutes: {1, 2, 5, 10, 15, 30, 60}, 1: {1, 2, 5, 10, 15, 30, 60}}[per]
	for _, s := range steps {
		if s >= raw {
			return s
		}
	}
	return niceStep(raw)
}

// rungs are the times that a log axis may name, in the units in which people say them.
var rungs = []tick{
	{1, "1 s"}, {10, "10 s"}, {minutes, "1 min"}, {10 * minutes, "10 min"}, {hours, "1 hour"}, {6 * hours, "6 hours"},
	{days, "1 day"}, {7 * days, "1 week"}, {30 * days, "30 days"}, {100 * days, "100 days"}, {365 * days, "1 year"}, {3650 * days, "10 years"}, {36500 * days, "100 years"},
}

func (t *timeScale) rungs() {
	free := t.left - 30 // half of a name may stand left of the plot
	for _, r := range rungs {
		if r.at < t.low || r.at > t.high {
			continue
		}
		half := width(r.text, wideFont) / 2
		if x := t.x(r.at); x-half > free && x+half <= frameWidth {
			t.ticks = append(t.ticks, r)
			free = x + half + 4
		}
	}
	if len(t.ticks) < 2 { // a short axis between two rungs
		t.ticks = t.ticks[:0]
		for _, v := range [...]float64{t.low, math.Sqrt(t.low * t.high), t.high} {
			t.ticks = append(t.ticks, tick{v, unit.Duration(v)})
		}
	}
}

// timeAxis draws the line of the axis with ticks and names below y, and what it is.
func (c *canvas) timeAxis(t *timeScale, y float64) {
	c.raw(`<path class="axis" stroke="`, muted, `" fill="none" d="`)
	c.segment(t.left, y, t.right, y)
	for _, k := range t.ticks {
		c.move(t.x(k.at), y)
		c.uprightBy(4)
	}
	c.raw(`"/><g class="tick" fill="`, muted, `" text-anchor="middle">`)
	for _, k := range t.ticks {
		half := width(k.text, wideFont) / 2
		c.place(min(max(t.x(k.at), half), frameWidth-half), y+20)
		c.raw(k.text, "</text>")
	}
	c.raw(`</g>`)
}

// timeWords are what the axis counts.
func (t *timeScale) words(axis string) string {
	if t.log {
		return axis + " (log scale)"
	}
	if axis != "" {
		axis += ", "
	}
	return axis + t.name
}

// uprights draws a vertical line from top down to bottom at each mark, with its name above what
// is drawn, a row for each, so that no two names meet: first those that have no room right of
// their line, from the right, then the others from the left.
func (c *canvas) uprights(t *timeScale, marks []Level, top, bottom float64) {
	roomy := func(m Level) bool { return t.x(m.Value)+5+width(clean(m.Name), wideFont) <= frameWidth }
	order := slices.Clone(marks)
	slices.SortStableFunc(order, func(a, b Level) int {
		switch {
		case roomy(a) && roomy(b):
			return cmp.Compare(a.Value, b.Value)
		case roomy(a) != roomy(b):
			return map[bool]int{true: 1, false: -1}[roomy(a)]
		}
		return cmp.Compare(b.Value, a.Value)
	})
	if len(order) > 0 {
		c.raw(`<path class="level" fill="none" stroke="`, muted, `" stroke-width="1.5" d="`)
		for i, m := range order {
			c.move(t.x(m.Value), top+float64(i*rowHeight)+4)
			c.upright(bottom)
		}
		c.raw(`"/>`)
	}
	for i, m := range order {
		x, y := t.x(m.Value), top+float64(i*rowHeight)
		l := label{x: x + 5, y: y + 16, class: "level-name", s: m.Name, room: frameWidth - x - 9, over: true}
		if !roomy(m) && x > frameWidth/2 {
			l.x, l.anchor, l.room = x-5, "end", x-9
		}
		c.text(l)
	}
}

// checkTimes refuses what cannot be drawn along time.
func checkTimes(f *Figure, bad func(string, ...any)) {
	switch f.Kind {
	case Distribution:
		checkSpread(&f.Spread, bad)
		checkUprights(f.Spread.Marks, bad)
	case Tally:
		checkTally(f, bad)
	default:
		checkCurve(&f.Curve, bad)
		checkUprights(f.Curve.Marks, bad)
	}
}

func checkSpread(s *Spread, bad func(string, ...any)) {
	for i, b := range s.Bins {
		if !finite(b.From) || !finite(b.To) || b.From < 0 || b.From >= b.To || b.N < 0 || i > 0 && b.From != s.Bins[i-1].To {
			bad("bin %d is %v to %v with %d; expected neighbours in ascending order with counts", i+1, b.From, b.To, b.N)
		}
	}
	if s.Log && len(s.Bins) > 0 && s.Bins[0].From <= 0 {
		bad("a log axis begins at %v; expected a time above zero", s.Bins[0].From)
	}
	if !slices.IsSorted(s.Cuts) || slices.ContainsFunc(s.Cuts, func(v float64) bool { return !finite(v) || v < 0 }) {
		bad("the cuts are %v; expected finite times in ascending order", s.Cuts)
	}
	if len(s.Bins) > 0 && len(s.Cuts) > 0 {
		bad("there are bins and cuts; expected one of them")
	}
	if s.Usual != nil && !(finite(s.Usual[0]) && finite(s.Usual[1]) && 0 <= s.Usual[0] && s.Usual[0] <= s.Usual[1]) {
		bad("the usual range is %v; expected two finite times in order", *s.Usual)
	}
}

func checkUprights(marks []Level, bad func(string, ...any)) {
	for _, m := range marks {
		if !finite(m.Value) || m.Value < 0 {
			bad("the mark %q is at %v; expected a finite time", m.Name, m.Value)
		}
	}
}

// between is a bin in words: "2.4–3.2 hours"; a value on its lower border is in it.
func between(from, to float64) string { return unit.Seconds.Range(from, to) }

func count(n int) string { return unit.Grouped(int64(n)) }

// newTimes lays out a figure along time.
func newTimes(f *Figure) *canvas {
	c := &canvas{f: f, b: make([]byte, 0, 4096), empty: shown(f) == 0}
	c.s = scale{per: 1, high: float64(f.Spread.most())}
	switch {
	case c.empty:
		c.t = &timeScale{left: 14, right: frameWidth - 14}
		c.s.top, c.s.bottom, c.height = 8, 8+boxHeight, 16+boxHeight
		c.left, c.right = c.t.left, c.t.right
	case f.Kind == Distribution:
		c.laySpread()
	case f.Kind == Tally:
		c.layTally()
	default:
		c.layCurve()
	}
	return c
}

// times draws a figure along time.
func (c *canvas) times() {
	switch {
	case c.empty:
		c.nothing()
	case c.f.Kind == Distribution:
		c.distribution()
	case c.f.Kind == Tally:
		c.tally()
	default:
		c.survival()
	}
}
