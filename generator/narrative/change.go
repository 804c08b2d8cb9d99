package narrative

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Over is "Over May–October 2026 it was 0.52 times what it was over the 12 months before (95 %
// interval 0.41–0.66)", or "6.2 percentage points higher than", "25 items more than".
func Over(c metric.Change) string {
	var is string
	switch c.Scale {
	case metric.Ratio:
		is = Amount(c) + " what it was"
	case metric.Points:
		is = points(c) + " " + [...]string{"lower", "higher"}[up(c)] + " than"
	default:
		is = items(unit.Significant(math.Abs(c.Estimate), 2)) + " " + [...]string{"fewer", "more"}[up(c)] + " than"
	}
	return fmt.Sprintf("Over %s it was %s over %s (%s)", months(c.First, c.Last), is, Before(c), Interval(c))
}

// points is the size of a difference of shares: "1 percentage point", "6.2 percentage points".
func points(c metric.Change) string {
	size := unit.Significant(math.Abs(c.Estimate*100), 2)
	if size == "1" {
		return "1 percentage point"
	}
	return size + " percentage points"
}

func up(c metric.Change) int { return max(0, c.Direction()) }

// Before names the months compared with; months without a value are passed over.
func Before(c metric.Change) string {
	if c.Gaps > 0 {
		return "the 12 months with a value before"
	}
	return "the 12 months before"
}

// items is a difference as it is printed, with its noun: one, up or down, is one item.
func items(printed string) string {
	if strings.TrimLeft(printed, "+−") == "1" {
		return printed + " item"
	}
	return printed + " items"
}

// Amount is "0.52 times", "+6.2 percentage points" or "+6 items".
func Amount(c metric.Change) string {
	switch c.Scale {
	case metric.Ratio:
		return ratio(c.Estimate) + " times"
	case metric.Points:
		return signed(c.Estimate*100) + " percentage points"
	default:
		return items(signed(c.Estimate))
	}
}

// Interval is "95 % interval 0.41–0.66", and "from 0.41" or "up to +3" where an end was not
// reached.
func Interval(c metric.Change) string {
	print, scale, to := signed, 1.0, " to "
	switch c.Scale {
	case metric.Ratio:
		print, to = ratio, "–"
	case metric.Points:
		scale = 100
	}
	name := strconv.Itoa(int(math.Round(c.Confidence*100))) + " % interval "
	switch {
	case math.IsNaN(c.Low):
		return "no interval"
	case math.IsInf(c.High, 1):
		return name + "from " + print(c.Low*scale)
	case math.IsInf(c.Low, -1):
		return name + "up to " + print(c.High*scale)
	default:
		return name + print(c.Low*scale) + to + print(c.High*scale)
	}
}

// Nearly explains an interval that leaves "no change" out and still is no claim.
func Nearly(c metric.Change) string {
	none := 0.0
	if c.Scale == metric.Ratio {
		none = 1
	}
	if c.OneMonth() {
		return " (one month alone makes the difference)"
	}
	if c.Low > none || c.High < none {
		return fmt.Sprintf(" (p = %s; under 0.01 would be called a change)", unit.Significant(c.P, 2))
	}
	return ""
}

// Opposite is what parts did that moved against the whole.
func Opposite(c metric.Change) string {
	if c.Direction() > 0 {
		return "fell"
	}
	return "rose"
}

// Split says how much of a difference of shares each part is.
func Split(c metric.Change) string {
	text := fmt.Sprintf("%s from the services' own shares, %s from how much each of them weighs", signed(c.Mix.Rate*100), signed(c.Mix.Weights*100))
	if c.Mix.EntryExit != 0 {
		text += ", " + signed(c.Mix.EntryExit*100) + " from services that only one of the two times has"
	}
	return text
}

// ratio has two decimals, so that 0.94 and 1.13 are as exact as each other.
func ratio(v float64) string {
	if v >= 0.095 && v < 9.995 {
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	return unit.Significant(v, 2)
}

// signed is "+6.2", "−1.5" or "0".
func signed(v float64) string {
	text := strings.TrimPrefix(unit.Significant(v, 2), "-")
	switch {
	case text == "0":
		return text
	case v < 0:
		return "−" + text
	default:
		return "+" + text
	}
}

// months is "May–October 2026", or with both years.
func months(first, last period.Month) string {
	if first.Year() == last.Year() {
		return first.Of().String() + "–" + last.Long()
	}
	return first.Long() + "–" + last.Long()
}
