package chart

import (
	"math"

	"leadline/generator/unit"
)

// Spread is how values lie along an axis of elapsed time: counted in bins, each value a dot or
// each bin a bar, or cut into equal parts where no single value may be seen.
type Spread struct {
	N     int
	Of    string // what is counted, in the plural: "pipeline runs"
	Log   bool
	Bins  []Bin     // neighbours, ascending
	Dots  bool      // bins as stacks of dots, one a value
	Cuts  []float64 // seconds, ascending: borders of len(Cuts)+1 parts with equally many values
	Marks []Level   // vertical lines: median, 85th percentile
	Usual *[2]float64
	Range string // what Usual is: "Usual range of a month's median, 1.2–3.4 days"
}

// Bin is how many values are at least From and less than To, in seconds.
type Bin struct {
	From, To float64
	N        int
}

const (
	dotHeight = 160 // of the highest stack of dots, which are packed closer beyond
	barHeight = 140
	boxHeight = 76
)

// distribution draws a Spread: marks' names, what lies below them, the axis of time.
func (c *canvas) distribution() {
	s := &c.f.Spread
	t, above := c.t, 0.0
	if s.Usual != nil {
		above = rowHeight
	}
	switch {
	case len(s.Cuts) > 0:
		c.nested(t)
	case s.Dots:
		c.stacks(t)
	default:
		c.columnsOf(t)
	}
	if s.Usual != nil {
		c.usual(t)
	}
	c.timeAxis(t, c.s.bottom)
	c.uprights(t, s.Marks, above, c.s.bottom)
	c.text(label{x: t.left, y: c.s.bottom + 42, class: "axis-label", s: t.words(c.f.Axis), room: t.right - t.left})
}

// laySpread sets the frame of a distribution.
func (c *canvas) laySpread() {
	s := &c.f.Spread
	left, height := 14.0, float64(boxHeight)
	most := s.most()
	switch {
	case s.Dots:
		height = min(dotHeight, max(48, float64(most)*dotSize))
	case len(s.Bins) > 0:
		height = barHeight
		c.s.whole(&Figure{Unit: unit.Items})
		left = math.Ceil(width(count(int(c.s.high)), wideFont) + 12)
	}
	low, high := s.ends()
	c.t = new(timeScale)
	*c.t = newTimeScale(low, high, s.Log, left)
	rows := len(s.Marks)
	if s.Usual != nil {
		rows++
	}
	c.s.top = float64(rows*rowHeight) + 8
	c.s.bottom = c.s.top + height
	c.height = c.s.bottom + 50
}

func (s *Spread) most() (most int) {
	for _, b := range s.Bins {
		most = max(most, b.N)
	}
	return most
}

// ends are those of the axis: what is drawn, with a little room around cuts.
func (s *Spread) ends() (low, high float64) {
	if n := len(s.Bins); n > 0 {
		return s.Bins[0].From, s.Bins[n-1].To
	}
	low, high = s.Cuts[0], s.Cuts[len(s.Cuts)-1]
	for _, m := range s.Marks {
		low, high = min(low, m.Value), max(high, m.Value)
	}
	if s.Log {
		return max(low/1.3, 1), high * 1.3
	}
	return 0, high * 1.06
}

// stacks draws a dot a value, in the middle of its bin, from the axis up.
func (c *canvas) stacks(t *timeScale) {
	s := &c.f.Spread
	across := t.x(s.Bins[0].To) - t.x(s.Bins[0].From)
	size := min(dotSize, max(across, 3))
	pitch := min(size, (c.s.bottom-c.s.top-size/2)/float64(max(s.most(), 1)))
	c.group(0)
	c.raw(`<path class="dots" fill="none" stroke="currentColor" stroke-linecap="round" stroke-width="`)
	c.num(size - 1)
	c.raw(`" d="`)
	for _, b := range s.Bins {
		if b.N == 0 {
			continue
		}
		c.move((t.x(b.From)+t.x(b.To))/2, c.s.bottom-size/2)
		c.dot()
		for i := 1; i < b.N; i++ {
			c.moveBy(0, -pitch)
			c.dot()
		}
	}
	c.raw(`"/></g>`)
}

