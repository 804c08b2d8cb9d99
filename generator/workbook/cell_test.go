package workbook

import (
	"math"
	"testing"
	"time"

	"leadline/generator/unit"
)

func TestNumbersAndDates(t *testing.T) {
	late := time.Date(2026, 10, 25, 2, 30, 0, 0, time.FixedZone("", 3600))
	for _, c := range []struct {
		name string
		got  cell
		want cell
	}{
		{"the first date of Excel that is right", instant(firstDate, asDate), cell{format: asDate, number: 61}},
		{"a date before that", instant(firstDate.Add(-time.Second).In(time.FixedZone("", 3600)), asDate), cell{format: asText, text: "1900-02-28T23:59:59Z"}},
		{"an instant is written in UTC", instant(late, asInstant), cell{format: asInstant, number: 46320 + 1.5/24}},
		{"a date", date("2026-03-01"), cell{format: asDate, number: 46082}},
		{"no date", date("2026-02-30"), cell{format: asText, text: "2026-02-30"}},
		{"a month", month(march), cell{format: asMonth, number: 46082}},
		{"15 digits", whole(int64(999_999_999_999_999)), cell{format: asWhole, number: 999_999_999_999_999}},
		{"16 digits", whole(int64(1_000_000_000_000_000)), cell{format: asText, text: "1000000000000000"}},
		{"-16 digits", whole(int64(math.MinInt64)), cell{format: asText, text: "-9223372036854775808"}},
		{"a value of 16 digits", decimal(1e15), cell{format: asText, text: "1000000000000000"}},
		{"NaN", number(math.NaN(), asDecimal), cell{}},
		{"infinity", decimal(math.Inf(-1)), cell{}},
		{"a small duration does not read as zero", quantity(unit.Seconds, 7), cell{format: asFine, number: 7.0 / 86400}},
		{"a share", quantity(unit.Share, 1), cell{format: asShare, number: 1}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, c.got, c.want)
		}
	}
	if zero := number(math.Copysign(0, -1), asDecimal).number; math.Signbit(zero) {
		t.Error("negative zero stays negative")
	}
}
