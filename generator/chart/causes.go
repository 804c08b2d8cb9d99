package chart

import (
	"math"

	"leadline/generator/unit"
)

// Causes is where elapsed time went in one month: a bar of the whole for each group of items,
// and below it a row for each part, which is the bar's key as well. A part that has nothing
// of its own to be sure of, because no evidence of it was supplied, says so in words.
type Causes struct {
	Words
	Strips []Strip
	Rows   []Cause // causes first; at most maxStacked, and one more without a fill
}

// Strip is the parts of one whole, in the order of Causes.Rows; they add up to 1.
type Strip struct {
	Name  string
	Parts []float64
}

// Cause is one part of the time.
type Cause struct {
	Name      string
	Alone     float64 // what only this has, 0…1
	Low, High float64 // its interval; NaN in both if there is none
	Most      float64 // what it has with what it shares; NaN where nothing can be shared
	Unknown   string  // why there is no value; "" if there is one
	Plain     bool    // it is no delay: drawn as an outline
}

const (
	stripBar   = 22
	stripRoom  = 54 // a strip with its name
	causeRow   = 28
	causeBar   = 16
	causeNames = 190 // room for names, at most
	causeValue = 72  // room for "0.17 %" at the wide font
)

func (f *Causes) check() error {
	faults := newFaults(f.ID)
	bad := faults.add
	filled := 0
	for _, r := range f.Rows {
		if !r.Plain {
			filled++
		}
		known := r.Unknown == ""
		if known && !(r.Alone >= 0 && r.Alone <= 1) || known && r.Most < r.Alone-1e-9 || known && r.Most > 1+1e-9 {
			bad("the part %q is %v, and %v with what it shares; expected 0 to 1, and no less with what it shares", r.Name, r.Alone, r.Most)
		}
		if math.IsNaN(r.Low) != math.IsNaN(r.High) || r.Low > r.High || r.Low < 0 || r.High > 1 {
			bad("the interval of %q is %v to %v; expected two parts in order, or NaN twice", r.Name, r.Low, r.High)
		}
	}
	if filled == 0 || filled > maxStacked {
		bad("%d parts with a fill; expected 1 to %d, more cannot be told apart", filled, maxStacked)
	}
	for _, s := range f.Strips {
		if sum := s.sum(); len(s.Parts) != len(f.Rows) || !(math.Abs(sum-1) <= 1e-6) {
			bad("the bar %q has %d parts that add up to %v; expected one for each of %d rows, and 1", s.Name, len(s.Parts), sum, len(f.Rows))
		}
	}
	return faults.err()
}

func (s *Strip) sum() (sum float64) {
	for _, part := range s.Parts {
		if part < 0 {
			return math.NaN()
		}
		sum += part
	}
	return sum
}

// SVG draws f; see SVG of a Figure.
func (f Causes) SVG() ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	top := float64(len(f.Strips) * stripRoom)
	c := newPanel(&f.Words, max(2, len(f.Rows)-1), top+float64(len(f.Rows)*causeRow)+8)
	c.openPanel("Bar chart of parts")
	c.hatches()
	for i := range f.Strips {
		f.strip(c, &f.Strips[i], float64(i*stripRoom))
	}
	left := f.left()
	c.line("grid", muted, left, top+4, left, c.height-2)
	for i := range f.Rows {
		f.row(c, i, left, top+float64(i*causeRow)+8)
	}
	c.raw("</svg>")
	return c.b, nil
}

// strip draws a bar of the whole, in the fills of the rows.
func (f *Causes) strip(c *canvas, s *Strip, y float64) {
	c.text(label{x: 4, y: y + 17, class: "key", s: s.Name, room: frameWidth - 8})
	y += 24
	x := 4.0
	for i, part := range s.Parts {
		w := part / s.sum() * (frameWidth - 8)
		if w > 0 {
			f.fill(c, i, func() { c.rect(x, y, w, stripBar) })
		}
		x += w
	}
}

