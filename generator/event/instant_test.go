package event

import (
	"math"
	"regexp"
	"testing"
	"time"
)

// canonical is the grammar that the hand-written parser must accept whenever the standard
// library finds the values sound. Offsets of 24 hours are the library's own generosity.
var canonical = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

func FuzzInstant(f *testing.F) {
	for _, seed := range []string{"2026-01-02T03:04:05Z", "2024-02-29T23:59:59.999999999+14:00", "2023-02-29T00:00:00Z", "1970-01-01T00:00:00Z",
		"1970-01-01T00:00:01Z", "2106-02-07T06:28:15Z", "2106-02-07T06:28:16Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00-23:59", "9999-12-31T23:59:60Z",
		"2026-01-02 03:04:05Z", "2026-01-02T03:04:05", "2026-01-02T3:04:05Z", "2026-01-02T03:04:05,5Z", "2026-13-01T00:00:00Z", "2100-02-29T00:00:00Z"} {
		f.Add(seed)
	}
	rule := timeRule{format: "rfc3339"}
	f.Fuzz(func(t *testing.T, text string) {
		got, why := rule.parse([]byte(text))
		standard := []byte(text)
		if len(standard) > 10 && standard[10] == ' ' {
			standard[10] = 'T'
		}
		want, err := time.Parse(time.RFC3339, string(standard))
		inside := err == nil && want.Unix() >= 1 && want.Unix() <= math.MaxUint32
		switch {
		case why == 0 && (!inside || int64(got) != want.Unix()):
			t.Fatalf("%q: got %d, time.Parse has %v, %v", text, got, want, err)
		case why == outsideYears && (err != nil || inside):
			t.Fatalf("%q: outside, but time.Parse has %v, %v", text, want, err)
		case why == badTime && err == nil && canonical.Match(standard):
			t.Fatalf("%q is rejected, time.Parse has %v", text, want)
		}
	})
}

// Every day that four bytes hold, and the days around the ends.
func TestDays(t *testing.T) {
	for day := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 10000; day = day.AddDate(0, 0, 1) {
		got, ok := parseDay([]byte(day.Format(time.DateOnly)))
		if !ok || got*86400 != day.Unix() {
			t.Fatalf("%s: %d, %v", day.Format(time.DateOnly), got, ok)
		}
	}
}

func TestInstants(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	santiago, err := time.LoadLocation("America/Santiago")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		format string
		zone   *time.Location
		text   string
		want   string // RFC 3339 in UTC, or the reason
	}{
		{"", berlin, "2026-07-01 12:00:00", "2026-07-01T10:00:00Z"},
		{"", berlin, "2026-07-01 12:00:00Z", "2026-07-01T12:00:00Z"},
		{"", berlin, "2026-10-25 02:30:00", "2026-10-25T00:30:00Z"}, // shown twice: the first
		{"", berlin, "2026-10-25 01:59:59", "2026-10-24T23:59:59Z"},
		{"", berlin, "2026-10-25 03:00:00", "2026-10-25T02:00:00Z"},
		{"", berlin, "2026-03-29 01:59:59", "2026-03-29T00:59:59Z"},
		{"", berlin, "2026-03-29 02:00:00", reasons[skippedTime]},
		{"", berlin, "2026-03-29 02:59:59", reasons[skippedTime]},
		{"", berlin, "2026-03-29 03:00:00", "2026-03-29T01:00:00Z"},
		{"", nil, "2026-03-29 03:00:00", reasons[noZone]},
		{"", berlin, "0001-01-01 00:00:00", reasons[outsideYears]},
		{"date", berlin, "2026-07-01", "2026-06-30T22:00:00Z"},
		{"date", santiago, "2026-09-06", "2026-09-06T04:00:00Z"},       // begins at one o'clock
		{"02/01/2006", santiago, "06/09/2026", "2026-09-06T04:00:00Z"}, // the same
		{"", santiago, "2026-09-06 00:30:00", reasons[skippedTime]},
		{"date", nil, "2026-07-01", reasons[noZone]},
		{"date", berlin, "2026-07-01T00:00:00", reasons[badTime]},
		{"unix", nil, "1767323045", "2026-01-02T03:04:05Z"},
		{"unix", nil, "1767323045.999", "2026-01-02T03:04:05Z"},
		{"unix", nil, "1767323045.", reasons[badTime]},
		{"unix", nil, "0", reasons[outsideYears]},
		{"unix", nil, "-62135596800", reasons[outsideYears]},
		{"unix", nil, "1767323045000", reasons[outsideYears]},
		{"unix", nil, "99999999999999999999999", reasons[outsideYears]},
		{"unix", nil, "", reasons[badTime]},
		{"unix_ms", nil, "1767323045999", "2026-01-02T03:04:05Z"},
		{"02.01.2006 15:04", berlin, "02.01.2026 04:04", "2026-01-02T03:04:00Z"},
		{"02.01.2006 15:04", nil, "02.01.2026 04:04", reasons[noZone]},
		{"2006-01-02T15:04:05.999-0700", nil, "2026-01-02T05:04:05.5+0200", "2026-01-02T03:04:05Z"},
		{"2006-01-02T15:04:05Z0700", nil, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"},
	} {
		rule, problems := newTimeRule(&Source{TimeFormat: c.format, Zone: c.zone})
		if len(problems) > 0 {
			t.Errorf("%s: %v", c.format, problems)
		}
		x, why := rule.parse([]byte(c.text))
		got := time.Unix(int64(x), 0).UTC().Format(time.RFC3339)
		if why != 0 {
			got = reasons[why]
		}
		if got != c.want {
			t.Errorf("%q as %s: got %s, want %s", c.text, c.format, got, c.want)
		}
	}
}
