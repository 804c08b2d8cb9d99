package page

import (
	"fmt"
	"math"
	"strings"
	"time"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// statNames are the figures of a month in words; see Measure.Stats.
var statNames = map[string]string{
	"p50": "Median", "p85": "85th percentile", "rate": "Rate", "share": "Share", "count": "Count",
	"open": "Open at month end", "mean": "Daily mean", "oldest": "Oldest", "units": "Units",
	metric.UnusualHigh.Code(): "Unusually high", metric.UnusualLow.Code(): "Unusually low",
	metric.Within.Code(): "Within usual range", metric.NotJudged.Code(): "Too early to judge",
}

// statName is a figure's name in words; one without a name of its own keeps its id,
// readable.
func statName(stat string) string {
	if name := statNames[stat]; name != "" {
		return name
	}
	text := strings.NewReplacer("-", " ", "_", " ").Replace(stat)
	if text == "" {
		return "Figure"
	}
	return strings.ToUpper(text[:1]) + text[1:]
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

// countedText is "2 unusually high, 9 within usual range"; an absence where nothing may
// be said.
func countedText[L level.Level](r metric.Result[L]) string {
	var parts []string
	for _, f := range r.Figures() {
		if f.Absence != metric.Present {
			return f.Text()
		}
		parts = append(parts, f.Text()+" "+strings.ToLower(statName(f.Stat)))
	}
	if len(parts) == 0 {
		return metric.NoData.String()
	}
	return strings.Join(parts, ", ")
}

// verdict says whether the month is unusual, or why nothing is said, and whether it was
// judged.
func verdict[L level.Level](s metric.Series[L], r metric.Result[L], m period.Month) (string, bool) {
	l, u := s.Limits(), headline(s, r).Unit
	switch {
	case s.Policy() == metric.Counted:
		return "Each count is a number of services. Which services they are is not known here.", false
	case r.State() == metric.Within:
		return fmt.Sprintf("Within its usual range of %s (limits from %s).", rangeText(l, u), months(l.Months)), true
	case r.State() != metric.NotJudged:
		return fmt.Sprintf("%s: outside its usual range of %s (limits from %s).", capital(r.State().String()), rangeText(l, u), months(l.Months)), true
	case l.Trial:
		return fmt.Sprintf("Not judged: trial limits from %s; 12 are needed.", months(l.Months)), false
	case !l.Known:
		return fmt.Sprintf("Not judged: %s with a value so far; 6 are needed for trial limits, 12 to judge.", months(l.Months)), false
	case headline(s, r).Absence != metric.Present:
		return "Not judged: this month has no value.", false
	default:
		return "Not judged: the month is not complete.", false
	}
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

// partText is "812 of 900 (90 %)"; no percentage under ten.
func partText(part, whole int) string {
	text := unit.Grouped(int64(part)) + " of " + unit.Grouped(int64(whole))
	if whole < 10 {
		return text
	}
	return fmt.Sprintf("%s (%s)", text, unit.Percent(float64(part)/float64(whole)))
}
