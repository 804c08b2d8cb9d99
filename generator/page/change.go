package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// alike is the correlation of neighbouring months above which the wording is softer: charts
// and tests alike then speak too often.
const alike = 0.3

// changeSentence says what the newest six months are against the twelve before, never more
// than "no detectable change", and never whether it is good. "" where nothing is compared.
func changeSentence(c metric.Change) string {
	switch {
	case c.Absence == metric.NotApplicable, c.Absence == metric.NoData: // the headline has said so
		return ""
	case c.Absence != metric.Present:
		return "Too early to judge a sustained change: " + c.Reason + "."
	case !c.Claimed:
		return fmt.Sprintf("No detectable change against %s: %s, %s%s.", before(c), amount(c), interval(c), nearly(c)) + hidden(c)
	case c.Mix.Changed && math.IsNaN(c.Mix.Weights):
		return fmt.Sprintf("%s, while it %s in each of its %d services that can be compared: the mix of work changed.",
			over(c), opposite(c), c.Mix.Groups)
	case c.Mix.Changed:
		return "The mix of work changed. " + over(c) + ": " + split(c) + "."
	case c.Neighbours > alike:
		return fmt.Sprintf("%s: probably a sustained change. Neighbouring months were alike before (correlation %s), which makes false alarms more frequent.",
			over(c), unit.Significant(c.Neighbours, 2))
	default:
		return over(c) + ": a sustained change."
	}
}

// changeWords is the change for the table at a glance; "" where none is claimed.
func changeWords(c metric.Change) string {
	switch {
	case c.Mix.Changed:
		return "; the mix of work changed"
	case !c.Claimed:
		return ""
	default:
		return "; sustained change " + [...]string{"down", "up"}[up(c)]
	}
}

// hidden says what a whole without a detectable change does not show of its services.
func hidden(c metric.Change) string {
	switch {
	case !c.Mix.Changed:
		return ""
	case math.IsNaN(c.Mix.Weights):
		return fmt.Sprintf(" It %s in each of its %d services that can be compared, which the whole does not show: the mix of work changed.", opposite(c), c.Mix.Groups)
	default:
		return " The mix of work changed: " + split(c) + "."
	}
}

// over is "Over May–October 2026 it was 0.52 times what it was over the 12 months before (95 %
// interval 0.41–0.66)", or "6.2 percentage points higher than", "25 items more than".
func over(c metric.Change) string {
	var is string
	switch c.Scale {
	case metric.Ratio:
		is = amount(c) + " what it was"
	case metric.Points:
		is = unit.Significant(math.Abs(c.Estimate*100), 2) + " percentage points " + [...]string{"lower", "higher"}[up(c)] + " than"
	default:
		is = items(unit.Significant(math.Abs(c.Estimate), 2)) + " " + [...]string{"fewer", "more"}[up(c)] + " than"
	}
	return fmt.Sprintf("Over %s it was %s over %s (%s)", span(c.First, c.Last), is, before(c), interval(c))
}

func up(c metric.Change) int { return max(0, c.Direction()) }

// before names the months compared with; months without a value are passed over.
func before(c metric.Change) string {
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

// amount is "0.52 times", "+6.2 percentage points" or "+6 items".
func amount(c metric.Change) string {
	switch c.Scale {
	case metric.Ratio:
		return ratio(c.Estimate) + " times"
	case metric.Points:
		return signed(c.Estimate*100) + " percentage points"
	default:
		return items(signed(c.Estimate))
	}
}

func interval(c metric.Change) string {
	name := strconv.Itoa(int(math.Round(c.Confidence*100))) + " % interval "
	switch {
	case math.IsNaN(c.Low):
		return "no interval"
	case c.Scale == metric.Ratio && math.IsInf(c.High, 1):
		return name + "from " + ratio(c.Low)
	case c.Scale == metric.Ratio:
		return name + ratio(c.Low) + "–" + ratio(c.High)
	case c.Scale == metric.Points:
		return name + signed(c.Low*100) + " to " + signed(c.High*100)
	default:
		return name + signed(c.Low) + " to " + signed(c.High)
	}
}

// nearly explains an interval that leaves "no change" out and still is no claim.
func nearly(c metric.Change) string {
	none := 0.0
	if c.Scale == metric.Ratio {
		none = 1
	}
	if c.Low > none || c.High < none {
		return fmt.Sprintf(" (p = %s; under 0.01 would be called a change)", unit.Significant(c.P, 2))
	}
	return ""
}

func opposite(c metric.Change) string {
	if c.Direction() > 0 {
		return "fell"
	}
	return "rose"
}

// split says how much of a difference of shares each part is.
func split(c metric.Change) string {
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

// span is "May–October 2026", or with both years.
func span(first, last period.Month) string {
	if first.Year() == last.Year() {
		return first.Of().String() + "–" + last.Long()
	}
	return first.Long() + "–" + last.Long()
}

// chance says how many series stand behind the portfolio's counts of a month, and how many
// of them would speak where nothing changes; "" where none was looked at.
func chance(series []metric.Series[level.Portfolio], m period.Month) string {
	for _, s := range series {
		l := s.Looks(m)
		if l.Judged == 0 {
			continue
		}
		unusual, changed := l.ByChance()
		if l.Compared == 0 {
			return fmt.Sprintf("%s series of services were looked at for an unusual month. If nothing changed at all, chance alone would make about %s such statements (0.5–0.6 %% a look, measured by simulation).",
				unit.Grouped(int64(l.Judged)), unit.Significant(unusual, 2))
		}
		return fmt.Sprintf("%s series of services were looked at for an unusual month and %s for a sustained change. If nothing changed at all, chance alone would make about %s and %s such statements (0.5–0.6 %% and 1.0 %% a look, measured by simulation). Of the sustained changes counted here, at most one in ten is expected to be one of these (Benjamini and Hochberg at 10 %% over all that were looked at).",
			unit.Grouped(int64(l.Judged)), unit.Grouped(int64(l.Compared)), unit.Significant(unusual, 2), unit.Significant(changed, 2))
	}
	return ""
}
