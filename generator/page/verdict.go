package page

import (
	"fmt"
	"math"
	"strings"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// unjudged says why a month is not judged, or why nothing is said; "" where it is judged,
// which the chart's title says, and of counts, of which there is nothing to say.
func unjudged[L level.Level](s metric.Series[L], r metric.Result[L], m period.Month) string {
	l := s.Judging(m)
	switch n := withValue(s, l); {
	case s.Policy() == metric.Counted, headline(r).Absence != metric.Present: // the absence has its own reason
		return ""
	case s.Unjudged() != "":
		return "Neither judged nor drawn as a line: " + s.Unjudged() + "."
	case r.State() != metric.NotJudged:
		return ""
	case !complete(s, m):
		return "Not judged: the month is not complete."
	case n < metric.TrialFrom:
		return fmt.Sprintf("Not judged: %s with a value%s; %d are needed to judge.", months(n), sinceText(l.Rebased, " so far"), metric.JudgeFrom)
	case n < metric.JudgeFrom:
		return fmt.Sprintf("Not judged: only trial limits from %s%s; %d are needed.", months(n), sinceText(l.Rebased, " so far"), metric.JudgeFrom)
	case s.Settling(m):
		return "Not judged: what was recorded for this month is still being confirmed."
	case l.Rare && l.Between < metric.JudgeFrom:
		return fmt.Sprintf("Not judged: events are too rare to be counted, and %s between them are too few; %d are needed.", unit.Plural(l.Between, "time"), metric.JudgeFrom)
	default:
		return "Not judged: the values so far give no useful limits: they vary too little or too much, or neighbouring months are too alike."
	}
}

// sinceText says that limits rest on what came after a recorded rebase.
func sinceText(since period.Month, otherwise string) string {
	if since == 0 {
		return otherwise
	}
	return " since the rebase recorded in " + since.Long()
}

// behindLimits says what the limits that a month is judged by rest on.
func behindLimits[L level.Level](s metric.Series[L], m period.Month) string {
	l := s.Judging(m)
	from := sinceText(l.Rebased, "")
	if l.Rare {
		return fmt.Sprintf("limits from %s between events, which are too rare to be counted%s", unit.Plural(l.Between, "time"), from)
	}
	return fmt.Sprintf("limits from %s%s", months(withValue(s, l)), from)
}

// withValue is how many of the months that one is judged by have a headline figure.
func withValue[L level.Level](s metric.Series[L], j metric.Judging) int {
	n := 0
	for _, r := range s.Results() {
		if r.Month() >= j.First && r.Month() <= j.Last && headline(r).Absence == metric.Present {
			n++
		}
	}
	return n
}

// stateWords is the state for the table at a glance.
func stateWords[L level.Level](s metric.Series[L], r metric.Result[L]) string {
	switch {
	case s.Policy() == metric.Counted:
		return "counted"
	case r.State() == metric.NotJudged:
		return "not judged"
	default:
		return r.State().String()
	}
}

// usualRange is the range for the table at a glance.
func usualRange[L level.Level](s metric.Series[L], m period.Month, judged bool) string {
	l := s.Judging(m)
	switch {
	case s.Policy() == metric.Counted, !l.Known && !judged:
		return ""
	case l.Rare:
		return "by the time between"
	case !l.Known:
		return "varies with n"
	case l.Trial:
		return rangeText(l.Limits, figureUnit(s)) + " (trial)"
	default:
		return rangeText(l.Limits, figureUnit(s))
	}
}

// rangeText is "1.2–6.4 days", or "up to 6.4 days" where there is no lower limit.
func rangeText(l metric.Limits, u unit.Unit) string {
	if math.IsNaN(l.Lower) {
		return "up to " + u.Text(l.Upper)
	}
	return u.Range(l.Lower, l.Upper)
}

func months(n int) string { return unit.Plural(n, "complete month") }

// figureUnit is the unit of a series' headline, also where every month is absent.
func figureUnit[L level.Level](s metric.Series[L]) unit.Unit {
	for _, r := range s.Results() {
		return headline(r).Unit
	}
	return unit.Items
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
