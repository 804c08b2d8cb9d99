package chart

// Row is one line of a Tally: how many things are of a kind.
type Row struct {
	Name string
	N    int
}

const (
	tallyDot  = 13  // width of a dot in a row, with its gap
	tallyMost = 120 // things in one row of which each is a dot; beyond, rows are bars
)

// layTally gives each row a line for its name and as many lines of dots as it needs.
func (c *canvas) layTally() {
	c.t = &timeScale{left: 4, right: frameWidth - 14}
	y := 0.0
	for _, r := range c.f.Rows {
		y += rowHeight + c.tallyHeight(r)
	}
	c.s.top, c.s.bottom, c.height = 0, y, y+4
}

// perLine leaves room for the number behind the last dot.
func (c *canvas) perLine() int { return int((c.t.right - c.t.left - 60) / tallyDot) }

func (c *canvas) tallyBars() bool {
	for _, r := range c.f.Rows {
		if r.N > tallyMost {
			return true
		}
	}
	return false
}

func (c *canvas) tallyHeight(r Row) float64 {
	lines := 1
	if !c.tallyBars() {
		lines = max(1, (r.N+c.perLine()-1)/c.perLine())
	}
	return float64(lines)*tallyDot + 12
}

// tally draws each row's name, and below it a dot for each thing and their number.
func (c *canvas) tally() {
	most := 1
	for _, r := range c.f.Rows {
		most = max(most, r.N)
	}
	bars, y := c.tallyBars(), 0.0
	for _, r := range c.f.Rows {
		c.text(label{x: c.t.left, y: y + 17, class: "key", s: r.Name, room: frameWidth - 8})
		y += rowHeight
		end := c.t.left
		c.group(0)
		if bars {
			width := float64(r.N) / float64(most) * (c.t.right - c.t.left - 60)
			c.raw(`<path class="bar" fill="currentColor" d="`)
			c.rect(c.t.left, y+1, max(width, 1), tallyDot-2)
			c.raw(`"/>`)
			end += width
		} else if r.N > 0 {
			c.raw(`<path class="dots" fill="none" stroke="currentColor" stroke-linecap="round" stroke-width="10" d="`)
			for i := range r.N {
				line, at := i/c.perLine(), i%c.perLine()
				if at == 0 {
					c.move(c.t.left+tallyDot/2, y+tallyDot/2+float64(line*tallyDot))
				} else {
					c.moveBy(tallyDot, 0)
				}
				c.dot()
				end = max(end, c.t.left+float64(at+1)*tallyDot)
			}
			c.raw(`"/>`)
		}
		c.raw(`</g>`)
		c.text(label{x: end + 6, y: y + 12, class: "tick", s: count(r.N)})
		y += c.tallyHeight(r)
	}
}

func tallyTable(f *Figure) (columns []string, rows [][]string) {
	for _, r := range f.Rows {
		rows = append(rows, []string{clean(r.Name), count(r.N)})
	}
	return []string{clean(f.Axis), "Number"}, rows
}

func (c *canvas) describeTally() {
	c.raw("Rows of dots, one for each. ")
	for _, r := range c.f.Rows {
		c.escaped(clean(r.Name))
		c.raw(": ", count(r.N), ". ")
	}
	c.raw("The table below has every number.")
}

func checkTally(f *Figure, bad func(string, ...any)) {
	for _, r := range f.Rows {
		if r.N < 0 || r.N > maxValue {
			bad("the row %q has %d; expected a number of things", r.Name, r.N)
		}
	}
}