// columnsOf draws a bar a bin, over a grid of counts.
func (c *canvas) columnsOf(t *timeScale) {
	c.rules()
	c.grid(t.left, t.right)
	c.raw(`</g>`)
	c.tickLabels(t.left)
	c.group(0)
	c.raw(`<path class="bar" fill="currentColor" d="`)
	for _, b := range c.f.Spread.Bins {
		if b.N == 0 {
			continue
		}
		from, to, y := t.x(b.From), t.x(b.To), c.s.y(float64(b.N))
		c.rect(from, min(y, c.s.bottom-1), to-from-min(1, (to-from)/6), max(c.s.bottom-y, 1))
	}
	c.raw(`"/></g>`)
}

// nested draws a box between each pair of cuts that are as far from the ends, the inner ones
// higher and darker: letter-value boxes (Hofmann, Wickham & Kafadar 2017) at equal parts.
// Beyond the outermost cuts nothing is drawn.
func (c *canvas) nested(t *timeScale) {
	cuts := c.f.Spread.Cuts
	pairs := len(cuts) / 2
	middle, full := (c.s.top+c.s.bottom)/2-4, float64(boxHeight-16)
	c.group(0)
	c.raw(`<g class="box" fill="currentColor" fill-opacity="0.25" stroke="currentColor">`)
	for i := range pairs {
		high := full * (0.4 + 0.6*float64(i+1)/float64(pairs))
		from, to := t.x(cuts[i]), t.x(cuts[len(cuts)-1-i])
		c.raw(`<path d="`)
		c.rect(from, middle-high/2, max(to-from, 1), high)
		c.raw(`"/>`)
	}
	c.raw(`</g></g>`)
}

// usual is the range of a usual median, a thick line on the axis; what it is stands above.
func (c *canvas) usual(t *timeScale) {
	u := c.f.Spread.Usual
	from, to := t.x(u[0]), t.x(u[1])
	c.raw(`<path class="limit usual" fill="none" stroke="`, muted, `" stroke-width="5" d="`)
	c.move(from, c.s.bottom)
	c.across(max(to, from+1))
	c.move(4, 12)
	c.acrossBy(18)
	c.raw(`"/>`)
	c.text(label{x: 4 + glyphWidth, y: 17, class: "key", s: c.f.Spread.Range, room: frameWidth - glyphWidth - 8})
}

// spreadTable has a row for each bin that is not empty, or for each cut. The marks are figures
// of the card, which has them beside the drawing.
func spreadTable(f *Figure) (columns []string, rows [][]string) {
	s := &f.Spread
	if len(s.Cuts) == 0 {
		columns = []string{clean(f.Axis), "Number of " + clean(s.Of)}
		for _, b := range s.Bins {
			if b.N > 0 {
				rows = append(rows, []string{between(b.From, b.To), count(b.N)})
			}
		}
		return columns, rows
	}
	columns = []string{"Part of " + clean(s.Of), clean(f.Axis)}
	for i, v := range s.Cuts {
		rows = append(rows, []string{unit.Percent(float64(i+1) / float64(len(s.Cuts)+1)), "up to " + unit.Duration(v)})
	}
	return columns, rows
}

// describeSpread says what a person would: how many, where half and most of them lie.
func (c *canvas) describeSpread() {
	s := &c.f.Spread
	c.raw("Distribution along an axis of time. ")
	for _, m := range s.Marks {
		c.escaped(clean(m.Name))
		c.raw(". ")
	}
	if s.Usual != nil {
		c.escaped(clean(s.Range))
		c.raw(". ")
	}
	c.raw("The table below has every value.")
}
