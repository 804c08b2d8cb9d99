package period

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// The table must agree with time.Time for every instant, in zones with clock changes at
// midnight, half-hour offsets and a day that never happened (Apia, 30 December 2011).
func TestCalendarAgreesWithTime(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "America/Santiago", "Africa/Cairo"} {
		z := zone(t, name)
		c := NewCalendar(z, MonthOf(2010, time.March), MonthOf(2026, time.October))
		w := NewWeeks(c)
		rapid.Check(t, func(t *rapid.T) {
			at := rapid.Int64Range(1262304000, 1798761600).Draw(t, "at") // 2010 to 2026
			local := time.Unix(at, 0).In(z)
			want := c.IndexOf(MonthOf(local.Year(), local.Month()))
			if got := c.Index(Seconds(at)); got != want {
				t.Fatalf("%s in %s: month index %d, want %d", local, name, got, want)
			}
			if i := w.Index(Seconds(at)); i >= 0 {
				start := time.Unix(w.starts[i], 0).In(z)
				if start.Weekday() != time.Monday && name != "Pacific/Apia" {
					t.Fatalf("week %d starts on %s", i, start)
				}
				if at < w.starts[i] || at >= w.starts[i+1] {
					t.Fatalf("%s is not in week %d", local, i)
				}
			} else if want >= 1 && want < c.Months()-1 {
				t.Fatalf("%s is in no week", local)
			}
		})
	}
}

func TestCalendarEdges(t *testing.T) {
	c := NewCalendar(zone(t, "Europe/London"), MonthOf(2026, time.March), MonthOf(2026, time.April))
	for _, tc := range []struct {
		at   string
		want int
	}{
		{"2026-02-28T23:59:59Z", -1}, {"2026-03-01T00:00:00Z", 0}, {"2026-03-31T22:59:59Z", 0},
		{"2026-03-31T23:00:00Z", 1}, {"2026-04-30T22:59:59Z", 1}, {"2026-04-30T23:00:00Z", -1}, {"2050-01-01T00:00:00Z", -1},
	} {
		at, _ := time.Parse(time.RFC3339, tc.at)
		if got := c.Index(Seconds(at.Unix())); got != tc.want {
			t.Errorf("%s: index %d, want %d", tc.at, got, tc.want)
		}
	}
	if got := c.Index(0); got != -1 {
		t.Errorf("an absent instant is in month %d", got)
	}
	if weeks := c.Weeks(0); weeks != (31*24-1)/168.0 {
		t.Errorf("March 2026 in London has %g weeks; the clock change takes an hour", weeks)
	}
}

func TestWeeksOfMonth(t *testing.T) {
	c := NewCalendar(time.UTC, MonthOf(2026, time.March), MonthOf(2026, time.April))
	w := NewWeeks(c)
	from, to := w.OfMonth(0, c.End(0))
	if to-from != 5 { // Sundays of March 2026: 1, 8, 15, 22, 29
		t.Errorf("%d weeks end in March 2026", to-from)
	}
	if from, to = w.OfMonth(1, Seconds(time.Date(2026, 4, 13, 0, 0, 0, 0, time.UTC).Unix())); to-from != 2 {
		t.Errorf("%d weeks of April have ended by the 13th", to-from)
	}
}

func TestMonthForms(t *testing.T) {
	m, err := ParseMonth("2026-03")
	if err != nil || m.String() != "2026-03" || m.Long() != "March 2026" || m.Short() != "Mar 26" || (m-3).String() != "2025-12" {
		t.Errorf("%v %s %s %s %s", err, m, m.Long(), m.Short(), m-3)
	}
	if _, err := ParseMonth("2026-13"); err == nil || err.Error() != `"2026-13" is not a month; expected the form 2026-03` {
		t.Errorf("error %v", err)
	}
}

func BenchmarkCalendarIndex(b *testing.B) {
	c := NewCalendar(zone(b, "Europe/London"), MonthOf(2023, time.November), MonthOf(2026, time.October))
	n := 0
	for i := range b.N {
		n += c.Index(Seconds(1700000000 + i%90000000))
	}
	_ = n
}
