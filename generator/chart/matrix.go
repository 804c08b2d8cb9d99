package chart

import (
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

func (f *Matrix) check() error {
	faults := newFaults(f.ID)
	bad := faults.add
	if len(f.Columns) == 0 || len(f.Columns) > maxColumns || len(f.Sums) != len(f.Columns) {
		bad("%d columns with %d sums; expected 1 to %d, and as many sums", len(f.Columns), len(f.Sums), maxColumns)
		return faults.err()
	}
	sums := f.added(bad)
	for i, n := range f.Sums {
		if min(n[0], n[1], n[2], n[3]) < 0 || n.all() == 0 {
			bad("the column %q has %v; expected pairs", f.Columns[i], n)
		}
		if len(f.Rows) > 0 && n != sums[i] {
			bad("the cells of %q add up to %v and its sum is %v", f.Columns[i], sums[i], n)
		}
	}
	return faults.err()
}

// added are the cells of each column, added up.
func (f *Matrix) added(bad func(string, ...any)) []PairCounts {
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
	return sums
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

// Table has the words of every cell; without rows a row for each column and its sums.
func (f Matrix) Table() (columns []string, rows [][]string) {
	if f.check() != nil {
		return nil, nil
	}
	if len(f.Rows) == 0 {
		return f.sumTable()
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

func (f *Matrix) sumTable() (columns []string, rows [][]string) {
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
