package table

import (
	"math"
	"time"

	"leadline/generator/period"
	"leadline/generator/unit"
)

// Type is what a column's values are. A value of a Number column may itself be a Share: the
// number is the same, and a sheet shows it as a percentage.
type Type uint8

const (
	Text    Type = iota // a name or a few words
	Prose               // sentences, which a sheet wraps
	Code                // one of the column's Terms
	Flag                // true or false
	Whole               // a whole number
	Number              // any other number
	Share               // a number that reads as a percentage
	Date                // a calendar day
	Month               // a calendar month, written as the date of its first day
	Instant             // a second in UTC
	invalid
)

// IsText reports whether values of the type are texts.
func (t Type) IsText() bool { return t <= Code }

// Value is one value of a row, or the reason why there is none. The zero value is the
// empty text.
type Value struct {
	text    string
	number  float64 // Number, Share
	whole   int64   // Whole, Flag, days since 1970 of Date and Month, seconds since 1970 of Instant
	as      Type
	missing Missing
}

// Words is a text from anywhere, cleaned (see Clean).
func Words(s string) Value { return Value{text: Clean(s)} }

// Sentences is Words that a sheet wraps.
func Sentences(s string) Value { return Value{text: Clean(s), as: Prose} }

// Coded is a code of ours, which needs no cleaning.
func Coded(code string) Value { return Value{text: code, as: Code} }

// Yes is a flag.
func Yes(b bool) Value {
	v := Value{as: Flag}
	if b {
		v.whole = 1
	}
	return v
}

// Count is a whole number.
func Count[N int | int64](n N) Value { return Value{whole: int64(n), as: Whole} }

// Real is a number that must be finite; another is a defect (see Value.Fault). Negative zero
// is zero.
func Real(x float64) Value { return real(x, Number) }

// Part is a Real that a sheet shows as a percentage; a difference of shares may be negative.
func Part(x float64) Value { return real(x, Share) }

func real(x float64, as Type) Value {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Fault("is not a finite number")
	}
	return Value{number: x + 0, as: as}
}

// RealOr is Real, or the reason why there is no number where x is none.
func RealOr(x float64, why Missing) Value { return realOr(x, Number, why) }

func realOr(x float64, as Type, why Missing) Value {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return None(why)
	}
	return real(x, as)
}

// daySeconds turns seconds into days of 24 hours.
const daySeconds = 86400

// Quantity is a value of a figure: durations in days, everything else as it is.
func Quantity(u unit.Unit, x float64) Value {
	switch u {
	case unit.Seconds:
		return Real(x / daySeconds)
	case unit.Share, unit.Proportion:
		return Part(x)
	default:
		return Real(x)
	}
}

// MonthOf is a month.
func MonthOf(m period.Month) Value {
	return Value{whole: m.Start(time.UTC).Unix() / daySeconds, as: Month}
}

// Day is a date as definitions write it, 2026-10-01; missing where s is no date.
func Day(s string) Value {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return None(Undefined)
	}
	return Value{whole: t.Unix() / daySeconds, as: Date}
}

// At is a second.
func At(s period.Seconds) Value { return Value{whole: int64(s), as: Instant} }

// atOr is At, or the reason why there is no second where s is 0.
func atOr(s period.Seconds, why Missing) Value {
	if s == 0 {
		return None(why)
	}
	return At(s)
}

// None is no value, for a reason.
func None(why Missing) Value { return Value{missing: why} }

// Fault is a value that should be there and is not: whoever writes it says so and stops.
func Fault(why string) Value { return Value{text: why, as: invalid} }

// Type is what the value is; it says nothing of a missing one.
func (v *Value) Type() Type { return v.as }

// Missing is why there is no value; Present where there is one.
func (v *Value) Missing() Missing { return v.missing }

// Text is the value of the types that are text.
func (v *Value) Text() string { return v.text }

// Number is the value of Number and Share.
func (v *Value) Number() float64 { return v.number }

// Whole is the value of Whole, of Flag (0, 1), of Date and Month (days since 1970) and of
// Instant (seconds since 1970).
func (v *Value) Whole() int64 { return v.whole }

// Fault says what is wrong with a value that cannot be written; "" for all others.
func (v *Value) Fault() string {
	if v.as == invalid {
		return v.text
	}
	return ""
}
