package period

import "time"

// DayStart is the first instant of a calendar date in zone; a day out of its month counts on
// into the next, as in time.Date. Where clocks skip midnight, that is the instant after the gap
// (a day that is skipped begins with the next one), where they repeat it, the first of the two;
// of time.Date both are left open, and the end of the day before may come out.
func DayStart(year int, month time.Month, day int, zone *time.Location) time.Time {
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	at := midnight.Add(-36 * time.Hour).In(zone) // is before it everywhere
	for {
		_, offset := at.Zone()
		start := midnight.Add(-time.Duration(offset) * time.Second)
		if start.Before(at) {
			return at // clocks went from before midnight to after it
		}
		_, end := at.ZoneBounds()
		if end.IsZero() || start.Before(end) {
			return start.In(zone)
		}
		at = end
	}
}
