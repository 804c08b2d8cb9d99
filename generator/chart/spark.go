package chart

import (
	"math"
	"slices"
	"strconv"
)

// Sparkline is a row of months as a word among words: no axis, no text, because it stands
// beside both. It begins at zero as the charts do, so that a small change looks small.
type Sparkline struct {
	Points       []Point // one a month, oldest first, at most sparkMonths
	Breaks       []int   // places before which the series breaks: no line is drawn over one
	Lower, Upper float64 // the usual range of the last month; NaN, or Upper NaN, where there is none
	From         int     // the place from which that range holds
}

// A sparkline's frame in user units; a page shows them at two thirds of a pixel.
const (
	sparkMonths = 12
	sparkStep   = 10
	sparkHeight = 30
	sparkEdge   = 5 // room for a ring above and below
	sparkRadius = 5
)

// Spark draws s as one small <svg> that is hidden from those who do not see it: the words
// beside it say what it shows. It is nil where no month has a value, or there are too many.
func Spark(s Sparkline) []byte {
	top := 0.0
	n := 0
	for i := range s.Points {
		if p := &s.Points[i]; p.State.Shown() && finite(p.Value) {
			top, n = max(top, p.Value), n+1
		}
	}
	if n == 0 || len(s.Points) > sparkMonths {
		return nil
	}
	if finite(s.Upper) {
		top = max(top, s.Upper)
	}
	d := spark{s: &s, top: top, b: make([]byte, 0, 320)}
	d.raw(`<svg class="spark" viewBox="0 0 120 30" width="80" height="20" aria-hidden="true" fill="none" stroke="currentColor">`)
	d.band()
	d.line()
	d.rings()
	d.last()
	d.raw(`</svg>`)
	return d.b
}

type spark struct {
	b   []byte
	s   *Sparkline
	top float64 // the value at the upper edge
}

func (d *spark) raw(s string) { d.b = append(d.b, s...) }

// x is the middle of month i, counted so that the last month always stands at the right.
func (d *spark) x(i int) int {
	return sparkStep/2 + sparkStep*(sparkMonths-len(d.s.Points)+i)
}

func (d *spark) y(v float64) int {
	if d.top <= 0 || v < 0 || math.IsNaN(v) {
		v = 0
	} else {
		v = min(v/d.top, 1)
	}
	return sparkHeight - sparkEdge - int(math.Round(v*(sparkHeight-2*sparkEdge)))
}

// pair appends a command and two numbers.
func (d *spark) pair(command byte, x, y int) {
	d.b = strconv.AppendInt(append(d.b, command), int64(x), 10)
	d.b = strconv.AppendInt(append(d.b, ' '), int64(y), 10)
}

// band is the usual range, over the months that it holds for.
func (d *spark) band() {
	if !finite(d.s.Upper) {
		return
	}
	x, high, low := d.x(max(0, d.s.From))-sparkStep/2, d.y(d.s.Upper), d.y(d.s.Lower)
	d.raw(`<path class="usual" d="`)
	d.pair('M', x, high)
	d.raw("H120V" + strconv.Itoa(low) + "H" + strconv.Itoa(x) + `z"/>`)
}

// line joins neighbouring months that have a value; one that stands alone is a dot.
func (d *spark) line() {
	d.raw(`<path d="`)
	joined, before := false, 0
	for i := range d.s.Points {
		p := &d.s.Points[i]
		if !p.State.Shown() || !finite(p.Value) {
			joined = false
			continue
		}
		switch y := d.y(p.Value); {
		case joined && !slices.Contains(d.s.Breaks, i):
			d.pair('l', sparkStep, y-before)
			before = y
		default:
			d.pair('M', d.x(i), y)
			d.raw("h0")
			before = y
		}
		joined = true
	}
	d.raw(`"/>`)
}

// rings are around months beyond normal variation, neither good nor bad.
func (d *spark) rings() {
	began := false
	for i := range d.s.Points {
		p := &d.s.Points[i]
		if !p.Signal || !p.State.Shown() || !finite(p.Value) {
			continue
		}
		if !began {
			d.raw(`<path class="odd" d="`)
			began = true
		}
		d.pair('M', d.x(i)-sparkRadius, d.y(p.Value))
		d.raw("a5 5 0 1 0 10 0a5 5 0 1 0 -10 0")
	}
	if began {
		d.raw(`"/>`)
	}
}

// last marks the month that the row speaks of, if it has a value.
func (d *spark) last() {
	i := len(d.s.Points) - 1
	if p := &d.s.Points[i]; p.State.Shown() && finite(p.Value) {
		d.raw(`<path class="now" stroke-width="5" stroke-linecap="round" d="`)
		d.pair('M', d.x(i), d.y(p.Value))
		d.raw(`h0"/>`)
	}
}
