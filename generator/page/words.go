package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// statNames are the figures of a month in words; see Measure.Stats.
var statNames = map[string]string{
	"rate": "Rate", "share": "Share", "open": "Open at the month's end", "mean": "Mean over the month",
	"events": "Events", "quiet_weeks": "Weeks without one", "negative": "Ended before the start, left out",
	metric.Within.Code(): "Within usual range", metric.UnusualHigh.Code(): "Unusually high",
	metric.UnusualLow.Code(): "Unusually low", metric.NotJudged.Code(): "Too early to judge",
	metric.NoFigure: "Without a figure",
}

// statName is a figure's name in words; quantiles are named by their number, and a figure
// without a name of its own keeps its id, readable.
func statName(stat string) string {
	if name := statNames[stat]; name != "" {
		return name
	}
	if stat == "p50" {
		return "Median"
	}
	if isQuantile(stat) {
		n, _ := strconv.Atoi(stat[1:])
		return ordinal(n) + " percentile"
	}
	return capital(strings.NewReplacer("-", " ", "_", " ").Replace(stat))
}

// isQuantile reports whether a figure is "p1" to "p99".
func isQuantile(stat string) bool {
	n, err := strconv.Atoi(strings.TrimPrefix(stat, "p"))
	return err == nil && strings.HasPrefix(stat, "p") && n > 0 && n < 100
}

// ordinal is "85th", "91st", "12th".
func ordinal(n int) string {
	suffix := "th"
	if tens := n / 10 % 10; tens != 1 && n%10 >= 1 && n%10 <= 3 {
		suffix = [...]string{"st", "nd", "rd"}[n%10-1]
	}
	return strconv.Itoa(n) + suffix
}

// domainTitles are the domains as headings.
var domainTitles = map[string]string{"flow": "Flow", "quality": "Quality", "security": "Security", "enablement": "Enablement"}

// sentence says a month's headline in words: "Change lead time in March 2026: 3.2 days".
func sentence[L level.Level](s metric.Series[L], r metric.Result[L], m period.Month) string {
	title := s.Definition().Title
	if s.Policy() == metric.Counted {
		return fmt.Sprintf("%s in %s: %s", title, m.Long(), countedText(r))
	}
	return fmt.Sprintf("%s in %s: %s", title, m.Long(), headline(s, r).Text())
}

// countedText is "9 within usual range, 2 unusually high"; states that no service is in
// are left out, and an absence stands where nothing may be said.
func countedText[L level.Level](r metric.Result[L]) string {
	var parts []string
	for _, f := range ordered(r.Figures()) {
		switch {
		case f.Absence != metric.Present:
			return f.Text()
		case f.Value != 0:
			parts = append(parts, f.Text()+" "+strings.ToLower(statName(f.Stat)))
		}
	}
	if len(parts) == 0 {
		return metric.NoData.String()
	}
	return strings.Join(parts, ", ")
}

// judgeFrom and trialFrom are the months that limits need; see metric's signals.
const (
	trialFrom = 6
	judgeFrom = 12
)

// verdict says whether a month is unusual, or why nothing is said, and whether it was
// judged. Of counts there is nothing to say. newest is the month up to which limits were computed.
func verdict[L level.Level](s metric.Series[L], r metric.Result[L], m, newest period.Month) (string, bool) {
	f := headline(s, r)
	behind := behindLimits(s, m, newest)
	switch n := withValue(s); {
	case s.Policy() == metric.Counted:
		return "", false
	case r.State() == metric.Within:
		return fmt.Sprintf("Within its usual range%s.", behind), true
	case r.State() != metric.NotJudged:
		return fmt.Sprintf("%s: outside its usual range%s.", capital(r.State().String()), behind), true
	case f.Absence != metric.Present:
		return "Not judged: there is no value for this month.", false
	case !complete(s, m):
		return "Not judged: the month is not complete.", false
	case n < trialFrom:
		return fmt.Sprintf("Not judged: %s with a value so far; %d are needed to judge.", months(n), judgeFrom), false
	case n < judgeFrom:
		return fmt.Sprintf("Not judged: only trial limits from %s so far; %d are needed.", months(n), judgeFrom), false
	default:
		return "Not judged: the values so far do not vary enough for limits.", false
	}
}

// behindLimits says where the limits lie and what they rest on. Limits of shares and rates
// move with the size of each month; then there is no one range to print.
func behindLimits[L level.Level](s metric.Series[L], m, newest period.Month) string {
	l, until := s.Limits(), ""
	if m != newest {
		until = " up to " + newest.Long()
	}
	if !l.Known {
		return fmt.Sprintf(" (limits for a month of this size, from %s%s)", months(withValue(s)), until)
	}
	return fmt.Sprintf(" of %s (limits from %s%s)", rangeText(l, figureUnit(s)), months(l.Months), until)
}

// withValue is how many complete months have a headline figure.
func withValue[L level.Level](s metric.Series[L]) int {
	n := 0
	for _, r := range s.Results()[:min(s.Complete(), len(s.Results()))] {
		if headline(s, r).Absence == metric.Present {
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
	case headline(s, r).Absence != metric.Present:
		return "not judged"
	default:
		return r.State().String()
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

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// dateOf is a day in the zone of t; the zero time is no date.
func dateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return Date{t.Format("2006-01-02"), t.Format("2 January 2006")}
}

// parseDate reads a definition's date; text that is none stays as it is.
func parseDate(s string) Date {
	if t, err := time.Parse("2006-01-02", s); err == nil {
		return dateOf(t)
	}
	return Date{"", s}
}

// partText is "812 of 900 (90 %)"; no percentage under ten, and none that rounding makes
// all or nothing.
func partText(part, whole int) string {
	text := unit.Grouped(int64(part)) + " of " + unit.Grouped(int64(whole))
	percent := unit.Percent(float64(part) / float64(max(whole, 1)))
	switch {
	case whole < 10:
		return text
	case part < whole && percent == unit.Percent(1):
		percent = "over 99 %"
	}
	return text + " (" + percent + ")"
}
