package metric

import (
	"leadline/generator/fact"
	"leadline/generator/unit"
)

// weeks is in which weeks each cell had an event.
type weeks struct {
	grid
	private [][]bool // per worker until merge
	any     []bool   // per cell and week
}

func newWeeks(r rows) *weeks {
	w := &weeks{grid: r.grid, private: make([][]bool, r.workers())}
	for worker := range w.private {
		w.private[worker] = make([]bool, r.cells*r.frame.Weeks.Len())
	}
	return w
}

// see notes an event of a week; -1 is outside of all weeks.
func (w *weeks) see(worker int, c fact.Cell, week int) {
	if week >= 0 {
		w.private[worker][int(c)*w.frame.Weeks.Len()+week] = true
	}
}

func (w *weeks) merge() {
	w.any = w.private[0]
	for _, private := range w.private[1:] {
		for i, any := range private {
			w.any[i] = w.any[i] || any
		}
	}
	w.private = nil
}

// quiet counts the weeks without an event; N is the weeks that ended in the month.
func (w *weeks) quiet(cells []fact.Cell, m int) Figure {
	from, to := w.frame.Weeks.OfMonth(m, w.frame.AsOf)
	quiet := 0
	for week := from; week < to; week++ {
		if !w.seen(cells, week) {
			quiet++
		}
	}
	return number("quiet_weeks", unit.Items, float64(quiet), to-from)
}

func (w *weeks) seen(cells []fact.Cell, week int) bool {
	for _, c := range cells {
		if w.any[int(c)*w.frame.Weeks.Len()+week] {
			return true
		}
	}
	return false
}
