// Package unit writes quantities the way people read them: durations with two significant
// figures, shares as "7 of 28 (25 %)", counts with thousands separators.
//
// It rounds for reading only. Whoever compares or computes uses the unrounded value.
package unit

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// Unit is what a figure is counted in.
type Unit uint8

const (
	// Seconds is an elapsed time; values are seconds.
	Seconds Unit = iota
	// PerWeek is events a week.
	PerWeek
	// Share is a part of a whole, 0 to 1.
	Share
	// Items is a number of things; it may be fractional (a daily mean).
	Items
	// Units is a number of teams or services, never what they are called.
	Units
	// Direction is only whether something rises (1), stays level (0) or falls (-1).
	Direction
	// Proportion is a part of something measured and not counted, such as of elapsed time, 0 to 1.
	Proportion
)

// Name is the unit as written in a workbook's unit column.
func (u Unit) Name() string {
	return [...]string{"seconds", "per week", "share", "items", "units", "direction", "proportion"}[u]
}

// Named is the unit with a name.
func Named(name string) (Unit, bool) {
	for u := Seconds; u <= Proportion; u++ {
		if u.Name() == name {
			return u, true
		}
	}
	return Seconds, false
}

// Text writes a value with its unit, "3.2 days", "4.5 a week", "25 %", "17".
func (u Unit) Text(v float64) string {
	switch u {
	case Seconds:
		return Duration(v)
	case PerWeek:
		return Significant(v, 2) + " a week"
	case Share:
		return Percent(v)
	case Proportion:
		return proportion(v)
	case Direction:
		return direction(v)
	default:
		return Significant(v, 3)
	}
}

// direction has a word for the sign and none for the size.
func direction(v float64) string {
	switch {
	case v > 0:
		return "rising"
	case v < 0:
		return "falling"
	default:
		return "level"
	}
}

// Range writes an interval in one unit, "2.1–4.7 days", "13–43 %"; of a duration that of
// its upper end.
func (u Unit) Range(low, high float64) string { return u.RangeAbout(high, low, high) }

// RangeAbout writes the interval of a value in the unit that the value is written in, so
// that "47 hours" has "41–53 hours" beside it and not "1.7–2.2 days".
func (u Unit) RangeAbout(value, low, high float64) string {
	name := ""
	switch u {
	case Seconds:
		scale, of := durationUnit(value)
		low, high, name = low/scale, high/scale, " "+of+"s"
	case Share, Proportion:
		low, high, name = low*100, high*100, " %"
	case PerWeek:
		name = " a week"
	}
	var room [48]byte
	b := appendSignificant(room[:0], low, 2)
	b = appendSignificant(append(b, "–"...), high, 2)
	return string(append(b, name...))
}

// Duration writes seconds with two significant figures in the unit a person would choose:
// minutes up to 90, hours up to 48, then days. Days are 24 hours of elapsed time.
func Duration(seconds float64) string {
	scale, name := durationUnit(seconds)
	var room [32]byte
	b := appendSignificant(room[:0], seconds/scale, 2)
	one := string(b) == "1"
	if b = append(append(b, ' '), name...); !one {
		b = append(b, 's')
	}
	return string(b)
}

func durationUnit(seconds float64) (scale float64, name string) {
	switch s := math.Abs(seconds); {
	case s < 90:
		return 1, "second"
	case s < 90*60:
		return 60, "minute"
	case s < 48*3600:
		return 3600, "hour"
	default:
		return 86400, "day"
	}
}

// Percent writes a share of 0…1 as a percentage with two significant figures.
func Percent(share float64) string { return Significant(share*100, 2) + " %" }

// proportion is a percentage that rounding does not make all.
func proportion(v float64) string {
	text := Percent(v)
	if v < 1 && text == Percent(1) {
		return "over 99 %"
	}
	return text
}

// Significant rounds to the given number of significant figures, drops zeros that say
// nothing and groups thousands: 3.24 → "3.2", 3.01 → "3", 0.05 → "0.05", 12345 → "12,000".
func Significant(v float64, figures int) string {
	var room [32]byte
	return string(appendSignificant(room[:0], v, figures))
}

func appendSignificant(b []byte, v float64, figures int) []byte {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return append(b, strings.TrimPrefix(strconv.FormatFloat(v, 'g', -1, 64), "-")...)
	}
	magnitude := int(math.Floor(math.Log10(math.Abs(v)))) + 1
	decimals := figures - magnitude
	if decimals > 0 {
		b = strconv.AppendFloat(b, v, 'f', decimals, 64)
		return bytes.TrimRight(bytes.TrimRight(b, "0"), ".")
	}
	step := math.Pow10(-decimals)
	return appendGrouped(b, int64(math.Round(v/step)*step))
}

// Grouped writes a whole number with commas between thousands.
func Grouped(n int64) string {
	var room [32]byte
	return string(appendGrouped(room[:0], n))
}

func appendGrouped(b []byte, n int64) []byte {
	var room [20]byte
	digits := strconv.AppendInt(room[:0], n, 10)
	if digits[0] == '-' {
		b, digits = append(b, '-'), digits[1:]
	}
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, d)
	}
	return b
}

// Plural writes a count with its noun: 1 "deployment", 2 "deployments".
func Plural(n int, noun string) string { return Grouped(int64(n)) + " " + Noun(n, noun) }

// Noun is the form that a noun has beside a count.
func Noun(n int, noun string) string {
	switch {
	case n == 1:
		return noun
	case strings.HasSuffix(noun, "s"), strings.HasSuffix(noun, "x"), strings.HasSuffix(noun, "ch"):
		return noun + "es"
	case strings.HasSuffix(noun, "y") && !strings.ContainsAny(noun[len(noun)-2:len(noun)-1], "aeiou"):
		return noun[:len(noun)-1] + "ies"
	default:
		return noun + "s"
	}
}
