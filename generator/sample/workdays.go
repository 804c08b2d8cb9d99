package sample

import (
	"time"

	"leadline/generator/period"
)

const (
	hour = int64(3600)
	day  = 24 * hour
)

// workdays knows when people work: Monday to Friday, not on public holidays, 07:00 to
// 17:00 UTC; and when production may change: not in the freeze at the end of the year.
type workdays struct {
	first    int64     // number (since 1970) of the first day known
	before   []int64   // by day: how many workdays came before it
	list     []int64   // numbers of the workdays
	deploys  [][]int64 // by month: starts of days on which production changes
	weekends [][]int64 // by month: starts of the other days outside the freeze
	starts   []int64   // by month, one more than there are months
}

func newWorkdays(first period.Month, months int) *workdays {
	from := first.Start(time.UTC).AddDate(-3, 0, 0) // changes begin before the first month
	to := (first + period.Month(months)).Start(time.UTC).AddDate(1, 0, 0)
	w := &workdays{first: from.Unix() / day}
	for t := from; t.Before(to); t = t.AddDate(0, 0, 1) {
		w.before = append(w.before, int64(len(w.list)))
		if isWorkday(t) {
			w.list = append(w.list, t.Unix()/day)
		}
	}
	for i := range months {
		w.month(first + period.Month(i))
	}
	w.starts = append(w.starts, (first + period.Month(months)).Start(time.UTC).Unix())
	return w
}

func (w *workdays) month(m period.Month) {
	var deploys, weekends []int64
	for t := m.Start(time.UTC); t.Month() == m.Of(); t = t.AddDate(0, 0, 1) {
		switch {
		case isFrozen(t):
		case isWorkday(t):
			deploys = append(deploys, t.Unix())
		default:
			weekends = append(weekends, t.Unix())
		}
	}
	w.starts = append(w.starts, m.Start(time.UTC).Unix())
	w.deploys, w.weekends = append(w.deploys, deploys), append(w.weekends, weekends)
}

// isFrozen is the year-end freeze: 18 December to 2 January.
func isFrozen(t time.Time) bool {
	return t.Month() == time.December && t.Day() >= 18 || t.Month() == time.January && t.Day() <= 2
}

func isWorkday(t time.Time) bool {
	if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		return false
	}
	switch t.Format("01-02") {
	case "01-01", "05-01", "10-03", "12-24", "12-25", "12-26", "12-31":
		return false
	}
	fromEaster := int(t.Sub(easter(t.Year())).Hours() / 24)
	return fromEaster != -2 && fromEaster != 1 // Good Friday, Easter Monday
}

// easter is Easter Sunday by the anonymous Gregorian algorithm (Nature, 20 April 1876).
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e, f := b/4, b%4, (b+8)/25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}

// deployTime is a moment in month m at which production changes: working hours, rarely a
// weekend.
func (w *workdays) deployTime(d draw, m int) int64 {
	if days := w.weekends[m]; len(days) > 0 && d.chance(0.02) {
		return days[d.IntN(len(days))] + 9*hour + d.Int64N(8*hour)
	}
	days := w.deploys[m]
	return days[d.IntN(len(days))] + 7*hour + (d.Int64N(10*hour)+d.Int64N(10*hour))/2
}

// workTime is a moment of work in month m, freeze or not.
func (w *workdays) workTime(d draw, m int) int64 {
	return w.later(w.starts[m] + d.Int64N(w.starts[m+1]-w.starts[m]-4*day))
}

// A workday is ten hours long and begins at seven.
const (
	opens  = 7 * hour
	closes = 17 * hour
	worked = closes - opens
)

func (w *workdays) works(d int64) bool {
	i := w.before[d-w.first]
	return i < int64(len(w.list)) && w.list[i] == d
}

// back is the moment from which seconds of working time pass until t. Moments outside
// working time count as the end of the workday before, so back(t, 0) moves t into
// working time. What would begin before the first day known begins on it.
func (w *workdays) back(t, seconds int64) int64 {
	d, second := t/day, t%day
	position := w.before[d-w.first] * worked
	if w.works(d) {
		position += min(max(second-opens, -1), worked-1)
	} else {
		position--
	}
	position = max(0, position-seconds)
	return w.list[position/worked]*day + opens + position%worked
}

// later moves t forward into working time; a time of work stays.
func (w *workdays) later(t int64) int64 {
	d, second := t/day, t%day
	if second >= closes {
		d++
	}
	if second < opens || second >= closes || d-w.first >= int64(len(w.before)) || !w.works(d) {
		second = opens + second%worked
	}
	for d-w.first < int64(len(w.before)) && !w.works(d) {
		d++
	}
	return d*day + second
}
