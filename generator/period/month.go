// Package period turns instants into calendar months of the site's zone, quickly and
// without time.Time in row loops.
//
// It knows nothing of metrics: which month is complete or provisional is decided by
// whoever holds the as-of instant.
package period

import (
	"fmt"
	"strconv"
	"time"
)

// Month counts calendar months since January of year 0: year*12 + (month-1).
// The zero value is January of year 0 and serves as "none".
type Month int32

// MonthOf is the month of a calendar date.
func MonthOf(year int, month time.Month) Month { return Month(year*12 + int(month) - 1) }

// Year is the calendar year of m.
func (m Month) Year() int { return int(m) / 12 }

// Of is the calendar month of m within its year.
func (m Month) Of() time.Month { return time.Month(int(m)%12 + 1) }

// String is the sortable form used in addresses and workbooks, "2026-03".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year(), int(m.Of())) }

// Long is the form used in sentences, "March 2026".
func (m Month) Long() string { return m.Of().String() + " " + strconv.Itoa(m.Year()) }

// Short is the form used on axes, "Mar 26".
func (m Month) Short() string {
	year := strconv.Itoa(100 + m.Year()%100)
	return m.Of().String()[:3] + " " + year[1:]
}

// ParseMonth reads "2026-03".
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a month; expected the form 2026-03", s)
	}
	return MonthOf(t.Year(), t.Month()), nil
}

// Start is the first instant of m in zone.
func (m Month) Start(zone *time.Location) time.Time {
	return m.Day(1, zone)
}

// Day is the first instant of a day of m in zone, and of the months after it: see DayStart.
func (m Month) Day(day int, zone *time.Location) time.Time {
	return DayStart(m.Year(), m.Of(), day, zone)
}
