package period

import (
	"testing"
	"time"
)

// A day begins with the first second that has its date, also where clocks change at midnight:
// they skip it (Santiago, Asuncion, Tehran, Beirut) or repeat it (Havana), or a whole day (Apia).
func TestDaysBeginWithTheirFirstSecond(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/London", "America/Havana", "America/Santiago", "America/Asuncion", "America/Scoresbysund", "Asia/Tehran", "Asia/Beirut", "Africa/Cairo", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati"} {
		z := zone(t, name)
		for d := range 6000 {
			date := time.Date(2010, 1, 1+d, 0, 0, 0, 0, time.UTC)
			start := DayStart(2010, 1, 1+d, z)
			if start.Format(time.DateOnly) != date.Format(time.DateOnly) && date.Format(time.DateOnly) != "2011-12-30" {
				t.Errorf("%s begins at %s", date.Format(time.DateOnly), start)
			}
			if before := start.Add(-time.Second); before.Format(time.DateOnly) >= date.Format(time.DateOnly) {
				t.Errorf("%s begins at %s, and %s is of it", date.Format(time.DateOnly), start, before)
			}
		}
	}
}

// November 2026 begins in Havana with an hour that clocks have twice; a week of 2021 in Tehran
// with one that they skip.
func TestMonthsAndWeeksBeginWithTheirFirstSecond(t *testing.T) {
	if got := MonthOf(2026, time.November).Start(zone(t, "America/Havana")).UTC(); !got.Equal(time.Date(2026, 11, 1, 4, 0, 0, 0, time.UTC)) {
		t.Errorf("November begins at %s", got)
	}
	z := zone(t, "Asia/Tehran")
	w := NewWeeks(NewCalendar(z, MonthOf(2021, time.January), MonthOf(2021, time.June)))
	for _, at := range w.starts {
		start := time.Unix(at, 0).In(z)
		if before := start.Add(-time.Second); start.Weekday() != time.Monday || before.Weekday() != time.Sunday {
			t.Errorf("a week begins at %s", start)
		}
	}
}
