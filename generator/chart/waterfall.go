package chart

import (
	"math"

	"leadline/generator/unit"
)

// Waterfall leads from one total to another: what was added and what was taken away, each
// where the one before ended. It is drawn in rows from above, so that names have room.
type Waterfall struct {
	Words
	Unit  string // what is counted, as the head of the numbers: "Findings"
	Terms []Term // the first and the last are totals, all between are not
}

// Term is one row.
type Term struct {
	Name string
	Sign Sign
	N    int // zero or more; its sign is Sign
}

// Sign says what a term does to the running total.
type Sign uint8

const (
	Total Sign = iota
	Plus
	Minus
)

// String is the sign before a number.
func (s Sign) String() string { return [...]string{"", "+", "\u2212"}[min(s, Minus)] }

// The rows of a waterfall in user units, and the fill of each sign.
const (
	waterRow  = 28
	waterBar  = 18
	waterRoom = 250 // for names, at most
)

var waterFill = [...]int{Total: 0, Plus: 3, Minus: 1}

// check finds what makes w impossible to draw: a chart that does not balance is a defect.
func (w *Waterfall) check() error {
	faults := newFaults(w.ID)
	bad := faults.add
	last := len(w.Terms) - 1
	if last < 1 {
		bad("%d terms; expected at least the total that it begins with and the one that it leads to", last+1)
		return faults.err()
	}
	sum := 0
	for i, t := range w.Terms {
		if (t.Sign == Total) != (i == 0 || i == last) {
			bad("the term %q is number %d of %d; expected totals at both ends and nowhere else", t.Name, i+1, last+1)
		}
		if t.N < 0 || float64(t.N) > maxValue {
			bad("the term %q is %d; expected zero or more, with its sign beside it", t.Name, t.N)
		}
		if i < last {
			sum = t.after(sum)
		}
		if sum < 0 {
			bad("after the term %q there are %d; expected none to be taken away that was not there", t.Name, sum)
		}
	}
	if sum != w.Terms[last].N {
		bad("the terms lead to %d and %q is %d; expected them to balance", sum, w.Terms[last].Name, w.Terms[last].N)
	}
	return faults.err()
}

// after is the running total after the term.
func (t Term) after(sum int) int {
	switch t.Sign {
	case Plus:
		return sum + t.N
	case Minus:
		return sum - t.N
	default:
		return t.N
	}
}

// text is the term's number with its sign.
func (t Term) text() string { return t.Sign.String() + unit.Grouped(int64(t.N)) }

// SVG draws w; see SVG of a Figure.
func (w Waterfall) SVG() ([]byte, error) {
	if err := w.check(); err != nil {
		return nil, err
	}
	c := newPanel(&w.Words, maxSeries, float64(len(w.Terms)*waterRow+6))
	c.openPanel("Waterfall chart")
	c.hatchesOf(waterFill[Minus], waterFill[Plus])
	w.connect(c)
	sum := 0
	for i, t := range w.Terms {
		next := t.after(sum)
		if t.Sign == Total {
			sum = 0
		}
		w.row(c, i, min(sum, next), max(sum, next))
		sum = next
	}
	c.raw("</svg>")
	return c.b, nil
}

// row draws a term's name, its bar from one running total to the other, and its number.
func (w *Waterfall) row(c *canvas, i, from, to int) {
	t := w.Terms[i]
	y := float64(i*waterRow) + 5
	class := "key"
	if t.Sign == Total {
		class = "key total"
	}
	c.text(label{x: w.left() - 8, y: y + 14, anchor: "end", class: class, s: t.Name, room: w.left() - 12})
	x, end := w.x(from), w.x(to)
	if t.N == 0 {
		c.line("zero", "currentColor", x, y, x, y+waterBar)
	} else {
		c.filled(waterFill[t.Sign], func() { c.rect(x, y, max(end-x, 2), waterBar) })
	}
	c.text(label{x: max(end, x+2) + 6, y: y + 14, class: class, s: t.text()})
}

// connect joins where one row ends with where the next begins.
func (w *Waterfall) connect(c *canvas) {
	c.raw(`<path class="grid" stroke="`, muted, `" fill="none" d="`)
	sum := 0
	for i, t := range w.Terms[:len(w.Terms)-1] {
		sum = t.after(sum)
		c.move(w.x(sum), float64(i*waterRow)+5+waterBar)
		c.uprightBy(waterRow - waterBar)
	}
	c.move(w.left(), 3)
	c.upright(c.height - 3)
	c.raw(`"/>`)
}

// x is where a running total lies; the axis begins at zero, and leaves room for the widest
// number beside the longest bar.
func (w *Waterfall) x(sum int) float64 {
	most, total, widest := 1, 0, 0.0
	for _, t := range w.Terms {
		total = t.after(total)
		most, widest = max(most, total), max(widest, width(t.text(), wideFont))
	}
	return w.left() + (frameWidth-w.left()-widest-12)*float64(sum)/float64(most)
}

// left is where names end and bars begin.
func (w *Waterfall) left() float64 {
	widest := 0.0
	for _, t := range w.Terms {
		widest = max(widest, width(clean(t.Name), wideFont))
	}
	return math.Ceil(min(widest+14, waterRoom))
}

// Table has one row a term, and the running total after it.
func (w Waterfall) Table() (columns []string, rows [][]string) {
	if w.check() != nil {
		return nil, nil
	}
	columns = []string{"Term", clean(w.Unit), "Running total"}
	sum := 0
	for _, t := range w.Terms {
		sum = t.after(sum)
		rows = append(rows, []string{clean(t.Name), t.text(), unit.Grouped(int64(sum))})
	}
	return columns, rows
}
