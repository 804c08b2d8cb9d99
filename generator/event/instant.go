package event

import (
	"encoding/binary"
	"math"
	"strings"
	"time"

	"leadline/generator/diag"
	"leadline/generator/period"
)

// timeRule is how one source writes its times.
type timeRule struct {
	format string         // "rfc3339", "unix", "unix_ms", "date" or a Go layout
	zoned  bool           // the layout says its offset
	zone   *time.Location // of times that do not; nil rejects them
}

// newTimeRule checks a source's declaration.
func newTimeRule(s *Source) (timeRule, diag.Problems) {
	r := timeRule{format: s.TimeFormat, zone: s.Zone}
	switch r.format {
	case "":
		r.format = "rfc3339"
	case "rfc3339", "unix", "unix_ms", "date":
	default:
		r.zoned = strings.Contains(r.format, "Z07") || strings.Contains(r.format, "-07")
		if !isLayout(r.format) {
			return r, diag.Problems{{Position: s.Declared, Found: "time_format = " + quoted([]byte(r.format)),
				Expected: "rfc3339, unix, unix_ms, date, or a Go layout of the time 2006-01-02 15:04:05 -07:00",
				Do:       "write the layout with exactly these numbers, without a zone's abbreviation"}}
		}
	}
	return r, nil
}

// isLayout tries a day: a layout that loses the day, or that names zones by abbreviations
// (they are ambiguous), is refused.
func isLayout(layout string) bool {
	day := time.Date(2021, 11, 23, 0, 0, 0, 0, time.UTC)
	back, err := time.Parse(layout, day.Format(layout))
	return err == nil && back.Equal(day) && !strings.Contains(layout, "MST")
}

func (r *timeRule) expects() string {
	switch r.format {
	case "rfc3339":
		return "a time as 2026-01-31T12:00:00Z or 2026-01-31T12:00:00+01:00"
	case "unix":
		return "seconds since 1970"
	case "unix_ms":
		return "milliseconds since 1970"
	case "date":
		return "a day as 2026-01-31"
	}
	return "a time as " + r.format
}

// parse turns text into whole seconds; fractions are cut off.
func (r *timeRule) parse(text []byte) (uint64, failure) {
	switch r.format {
	case "rfc3339":
		return r.rfc3339(text)
	case "unix":
		return epoch(text, 1)
	case "unix_ms":
		return epoch(text, 1000)
	case "date":
		days, ok := parseDay(text)
		if !ok || len(text) != 10 {
			return 0, badTime
		}
		return r.wall(days * 86400)
	}
	return r.layout(string(text))
}

func (r *timeRule) layout(text string) (uint64, failure) {
	t, err := time.Parse(r.format, text)
	switch {
	case err != nil:
		return 0, badTime
	case r.zoned:
		return seconds(t.Unix())
	}
	return r.wall(t.Unix())
}

// rfc3339 reads 2006-01-02T15:04:05[.fraction](Z|±hh:mm|), a space standing for T. It is
// written by hand because time.Parse takes ten times as long (RFC 3339, section 5.6;
// leap seconds and lower-case letters are not accepted).
func (r *timeRule) rfc3339(t []byte) (uint64, failure) {
	if len(t) < 19 || (t[10] != 'T' && t[10] != ' ') {
		return 0, badTime
	}
	days, ok := parseDay(t)
	clock, digits := digitsOf(binary.LittleEndian.Uint64(t[11:]), clockForm)
	if !ok || !digits {
		return 0, badTime
	}
	h, m, s := two(clock), two(clock>>24), two(clock>>48)
	if h > 23 || m > 59 || s > 59 {
		return 0, badTime
	}
	wall := days*86400 + int64(h)*3600 + int64(m)*60 + int64(s)
	t = t[19:]
	if len(t) > 0 && t[0] == '.' {
		n := 1
		for n < len(t) && t[n]-'0' <= 9 {
			n++
		}
		if n == 1 {
			return 0, badTime
		}
		t = t[n:]
	}
	switch {
	case len(t) == 1 && t[0] == 'Z':
		return seconds(wall)
	case len(t) == 0:
		return r.wall(wall)
	case len(t) != 6 || t[3] != ':' || (t[0] != '+' && t[0] != '-'):
		return 0, badTime
	}
	oh, om := pair(t, 1), pair(t, 4)
	if oh > 23 || om > 59 {
		return 0, badTime
	}
	offset := int64(oh)*3600 + int64(om)*60
	if t[0] == '-' {
		offset = -offset
	}
	return seconds(wall - offset)
}

// seconds checks the range that four bytes hold. Years 1 and 9999 are what tools write
// for "never", and would be read as real times elsewhere.
func seconds(unix int64) (uint64, failure) {
	if unix < 1 || unix > math.MaxUint32 {
		return 0, outsideYears
	}
	return uint64(period.Seconds(unix)), 0
}

// wall turns a clock's reading, given as if it were UTC, into the instant. When clocks
// were set back and show a time twice, the first is taken; a time that they skipped is
// rejected, but for midnight: that is how tools write a day, which begins after the gap.
func (r *timeRule) wall(reading int64) (uint64, failure) {
	if r.zone == nil {
		return 0, noZone
	}
	if reading < -86400 || reading > math.MaxUint32+86400 {
		return 0, outsideYears
	}
	before, after := r.offset(reading-86400), r.offset(reading+86400)
	for _, offset := range [2]int64{max(before, after), min(before, after)} {
		if r.offset(reading-offset) == offset {
			return seconds(reading - offset)
		}
	}
	if reading%86400 == 0 {
		return seconds(period.DayStart(1970, 1, 1+int(reading/86400), r.zone).Unix())
	}
	return 0, skippedTime
}

func (r *timeRule) offset(unix int64) int64 {
	_, offset := time.Unix(unix, 0).In(r.zone).Zone()
	return int64(offset)
}

// epoch reads a whole number, a fraction being cut off, of 1/per seconds since 1970.
func epoch(t []byte, per int64) (uint64, failure) {
	negative := len(t) > 1 && t[0] == '-'
	if negative {
		t = t[1:]
	}
	n, digits := int64(0), 0
	for digits < len(t) && t[digits]-'0' <= 9 {
		n = min(n*10+int64(t[digits]-'0'), 1<<52) // beyond 2106 in any unit
		digits++
	}
	if digits == 0 || !isFraction(t[digits:]) {
		return 0, badTime
	}
	if negative {
		return 0, outsideYears
	}
	return seconds(n / per)
}

func isFraction(t []byte) bool {
	if len(t) == 0 {
		return true
	}
	if len(t) == 1 || t[0] != '.' {
		return false
	}
	for _, c := range t[1:] {
		if c-'0' > 9 {
			return false
		}
	}
	return true
}
