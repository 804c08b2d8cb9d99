package event

import (
	"fmt"

	"leadline/generator/diag"
)

// badCell is a value that rejects its row.
type badCell struct {
	row, column int
	why         failure
	text        []byte
}

// badCodes finds the values of a page that are bad entries of the dictionary.
func (c *columnReader) badCodes(codes []int32) {
	bad := map[int32]badCell{}
	for _, b := range c.inDict {
		bad[int32(b.row)] = b
	}
	for k, code := range codes {
		if b, ok := bad[code]; ok {
			b.row = k
			c.bads = append(c.bads, b)
		}
	}
}

// placeBads turns the bads' numbers among a page's values into rows.
func (c *columnReader) placeBads(levels []byte, from int) {
	bads := c.bads[from:]
	if len(bads) == 0 {
		return
	}
	if levels == nil {
		for i := range bads {
			bads[i].row += c.at
		}
		return
	}
	k := 0
	for row, level := range levels {
		if level == 0 {
			continue
		}
		for len(bads) > 0 && bads[0].row == k {
			bads[0].row, bads = c.at+row, bads[1:]
		}
		k++
	}
}

// requireAll finds rows without a value that must have one.
func (c *chunkReader[T]) requireAll() {
	absent := T(c.f.absent)
	if c.f.must == 0 || !c.gaps {
		return
	}
	bad := map[int]bool{}
	for _, b := range c.bads {
		bad[b.row] = true
	}
	for row, x := range c.out {
		if x == absent && !bad[row] {
			c.bads = append(c.bads, badCell{row: row, column: c.i, why: c.f.must})
		}
	}
}

// keepGood moves the rows to keep to the front and returns their number.
func (p *part) keepGood(in *input, g, n int, bads []badCell) int {
	if len(bads) == 0 && p.sound(n) {
		return n
	}
	kept := 0
	for row := range n {
		pos := func() diag.Position {
			return diag.Position{File: in.path, At: fmt.Sprintf("row group %d, row %d", g+1, row+1)}
		}
		if len(bads) > 0 && bads[0].row == row {
			b := bads[0]
			p.reject(pos(), b.why, in.explain(&in.fields[b.column], b.why, b.text))
			bads = bads[1:]
			continue
		}
		if p.accept(row, pos) {
			if kept != row {
				for i := range p.Columns {
					p.Columns[i].move(kept, row)
				}
			}
			kept++
		}
	}
	return kept
}