// fill draws a shape as row i is drawn.
func (f *Causes) fill(c *canvas, i int, draw func()) {
	if !f.Rows[i].Plain {
		c.filled(i, draw)
		return
	}
	c.raw(`<path class="hollow plain" fill="`, paper, `" stroke="`, muted, `" d="`)
	draw()
	c.raw(`"/>`)
}

// row draws a part's name, its bar, what it has at most, its interval and its value.
func (f *Causes) row(c *canvas, i int, left, y float64) {
	r := &f.Rows[i]
	c.text(label{x: left - 8, y: y + 13, anchor: "end", class: "key", s: r.Name, room: left - 12})
	if r.Unknown != "" {
		c.text(label{x: left + 8, y: y + 13, class: "tick", s: r.Unknown, room: frameWidth - left - 12})
		return
	}
	scale := (frameWidth - left - causeValue) / f.most()
	end := left + r.Alone*scale
	if r.Most > r.Alone {
		c.raw(`<path class="hollow sign" fill="`, paper, `" stroke="`, muted, `" d="`)
		c.rect(left, y, r.Most*scale, causeBar)
		c.raw(`"/>`)
		end = left + r.Most*scale
	}
	if r.Alone > 0 {
		f.fill(c, i, func() { c.rect(left, y, max(r.Alone*scale, 1), causeBar) })
	}
	if !math.IsNaN(r.Low) {
		low, high := left+r.Low*scale, left+r.High*scale
		c.raw(`<path class="rim" fill="none" stroke="`, paper, `" stroke-width="4" d="`)
		c.move(low, y+causeBar/2)
		c.across(high)
		c.raw(`"/>`)
		c.line("whisker", "currentColor", low, y+causeBar/2, high, y+causeBar/2)
		end = max(end, high)
	}
	c.text(label{x: end + 6, y: y + 13, class: "key", s: r.text()})
}

// text is a part's value, or why there is none.
func (r *Cause) text() string {
	if r.Unknown != "" {
		return r.Unknown
	}
	return unit.Proportion.Text(r.Alone)
}

// left is where names end and bars begin.
func (f *Causes) left() float64 {
	widest := 0.0
	for i := range f.Rows {
		widest = max(widest, width(clean(f.Rows[i].Name), wideFont))
	}
	return math.Ceil(min(widest+14, causeNames))
}

// most is the right end of the rows' axis, which begins at zero.
func (f *Causes) most() float64 {
	most := 0.01
	for i := range f.Rows {
		if r := &f.Rows[i]; r.Unknown == "" {
			most = max(most, r.Alone)
			if !math.IsNaN(r.Most) {
				most = max(most, r.Most)
			}
			if !math.IsNaN(r.High) {
				most = max(most, r.High)
			}
		}
	}
	return most
}

// Table has a row for each part, and a column for each bar beyond the first.
func (f Causes) Table() (columns []string, rows [][]string) {
	if f.check() != nil {
		return nil, nil
	}
	columns = []string{"Part", "Alone", "95 % interval", "Shared time included"}
	for i := 1; i < len(f.Strips); i++ {
		columns = append(columns, clean(f.Strips[i].Name))
	}
	for i := range f.Rows {
		r := &f.Rows[i]
		row := []string{clean(r.Name), clean(r.text()), "none", "none"}
		if r.Unknown == "" && !math.IsNaN(r.Low) {
			row[2] = unit.Proportion.RangeAbout(r.Alone, r.Low, r.High)
		}
		if r.Unknown == "" && !math.IsNaN(r.Most) {
			row[3] = unit.Proportion.Text(r.Most)
		}
		for s := 1; s < len(f.Strips); s++ {
			row = append(row, unit.Proportion.Text(f.Strips[s].Parts[i]))
		}
		rows = append(rows, row)
	}
	return columns, rows
}
