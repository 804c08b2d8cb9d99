package config

import (
	"math"
	"strconv"
	"strings"
	"time"

	"leadline/generator/diag"
	"leadline/generator/period"
)

// wrong is what the semantic types return: the binder adds the key and the position.
func wrong(text, expected, do string) error {
	return diag.Problem{Found: "is " + clip(text), Expected: expected, Do: do}
}

// Zone is a time zone by its IANA name.
type Zone struct{ *time.Location }

// UnmarshalText refuses "Local", which would make the output depend on the machine.
func (z *Zone) UnmarshalText(text []byte) error {
	name := string(text)
	location, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return wrong(name, "the IANA name of a time zone",
			"names look like Europe/London, America/New_York, Asia/Kolkata or UTC, with capitals")
	}
	z.Location = location
	return nil
}

// Duration is a length of time: Go's form ("72h", "90m") or whole days ("3d", each 24 hours).
type Duration time.Duration

// UnmarshalText accepts lengths above zero and up to a year.
func (d *Duration) UnmarshalText(text []byte) error {
	const most = 366 * 24 * time.Hour
	length, err := time.ParseDuration(string(text))
	if days, ok := strings.CutSuffix(string(text), "d"); ok {
		var n int
		n, err = strconv.Atoi(days)
		length = time.Duration(min(max(n, -1), 367)) * 24 * time.Hour
	}
	if err != nil {
		return wrong(string(text), `a length of time such as "72h" or "3d"`, "")
	}
	if length <= 0 || length > most {
		return wrong(string(text), "a length of time above 0 and at most 366 days", "")
	}
	*d = Duration(length)
	return nil
}

// Share is a part of a whole, 0…1, written 0.01 or "1 %".
type Share float64

// UnmarshalText refuses what is outside 0…1, so that max_rejected = 5 is not taken for 5 %.
func (s *Share) UnmarshalText(text []byte) error {
	number, percent := strings.CutSuffix(string(text), "%")
	share, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		share /= 100
	}
	if err != nil || math.IsNaN(share) || share < 0 || share > 1 {
		return wrong(string(text), `a share from 0 to 1, such as 0.01 or "1 %"`, "")
	}
	*s = Share(share)
	return nil
}

// AsOf is the end of the data as written: a date, which begins in the site's zone, or an instant.
type AsOf struct {
	at   time.Time
	date bool
}

// UnmarshalText accepts 2026-11-01 and 2026-11-01T06:00:00Z, from 1971 to 2105, the years
// for which every zone's instants fit period.Seconds.
func (a *AsOf) UnmarshalText(text []byte) error {
	const expected = "a date such as 2026-11-01, or an instant with its offset such as 2026-11-01T06:00:00Z"
	at, err := time.Parse(time.DateOnly, string(text))
	date := err == nil
	if !date {
		at, err = time.Parse(time.RFC3339, string(text))
	}
	switch {
	case err != nil:
		return wrong(string(text), expected, "")
	case at.Year() < 1971 || at.Year() > 2105:
		return wrong(string(text), "a year from 1971 to 2105", "")
	}
	*a = AsOf{at, date}
	return nil
}

// IsZero reports whether nothing was given.
func (a AsOf) IsZero() bool { return a.at.IsZero() }

// In is the instant: a date's first moment in zone. The zero AsOf is the zero time.
func (a AsOf) In(zone *time.Location) time.Time {
	if a.date {
		return period.DayStart(a.at.Year(), a.at.Month(), a.at.Day(), zone)
	}
	return a.at
}

// scalar is any single value as text, so that constants may be written 1 and true without quotes.
type scalar string

func (s *scalar) UnmarshalText(text []byte) error {
	*s = scalar(text)
	return nil
}
