package period

import "slices"

// Weeks is a table of the weeks, Monday to Sunday in one zone, that end within a calendar.
type Weeks struct {
	starts []int64
	month  []int32 // month index in which the week's Sunday falls; -1 outside
}

// NewWeeks lists the weeks whose last day falls into the calendar's months.
func NewWeeks(c *Calendar) *Weeks {
	w := &Weeks{}
	begins := func(day int) int64 { return c.First.Day(day, c.Zone).Unix() }
	monday := 1 - int(c.First.Start(c.Zone).Weekday()+6)%7 // the Monday at or before the first
	for ; begins(monday) < c.starts[c.Months()]; monday += 7 {
		w.starts = append(w.starts, begins(monday))
		w.month = append(w.month, int32(c.Index(clamp(begins(monday+6)))))
	}
	w.starts = append(w.starts, begins(monday))
	return w
}

// Len is how many weeks there are.
func (w *Weeks) Len() int { return len(w.month) }

// Index is the week of t, or -1. Weeks are seven days but for an hour at clock changes, so
// the division is right or one off.
func (w *Weeks) Index(t Seconds) int {
	i := int((int64(t) - w.starts[0]) / (7 * day))
	if t == 0 || int64(t) < w.starts[0] || i > w.Len() {
		return -1
	}
	if i < len(w.starts)-1 && int64(t) >= w.starts[i+1] {
		i++
	} else if int64(t) < w.starts[i] {
		i--
	}
	if i >= w.Len() {
		return -1
	}
	return i
}

// OfMonth are the weeks, as a range of indices, that end in month m and at or before t.
func (w *Weeks) OfMonth(m int, t Seconds) (from, to int) {
	for from < w.Len() && int(w.month[from]) != m {
		from++
	}
	for to = from; to < w.Len() && int(w.month[to]) == m && w.starts[to+1] <= int64(t); to++ {
	}
	return from, to
}

// From is the first week that begins at or after t; Len if none does.
func (w *Weeks) From(t Seconds) int {
	week, _ := slices.BinarySearch(w.starts[:w.Len()], int64(t))
	return week
}
