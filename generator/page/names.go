package page

import (
	"fmt"
	"strconv"
	"strings"

	"leadline/generator/metric"
)

// statNames are the figures of a month in words; see Measure.Stats.
var statNames = map[string]string{
	"rate": "Rate", "share": "Share", "open": "Open at the month's end", "mean": "Mean over the month",
	"expired": "Expired and still open", "no_due": "Without a due date", "pairs": "Services and checks",
	"events": "Events", "count": "Number", "week_time": "Time of the week",
	"repeat": "Same service and cause within 90 days", "cost": "Time it took, in sum", "repair": "Time until they were asked again, in sum", "quiet_weeks": "Weeks without one", "negative": "Ended before the start, left out",
	"left_out": "Left out of it",
	"response": "Response rate", "respondents": "People who answered",
	"rmst": "Restricted mean", "oldest": "Age of the oldest", "aged": "Open for", "exposure": "Exposure in the month, all together",
	"exposure_same": "Exposure where a check looked throughout 18 months", "exposure_new": "Exposure where a check began to look later", "exposure_unseen": "Exposure where no check looks any more",
	"due_outcome": "At the end of the month", "due_as": "The due date comes from",
	"lowered": "Open, severity lowered without a change", "came_back": "Fixes that came back",
	"open_start": "Open as the month began", "opened": "Opened", "taken_over": "Taken over from other teams", "closed": "Closed", "handed_over": "Handed over to other teams", "open_end": "Open as the month ended",
	metric.Within.Code(): "Within usual range", metric.UnusualHigh.Code(): "Unusually high",
	metric.UnusualLow.Code(): "Unusually low", metric.NotJudged.Code(): "Too early to judge",
	metric.NoFigure:  "Without a figure",
	"older_than_p50": "Older than the finished ones' median", "older_than_p85": "Older than the finished ones' 85th percentile",
	"little": "Throughput × mean cycle time", "coverage": "Waiting that evidence explains", "exclusive": "Time with this cause alone",
	"inclusive": "Time with this cause, shared time included", "shared": "Time shared by causes", "active": "Active time", "unexplained": "Unexplained time", "items": "Items",
	"unfinished": "On their way as the month ended", "exclusive_open": "On their way: time so far with this cause alone", "shared_open": "On their way: time so far shared by causes",
	"active_open": "On their way: active time so far", "unexplained_open": "On their way: unexplained time so far",
	metric.ChangedUp: "Sustained change up", metric.ChangedDown: "Sustained change down",
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
	if level, ok := strings.CutPrefix(stat, "at_least_"); ok {
		return "Forecast: at least, with " + level + " %"
	}
	if isQuantile(stat) {
		n, _ := strconv.Atoi(stat[1:])
		return ordinal(n) + " percentile"
	}
	return capital(strings.NewReplacer("-", " ", "_", " ").Replace(stat))
}

// nameIn is a figure's name with what its definition adds.
func nameIn(d *metric.Definition, stat string) string {
	switch m := measureOf(d).(type) {
	case *metric.Duration:
		if stat == "rmst" {
			return fmt.Sprintf("Restricted mean, up to %d days", m.RMST)
		}
	case *metric.Bridge:
		if stat == "came_back" && m.Return != nil {
			return fmt.Sprintf("Fixes that came back within %d days", m.Return.Days)
		}
	case *metric.Rate:
		if level, ok := strings.CutPrefix(stat, "at_least_"); ok && m.Forecast != nil {
			return fmt.Sprintf("In the next %d weeks at least (%s %%)", m.Forecast.Weeks, level)
		}
	}
	return statName(stat)
}

// lower is a name in the middle of a sentence.
func lower(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToLower(name[:1]) + name[1:]
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
