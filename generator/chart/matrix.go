package chart

import (
	"errors"
	"fmt"
	"strconv"

	"leadline/generator/unit"
)

// Matrix is the state of pairs, rows by columns. Each state has a sign of its own as well as
// a fill, so that it is told without colour. Without rows it is counts by column: how many
// of all are in each state.
type Matrix struct {
	Words
	States  [pairStates]string // the words of the states, in the order of PairCounts
	Row     string             // what the rows are: "Service"
	Column  string             // what the columns are: "Check"
	Columns []string
	Rows    []MatrixRow
	Sums    []PairCounts // by column
}

// MatrixRow is one row; a cell without a pair is none that is required.
type MatrixRow struct {
	Name  string
	Cells []PairCounts
}

// PairCounts is how many pairs are covered, stale, absent and unknown.
type PairCounts [pairStates]int

const pairStates = 4

func (n PairCounts) all() int { return n[0] + n[1] + n[2] + n[3] }

// only is the state of all pairs, -1 where they differ or there is none.
func (n PairCounts) only() int {
	for state := range n {
		if n[state] > 0 && n[state] == n.all() {
			return state
		}
	}
	return -1
}

// The matrix in user units.
const (
	matrixRow   = 28
	matrixCell  = 20
	matrixNames = 196 // room for the names of rows
	maxColumns  = 14
)

// stateFills are the fills of the states: whatever looked at what is in production is solid,
// out of date hatched, nothing an outline, not known grey.
var stateFills = [pairStates]int{0, 3, -1, 5}

func (f *Matrix) check() error {
	errs := []error{checkWords(&f.Words)}
	bad := func(format string, a ...any) {
		errs = append(errs, fmt.Errorf("chart %q: "+format, append([]any{f.ID}, a...)...))
	}
	if len(f.Columns) == 0 || len(f.Columns) > maxColumns || len(f.Sums) != len(f.Columns) {
		bad("%d columns with %d sums; expected 1 to %d, and as many sums", len(f.Columns), len(f.Sums), maxColumns)
		return errors.Join(errs...)
	}
	sums := make([]PairCounts, len(f.Columns))
	for _, r := range f.Rows {
		if len(r.Cells) != len(f.Columns) {
			bad("the row %q has %d cells for %d columns", r.Name, len(r.Cells), len(f.Columns))
			continue
		}
		for i, n := range r.Cells {
			for state := range n {
				sums[i][state] += n[state]
				if n[state] < 0 {
					bad("a cell of %q is %v; expected zero or more", r.Name, n)
				}
			}
		}
	}
	for i, n := range f.Sums {
		if min(n[0], n[1], n[2], n[3]) < 0 || n.all() == 0 {
			bad("the column %q has %v; expected pairs", f.Columns[i], n)
		}
		if len(f.Rows) > 0 && n != sums[i] {
			bad("the cells of %q add up to %v and its sum is %v", f.Columns[i], sums[i], n)
		}
	}
	return errors.Join(errs...)
}

// SVG draws f; see SVG of a Figure.
func (f Matrix) SVG() ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	c := newPanel(&f.Words, maxStacked, 0)
	top := f.key(c, false)
	kind := "Matrix of " + f.Row + " by " + f.Column
	if len(f.Rows) == 0 {
		kind = "Bar chart by " + f.Column
		c.height = top + float64(len(f.Columns)*causeRow) + 8
	} else {
		top += 26
		c.height = top + float64(len(f.Rows)*matrixRow) + 6
	}
	c.openPanel(kind)
	c.hatchesOf(stateFills[1])
	f.key(c, true)
	if len(f.Rows) == 0 {
		f.bars(c, top)
	} else {
		f.cells(c, top)
	}
	c.raw("</svg>")
	return c.b, nil
}

// key lays out, and draws, what each sign means; it returns where it ends.
func (f *Matrix) key(c *canvas, draw bool) float64 {
	x, row := 4.0, 0
	for state, name := range f.States {
		w := glyphWidth + min(width(clean(name), wideFont), itemRoom)
		if x > 4 && x+w > frameWidth-4 {
			x, row = 4, row+1
		}
		if draw {
			y := float64(row*rowHeight) + 2
			f.signs(c, state, []corner{{x, y}})
			c.text(label{x: x + glyphWidth, y: y + 15, class: "key", s: name, room: itemRoom})
		}
		x += w + itemGap
	}
	return float64((row+1)*rowHeight) + 8
}

// corner is the upper left end of a sign.
type corner struct{ x, y float64 }

// signs draws the state's fill and its glyph in a square at each place.
func (f *Matrix) signs(c *canvas, state int, at []corner) {
	if len(at) == 0 {
		return
	}
	f.fill(c, state, func() {
		for _, p := range at {
			c.rect(p.x, p.y, matrixCell, matrixCell)
		}
	})
	stroke, class := paper, "rim"
	if state != 0 {
		c.raw(`<path class="hollow" fill="`, paper, `" d="`) // a spot of paper below the glyph
		for _, p := range at {
			c.circle(p.x+matrixCell/2, p.y+matrixCell/2, 7)
		}
		c.raw(`"/>`)
		stroke, class = "currentColor", "sign"
	}
	c.raw(`<path class="`, class, `" fill="none" stroke="`, stroke, `" stroke-width="2" d="`)
	for _, p := range at {
		c.state(state, p.x+matrixCell/2, p.y+matrixCell/2)
	}
	c.raw(`"/>`)
}

// state appends a state's glyph around a point: a tick, a clock's hands, a cross, a dash.
func (c *canvas) state(state int, x, y float64) {
	switch state {
	case 0:
		c.move(x-5, y)
		c.lineBy(4, 4)
		c.lineBy(7, -8)
	case 1:
		c.move(x, y-5)
		c.uprightBy(5)
		c.acrossBy(4)
	case 2:
		c.move(x-4, y-4)
		c.lineBy(8, 8)
		c.moveBy(0, -8)
		c.lineBy(-8, 8)
	default:
		c.move(x-4, y)
		c.acrossBy(8)
	}
}

func (f *Matrix) fill(c *canvas, state int, draw func()) {
	if fill := stateFills[state]; fill >= 0 {
		c.filled(fill, draw)
		return
	}
	c.raw(`<path class="hollow sign" fill="`, paper, `" stroke="`, muted, `" d="`)
	draw()
	c.raw(`"/>`)
}

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

// Table has the words of every cell; without rows a row for each column and its sums.
func (f Matrix) Table() (columns []string, rows [][]string) {
	if f.check() != nil {
		return nil, nil
	}
	if len(f.Rows) == 0 {
		columns = []string{clean(f.Column)}
		for _, name := range f.States {
			columns = append(columns, clean(name))
		}
		for i, n := range f.Sums {
			row := []string{clean(f.Columns[i])}
			for _, k := range n {
				row = append(row, unit.Grouped(int64(k)))
			}
			rows = append(rows, row)
		}
		return columns, rows
	}
	columns = []string{clean(f.Row)}
	for _, name := range f.Columns {
		columns = append(columns, clean(name))
	}
	for i := range f.Rows {
		row := []string{clean(f.Rows[i].Name)}
		for _, n := range f.Rows[i].Cells {
			row = append(row, f.words(n))
		}
		rows = append(rows, row)
	}
	return columns, rows
}

// words are a cell's states.
func (f *Matrix) words(n PairCounts) string {
	if n.all() == 0 {
		return "not required"
	}
	text := ""
	for state, k := range n {
		if k == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		if n.all() > 1 {
			text += strconv.Itoa(k) + " "
		}
		text += clean(f.States[state])
	}
	return text
}
