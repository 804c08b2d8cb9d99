package chart

import (
	"strconv"

	"leadline/generator/unit"
)

// cells draws a square for each pair; several pairs in one place are a number of those
// covered.
func (f *Matrix) cells(c *canvas, top float64) {
	left := f.left(func(yield func(string)) {
		for i := range f.Rows {
			yield(f.Rows[i].Name)
		}
	})
	step := min((frameWidth-left-4)/float64(len(f.Columns)), 110)
	for i, name := range f.Columns {
		c.text(label{x: left + (float64(i)+0.5)*step, y: top - 8, anchor: "middle", class: "tick", s: name, room: step - 4})
	}
	var at [pairStates][]corner
	for ri := range f.Rows {
		y := top + float64(ri*matrixRow)
		c.text(label{x: left - 8, y: y + 17, anchor: "end", class: "key", s: f.Rows[ri].Name, room: left - 12})
		for i, n := range f.Rows[ri].Cells {
			x := left + (float64(i)+0.5)*step
			switch only := n.only(); {
			case n.all() == 0:
				c.raw(`<path class="absent plain" stroke="`, muted, `" fill="none" d="`)
				c.move(x-1, y+12)
				c.acrossBy(2)
				c.raw(`"/>`)
			case n.all() == 1:
				at[only] = append(at[only], corner{x - matrixCell/2, y + 2})
			default:
				c.text(label{x: x, y: y + 17, anchor: "middle", class: "key", s: strconv.Itoa(n[0]) + "/" + strconv.Itoa(n.all()), room: step - 2})
			}
		}
	}
	for state := range at {
		f.signs(c, state, at[state])
	}
}

// bars draws a stacked bar for each column, all on one axis, and the part that is covered.
func (f *Matrix) bars(c *canvas, top float64) {
	left := f.left(func(yield func(string)) {
		for _, name := range f.Columns {
			yield(name)
		}
	})
	most, widest := 1, 0.0
	for _, n := range f.Sums {
		most, widest = max(most, n.all()), max(widest, width(f.part(n), wideFont))
	}
	scale := (frameWidth - left - widest - 16) / float64(most)
	c.line("grid", muted, left, top, left, c.height-2)
	for i, n := range f.Sums {
		y := top + float64(i*causeRow) + 4
		c.text(label{x: left - 8, y: y + 15, anchor: "end", class: "key", s: f.Columns[i], room: left - 12})
		x := left
		for state := range n {
			if w := float64(n[state]) * scale; w > 0 {
				f.fill(c, state, func() { c.rect(x, y, w, causeBar+2) })
				x += w
			}
		}
		c.text(label{x: x + 6, y: y + 15, class: "key", s: f.part(n), room: frameWidth - x - 8})
	}
}

// part is "9 of 17", or that nothing is known: which is not zero.
func (f *Matrix) part(n PairCounts) string {
	if n[pairStates-1] == n.all() {
		return clean(f.States[pairStates-1])
	}
	return unit.Grouped(int64(n[0])) + " of " + unit.Grouped(int64(n.all()))
}

// left is where names end.
func (f *Matrix) left(names func(yield func(string))) float64 {
	widest := 30.0
	names(func(name string) { widest = max(widest, width(clean(name), wideFont)) })
	return min(widest+16, matrixNames)
}
