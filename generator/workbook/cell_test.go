package workbook

import (
	"math"
	"testing"
	"time"

	"leadline/generator/table"
	"leadline/generator/unit"
)

func TestNumbersAndDates(t *testing.T) {
	late := time.Date(2026, 10, 25, 2, 30, 0, 0, time.FixedZone("", 3600))
	for _, c := range []struct {
		name string
		got  cell
		want cell
	}{
		{"the first date of Excel that is right", serial(firstDate, asDate), cell{format: asDate, number: 61}},
		{"a date before that", serial(firstDate-1, asDate), cell{format: asText, text: "1900-02-28T23:59:59Z"}},
		{"an instant is written in UTC", instant(late), cell{format: asInstant, number: 46320 + 1.5/24}},
		{"a date", as(table.Day("2026-03-01")), cell{format: asDate, number: 46082}},
		{"no date", as(table.Day("2026-02-30")), cell{}},
		{"a month", as(table.MonthOf(march)), cell{format: asMonth, number: 46082}},
		{"a month of the cover", month(march), cell{format: asMonth, number: 46082}},
		{"a second", as(table.At(1_790_000_000)), cell{format: asInstant, number: float64(1_790_000_000-epoch) / 86400}},
		{"15 digits", whole(999_999_999_999_999), cell{format: asWhole, number: 999_999_999_999_999}},
		{"16 digits", whole(1_000_000_000_000_000), cell{format: asText, text: "1000000000000000"}},
		{"-16 digits", whole(math.MinInt64), cell{format: asText, text: "-9223372036854775808"}},
		{"a value of 16 digits", as(table.Real(1e15)), cell{format: asText, text: "1000000000000000"}},
		{"a missing value", as(table.None(table.Withheld)), cell{}},
		{"a flag", as(table.Yes(false)), cell{format: asText, text: "no"}},
		{"a negative number", as(table.Real(-3)), cell{format: asWhole, number: -3}},
		{"a small duration does not read as zero", as(table.Quantity(unit.Seconds, 7)), cell{format: asFine, number: 7.0 / 86400}},
		{"a share", as(table.Quantity(unit.Share, 1)), cell{format: asShare, number: 1}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, c.got, c.want)
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(-1)} {
		if as(table.Real(x)).fault == "" {
			t.Errorf("%v is no fault", x)
		}
	}
	if zero := as(table.Real(math.Copysign(0, -1))).number; math.Signbit(zero) {
		t.Error("negative zero stays negative")
	}
}

func as(v table.Value) cell { return of(&v) }
