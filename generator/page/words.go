package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/unit"
)

// behind is what stands behind a headline: which statistic it is where that is not plain,
// its n and interval, or the reason for its absence. A share prints its own n.
func behind(f metric.Figure) string {
	switch {
	case f.Absence != metric.Present:
		return f.Detail()
	case !plain[f.Stat]:
		return join(lower(statName(f.Stat)), moreThan(f))
	case f.Unit == unit.Share && f.Text() == fmt.Sprintf("%d of %d", f.Part, f.N):
		return "too few for a percentage"
	case f.Unit == unit.Share && !f.HasInterval():
		return "share of all"
	case f.Unit == unit.Share:
		return "share, with 95 % interval"
	default:
		return moreThan(f)
	}
}

// plain are headlines that the metric's title names well enough.
var plain = map[string]bool{"rate": true, "share": true, "count": true, "direction": true}

// moreThan is what stands behind a figure beyond what its text says: the number of a count,
// and the n of a share, are in it.
func moreThan(f metric.Figure) string {
	switch {
	case f.Unit == unit.Share:
		return ""
	case f.Unit != unit.Items && f.Unit != unit.Units || f.Value != float64(f.N):
		return f.Detail()
	case !f.HasInterval():
		return ""
	default:
		_, interval, _ := strings.Cut(f.Detail(), ", ")
		return interval
	}
}

func join(name, rest string) string {
	if rest == "" {
		return name
	}
	return name + ", " + rest
}

// behindOther is the same of a further figure, which has its name beside it; "" where it is
// a plain count, or a share, which prints its own n.
func behindOther(f metric.Figure) string {
	if f.Absence == metric.Present && (f.Unit == unit.Share || !f.HasInterval() && (f.Unit == unit.Items || f.Unit == unit.Units)) {
		return ""
	}
	return f.Detail()
}

// countedOrder is the order of a counted signal's states on a page: what is usual first,
// which a stacked chart then draws at the bottom, and what cannot be judged last.
var countedOrder = []string{metric.Within.Code(), metric.UnusualHigh.Code(), metric.UnusualLow.Code(), metric.NotJudged.Code(), metric.NoFigure}

// ordered are the figures of a counted signal that add up to all services.
func ordered(figures []metric.Figure) []metric.Figure {
	figures = slices.DeleteFunc(slices.Clone(figures), func(f metric.Figure) bool { return !slices.Contains(countedOrder, f.Stat) })
	slices.SortStableFunc(figures, func(x, y metric.Figure) int {
		return cmp.Compare(slices.Index(countedOrder, x.Stat), slices.Index(countedOrder, y.Stat))
	})
	return figures
}

// changedFigures are those that count sustained changes: the same services seen otherwise.
func changedFigures(figures []metric.Figure) []metric.Figure {
	return slices.DeleteFunc(slices.Clone(figures), func(f metric.Figure) bool { return f.Stat != metric.ChangedUp && f.Stat != metric.ChangedDown })
}

// domainTitles are the domains as headings.
var domainTitles = map[string]string{"flow": "Flow", "quality": "Quality", "security": "Security", "enablement": "Enablement"}

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

// Date is a day for people and for programs.
type Date struct{ ISO, Long string }

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
