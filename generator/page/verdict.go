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

// verdict says whether a month is unusual, or why nothing is said, and whether it was
// judged. Of counts there is nothing to say. newest is the month up to which limits were computed.
func verdict[L level.Level](s metric.Series[L], r metric.Result[L], m, newest period.Month) (string, bool) {
	f := headline(r)
	l, since, _ := s.Judging(m)
	behind := behindLimits(s, m, newest)
	switch n := withValue(s, m); {
	case s.Policy() == metric.Counted, f.Absence != metric.Present: // the absence has its own reason
		return "", false
	case s.Unjudged() != "":
		return "Neither judged nor drawn as a line: " + s.Unjudged() + ".", false
	case r.State() == metric.Within:
		return fmt.Sprintf("Within its usual range%s.", behind), true
	case r.State() != metric.NotJudged:
		return fmt.Sprintf("%s: outside its usual range%s.", capital(r.State().String()), behind), true
	case !complete(s, m):
		return "Not judged: the month is not complete.", false
	case n < metric.TrialFrom:
		return fmt.Sprintf("Not judged: %s with a value%s; %d are needed to judge.", months(n), sinceText(since, " so far"), metric.JudgeFrom), false
	case n < metric.JudgeFrom:
		return fmt.Sprintf("Not judged: only trial limits from %s%s; %d are needed.", months(n), sinceText(since, " so far"), metric.JudgeFrom), false
	case unsettled(s, m):
		return "Not judged: what was recorded for this month is still being confirmed.", false
	case l.Rare && l.Between < metric.JudgeFrom:
		return fmt.Sprintf("Not judged: events are too rare to be counted, and %s between them are too few; %d are needed.", unit.Plural(l.Between, "time"), metric.JudgeFrom), false
	default:
		return "Not judged: the values so far give no useful limits: they vary too little or too much, or neighbouring months are too alike.", false
	}
}

// unsettled reports whether a month is one of the newest complete ones whose data settles later.
func unsettled[L level.Level](s metric.Series[L], m period.Month) bool {
	results, n := s.Results(), min(s.Complete(), len(s.Results()))
	from := n - s.Limits().Unsettled
	return s.Limits().Unsettled > 0 && from >= 0 && m >= results[from].Month()
}

// sinceText says that limits rest on what came after a recorded rebase.
func sinceText(since period.Month, otherwise string) string {
	if since == 0 {
		return otherwise
	}
	return " since the rebase recorded in " + since.Long()
}

// behindLimits says where the limits lie and what they rest on. Limits of shares and rates
// move with the size of each month; then there is no one range to print.
func behindLimits[L level.Level](s metric.Series[L], m, newest period.Month) string {
	l, since, until := s.Judging(m)
	if until == 0 {
		until = newest
	}
	from := sinceText(since, "")
	if m != until {
		from += " up to " + until.Long()
	}
	switch {
	case l.Rare:
		return fmt.Sprintf(" (by the time between events, which are too rare to be counted; limits from %s%s)", unit.Plural(l.Between, "such time"), from)
	case !l.Known:
		return fmt.Sprintf(" (limits for a month of this size, from %s%s)", months(withValue(s, m)), from)
	default:
		return fmt.Sprintf(" of %s (limits from %s%s)", rangeText(l, figureUnit(s)), months(l.Months), from)
	}
}

// withValue is how many of the complete months that m is judged with have a headline figure.
func withValue[L level.Level](s metric.Series[L], m period.Month) int {
	_, since, until := s.Judging(m)
	n := 0
	for _, r := range s.Results()[:min(s.Complete(), len(s.Results()))] {
		if r.Month() >= since && (until == 0 || r.Month() <= until) && headline(r).Absence == metric.Present {
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
	l, _, _ := s.Judging(m)
	switch {
	case s.Policy() == metric.Counted, !l.Known && !judged:
		return ""
	case l.Rare:
		return "by the time between"
	case !l.Known:
		return "varies with n"
	case l.Trial:
		return rangeText(l, figureUnit(s)) + " (trial)"
	default:
		return rangeText(l, figureUnit(s))
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
