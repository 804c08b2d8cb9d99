package chart

import (
	"math"

	"leadline/generator/period"
	"leadline/generator/unit"
)

// Bands are counts by band over months: one small panel a band, all with the same axes, so
// that each band is read from its own zero line and needs no colour of its own.
type Bands struct {
	Words
	Axis   string // what is counted
	Months []period.Month
	Series []Series // one a band, in the order of the bands; at most MaxBands
}

// The panels in user units.
const (
	MaxBands   = 12 // more would be read by nobody
	bandName   = 28 // the line above a panel
	bandHeight = 44
	bandLeft   = 44
	bandRight  = frameWidth - 56 // the last month's number stands right of it
)

func (f *Bands) figure() *Figure {
	return &Figure{ID: f.ID, Title: f.Title, Subtitle: f.Subtitle, Kind: Stacked, Unit: unit.Items, Months: f.Months, Series: f.Series}
}

func (f *Bands) check() error {
	faults := newFaults(f.ID)
	bad := faults.add
	if len(f.Series) == 0 || len(f.Series) > MaxBands {
		bad("%d bands; expected 1 to %d", len(f.Series), MaxBands)
	}
	g := f.figure()
	checkMonths(g, bad)
	checkPoints(g, bad)
	return faults.err()
}

// SVG draws f; see SVG of a Figure.
func (f Bands) SVG() ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	c := f.canvas()
	c.openPanel("Bar charts, one for each band, with the same axes")
	c.rules()
	c.signs()
	c.strips.draw(c)
	c.raw(`</g>`)
	c.key.write(c)
	c.axisLabel()
	for si := range f.Series {
		f.panel(c, si)
	}
	c.rules()
	c.rule("axis", "", c.monthTicks)
	c.raw(`</g>`)
	c.monthNames()
	c.raw("</svg>")
	return c.b, nil
}

// canvas lays the panels out below each other.
func (f *Bands) canvas() *canvas {
	c := newPanel(&f.Words, 1, 0)
	c.f = f.figure()
	c.f.Axis = f.Axis
	c.s = scale{high: f.most(), per: 1}
	c.left, c.right = bandLeft, bandRight
	c.band = (c.right - c.left) / float64(len(f.Months))
	if c.strips = newStrips(c.f, false); c.strips.rows > 1 {
		c.strips = strips{rows: 1} // a month is known for all bands, or for none
	}
	c.key.signs(c)
	c.key.layout()
	c.s.top = float64(c.key.rows*rowHeight + rowHeight)
	c.s.bottom = c.s.top + float64(len(f.Series)*(bandName+bandHeight))
	c.stripTop = c.s.bottom + 6
	c.height = c.stripTop + float64(c.strips.rows*stripRow) + rowHeight
	return c
}

// most is the upper end of every panel's axis, a whole number.
func (f *Bands) most() float64 {
	most := 1.0
	for si := range f.Series {
		for i := range f.Series[si].Points {
			if p := &f.Series[si].Points[i]; p.State.Shown() {
				most = max(most, p.Value)
			}
		}
	}
	step := max(1, niceStep(most/5))
	return math.Ceil(most/step-1e-9) * step
}

// floor is the zero line of panel i.
func (f *Bands) floor(c *canvas, i int) float64 {
	return c.s.top + float64((i+1)*(bandName+bandHeight))
}

// panel draws one band: its name, the ends of its axis, its bars and its last value.
func (f *Bands) panel(c *canvas, si int) {
	s, zero := &f.Series[si], f.floor(c, si)
	c.text(label{x: c.left, y: zero - bandHeight - 6, class: "key", s: s.Name, room: c.right - c.left})
	c.line("grid", faint, c.left, zero-bandHeight, c.right, zero-bandHeight)
	c.raw(`<g class="tick" fill="`, muted, `" text-anchor="end">`)
	for _, v := range [...]float64{0, c.s.high} {
		c.place(c.left-6, zero-v/c.s.high*bandHeight+5)
		c.raw(unit.Grouped(int64(v)), "</text>")
	}
	c.raw(`</g>`)
	c.group(0)
	f.bars(c, s, zero, Present, `<path class="bar" fill="currentColor" d="`)
	f.bars(c, s, zero, Provisional, `<path class="bar hollow" fill="`+paper+`" stroke="currentColor" stroke-width="2" d="`)
	c.raw(`</g>`)
	c.line("axis", muted, c.left, zero, c.right, zero)
	for i := len(s.Points) - 1; i >= 0; i-- {
		if s.Points[i].State == Present {
			c.text(label{x: c.right + 6, y: zero - 1, class: "key", s: unit.Grouped(int64(s.Points[i].Value)), room: frameWidth - c.right - 6})
			return
		}
	}
}

func (f *Bands) bars(c *canvas, s *Series, zero float64, state State, open string) {
	began, w := false, min(c.band*0.7, 24)
	for i := range s.Points {
		p := &s.Points[i]
		if p.State != state || p.Value == 0 {
			continue
		}
		if !began {
			c.raw(open)
			began = true
		}
		h := p.Value / c.s.high * bandHeight
		c.rect(c.x(i)-w/2, zero-h, w, h)
	}
	if began {
		c.raw(`"/>`)
	}
}

// Table has a row for each month and a column for each band.
func (f Bands) Table() (columns []string, rows [][]string) {
	if f.check() != nil {
		return nil, nil
	}
	g := f.figure()
	columns = []string{"Month"}
	for si := range f.Series {
		columns = append(columns, clean(f.Series[si].Name))
	}
	for i, m := range f.Months {
		row := []string{m.Long()}
		for si := range f.Series {
			p := &f.Series[si].Points[i]
			cell := clean(g.cell(p))
			if p.State == Provisional {
				cell += " (provisional)"
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return columns, rows
}
