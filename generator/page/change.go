package page

import (
	"fmt"
	"math"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
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
		return fmt.Sprintf("No detectable change against %s: %s, %s%s.", narrative.Before(c), narrative.Amount(c), narrative.Interval(c), narrative.Nearly(c)) + hidden(c)
	case c.Mix.Changed && math.IsNaN(c.Mix.Weights):
		return fmt.Sprintf("%s, while it %s in each of its %d services that can be compared: the mix of work changed.",
			narrative.Over(c), narrative.Opposite(c), c.Mix.Groups)
	case c.Mix.Changed:
		return "The mix of work changed. " + narrative.Over(c) + ": " + narrative.Split(c) + "."
	case c.Neighbours > alike:
		return fmt.Sprintf("%s: probably a sustained change. Neighbouring months were alike before (correlation %s), which makes false alarms more frequent.",
			narrative.Over(c), unit.Significant(c.Neighbours, 2))
	default:
		return narrative.Over(c) + ": a sustained change."
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
		return "; sustained change " + map[bool]string{true: "up", false: "down"}[c.Direction() > 0]
	}
}

// hidden says what a whole without a detectable change does not show of its services.
func hidden(c metric.Change) string {
	switch {
	case !c.Mix.Changed:
		return ""
	case math.IsNaN(c.Mix.Weights):
		return fmt.Sprintf(" It %s in each of its %d services that can be compared, which the whole does not show: the mix of work changed.", narrative.Opposite(c), c.Mix.Groups)
	default:
		return " The mix of work changed: " + narrative.Split(c) + "."
	}
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
