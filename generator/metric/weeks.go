package metric

import (
	"leadline/generator/fact"
	"leadline/generator/unit"
)

// weeks is how many events each cell had in each week.
type weeks struct {
	grid
	private [][]uint32 // per worker until merge
	n       []uint32   // per cell and week
}

func newWeeks(r rows) *weeks {
	w := &weeks{grid: r.grid, private: make([][]uint32, r.workers())}
	for worker := range w.private {
		w.private[worker] = make([]uint32, r.cells*r.frame.Weeks.Len())
	}
	return w
}

// see notes an event of a week; -1 is outside of all weeks.
func (w *weeks) see(worker int, c fact.Cell, week int) {
	if week >= 0 {
		w.private[worker][int(c)*w.frame.Weeks.Len()+week]++
	}
}

func (w *weeks) merge() {
	w.n = w.private[0]
	for _, private := range w.private[1:] {
		for i, n := range private {
			w.n[i] += n
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
		if w.n[int(c)*w.frame.Weeks.Len()+week] > 0 {
			return true
		}
	}
	return false
}

// of is how many events cells had in a week.
func (w *weeks) of(cells []fact.Cell, week int) (n int) {
	for _, c := range cells {
		n += int(w.n[int(c)*w.frame.Weeks.Len()+week])
	}
	return n
}

// history is the counts of the newest complete weeks, at most so many, that are known when
// month m ends. It begins after the week of the cells' first event, part of which may lie
// before recording began, and with the first week that begins in month since or later.
func (w *weeks) history(cells []fact.Cell, m, most, since int) (counts []int) {
	_, to := w.frame.Weeks.OfMonth(m, w.frame.AsOf)
	first := 0
	for first < to && !w.seen(cells, first) {
		first++
	}
	if since > 0 {
		first = max(first, w.frame.Weeks.From(w.frame.Calendar.Start(since))-1)
	}
	for week := max(first+1, to-most); week < to; week++ {
		counts = append(counts, w.of(cells, week))
	}
	return counts
}
