package period

import (
	"time"
	_ "time/tzdata" // zones are known on machines that have no zone files of their own
)

// Seconds is an instant as whole seconds since 1970-01-01T00:00:00Z; 0 means absent.
// Four bytes reach from 1970 to 2106, which is wider than any delivery record; the
// readers reject what lies outside. Fractions of a second are cut off.
type Seconds = uint32

const day = 86400

// Calendar is a table of month starts in one zone, for months first…last.
type Calendar struct {
	Zone   *time.Location
	First  Month
	starts []int64 // start of month First+i, in seconds; one more than there are months
	byDay  []int32 // UTC day since starts[0]'s day → index of the month that the day begins in
	day0   int64
}

// NewCalendar builds the table for months first to last, both included.
func NewCalendar(zone *time.Location, first, last Month) *Calendar {
	c := &Calendar{Zone: zone, First: first}
	for m := first; m <= last+1; m++ {
		c.starts = append(c.starts, m.Start(zone).Unix())
	}
	c.day0 = floorDiv(c.starts[0], day)
	end := floorDiv(c.starts[len(c.starts)-1], day)
	month := int32(-1)
	for d := c.day0; d <= end; d++ {
		for int(month+1) < len(c.starts) && c.starts[month+1] <= d*day {
			month++
		}
		c.byDay = append(c.byDay, month)
	}
	return c
}

// Months is how many months the calendar holds.
func (c *Calendar) Months() int { return len(c.starts) - 1 }

// Index gives the month of t as an index from First, or -1 when t is absent or outside.
// A UTC day that holds a month's start needs one comparison more than the table look-up.
func (c *Calendar) Index(t Seconds) int {
	if t == 0 {
		return -1
	}
	d := int64(t)/day - c.day0
	if d < 0 || d >= int64(len(c.byDay)) {
		return -1
	}
	m := int(c.byDay[d])
	if m+1 < len(c.starts) && int64(t) >= c.starts[m+1] {
		m++
	}
	if m >= c.Months() {
		return -1
	}
	return m
}

// Start is the first second of month First+i; i may be one past the last month.
func (c *Calendar) Start(i int) Seconds { return clamp(c.starts[i]) }

// End is the first second after month First+i.
func (c *Calendar) End(i int) Seconds { return c.Start(i + 1) }

// Month is the month with index i.
func (c *Calendar) Month(i int) Month { return c.First + Month(i) }

// IndexOf is the inverse of Month: the index of m, or -1 when it is outside.
func (c *Calendar) IndexOf(m Month) int {
	if i := int(m - c.First); i >= 0 && i < c.Months() {
		return i
	}
	return -1
}

// Weeks is the length of month i in weeks, from its true length in seconds, so that a
// month with a clock change is not a little shorter or longer than it was.
func (c *Calendar) Weeks(i int) float64 {
	return float64(c.starts[i+1]-c.starts[i]) / (7 * day)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func clamp(t int64) Seconds {
	switch {
	case t < 0:
		return 0
	case t > int64(^uint32(0)):
		return ^uint32(0)
	}
	return uint32(t)
}
