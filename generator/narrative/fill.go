package narrative

import (
	"math"
	"strings"

	"leadline/generator/finding"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// fill prints one place of a sentence; see finding.Slots. Evidence that an optional condition
// did not find prints as nothing.
func fill(p finding.Piece, signals []finding.Signal) []Span {
	if len(signals) == 0 {
		return nil
	}
	if !p.Plural() || p.Slot == "month" || p.Slot == "months" {
		s := signals[0]
		return []Span{{one(p, s), link(s)}}
	}
	switch p.Slot {
	case "count":
		return []Span{{unit.Plural(len(signals), "metric"), Overview}}
	case "window":
		return []Span{{Text: one(finding.Piece{Slot: "over"}, signals[0])}}
	case "notes":
		return noted(signals)
	case "reasons":
		return reasons(signals)
	case "parts":
		return parts(p.Stat, signals)
	default:
		return list(p.Slot, signals)
	}
}

// Overview is the anchor of the table of all metrics of a page: what a sentence that counts
// metrics leads to.
const Overview = "glance"

func link(s finding.Signal) string {
	if s.Metric == nil {
		return ""
	}
	return s.Metric.ID
}

// one prints what a sentence says of a single signal.
func one(p finding.Piece, s finding.Signal) string {
	switch p.Slot {
	case "title":
		return called(s.Metric)
	case "value":
		return s.Figure.Text()
	case "detail":
		return s.Figure.Detail()
	case "change":
		return against(s.Change)
	case "course":
		return course(s.Change)
	case "services":
		return services(s.Change)
	case "times":
		return ratio(s.Change.Estimate) + " times as often (" + Interval(s.Change) + ")"
	case "by":
		return by(s.Change)
	case "over":
		return "over " + months(s.Change.First, s.Change.Last) + ", against " + Before(s.Change)
	case "month":
		return s.Month.Long()
	case "months":
		return months(s.Month-period.Month(max(s.Pooled, 1)-1), s.Month)
	case "earlier":
		return s.Earlier.Text()
	case "then":
		return s.Then.Long()
	case "range":
		return usual(s)
	case "category":
		return part(s)
	case "question":
		return strings.TrimSuffix(s.Label, ".")
	case "units":
		return ofAll(s.Figure)
	case "note":
		return strings.TrimSuffix(s.Note.Text, ".")
	case "reason":
		return reason(s)
	default:
		return figure(s, p.Stat)
	}
}

// called is a metric's headline figure in the middle of a sentence.
func called(d *metric.Definition) string {
	if d.Figure != "" {
		return d.Figure
	}
	return lower(d.Title)
}

// figure prints another figure of the signal's month, of the same part where there is one.
func figure(s finding.Signal, stat string) string {
	for _, category := range []string{s.Category, ""} {
		for _, f := range s.Figures {
			if f.Stat == stat && f.Category == category {
				return f.Text()
			}
		}
	}
	return metric.NoData.String()
}

func part(s finding.Signal) string {
	if s.Category == "" {
		return s.Label
	}
	return PartName(s.Category)
}

// ofAll is "4 of 52 services": a count of units among all that were looked at.
func ofAll(f metric.Figure) string {
	if f.Absence != metric.Present {
		return f.Text()
	}
	return f.Text() + " of " + unit.Plural(f.N, "service")
}

// against is a change as what the newest months are: "0.52 times what it was (95 % interval
// 0.41–0.66)", "6.2 percentage points higher (…)", "25 items more (…)".
func against(c metric.Change) string {
	if c.Absence != metric.Present {
		return "not comparable"
	}
	is := "as it was"
	switch {
	case c.Direction() == 0, c.Scale == metric.Points && math.Abs(c.Estimate) < 0.0005:
	case c.Scale == metric.Ratio:
		is = Amount(c) + " what it was"
	case c.Scale == metric.Points:
		is = points(c) + " " + [...]string{"lower", "higher"}[up(c)]
	default:
		is = items(unit.Significant(math.Abs(c.Estimate), 2)) + " " + [...]string{"fewer", "more"}[up(c)]
	}
	return is + " (" + Interval(c) + nearly(c) + ")"
}

// nearly says of an interval that leaves "no change" out why it is still no claim.
func nearly(c metric.Change) string {
	if c.Claimed || c.Level() || math.IsNaN(c.Low) {
		return ""
	}
	if c.OneMonth() {
		return "; one month alone makes the difference"
	}
	return "; p = " + unit.Significant(c.P, 2) + ", and under 0.01 would be called a change"
}

// brief is against within brackets that are open.
func brief(c metric.Change) string {
	return strings.NewReplacer(" what it was (", ", ", " (", ", ").Replace(against(c))
}

// course is a change with its verb, whatever became of it: "rose to 1.81 times what it was
// (95 % interval 1.35–2.47)", "fell by 12 percentage points (…)", "showed no detectable change
// (1.03 times, …)", "could not be compared (…)".
func course(c metric.Change) string {
	switch moved := [...]string{"fell", "rose"}[up(c)]; {
	case c.Absence != metric.Present:
		return "could not be compared (" + c.Reason + ")"
	case !c.Claimed:
		return "showed no detectable change (" + brief(c)
	default:
		return moved + " " + by(c)
	}
}

// by is a change after a verb that tells its direction: "to 0.52 times what it was (95 % interval
// 0.41–0.66)", "by 6.2 percentage points (…)", "by 25 (…)".
func by(c metric.Change) string {
	if c.Absence != metric.Present {
		return "by what cannot be compared"
	}
	var is string
	switch size := unit.Significant(math.Abs(c.Estimate), 2); c.Scale {
	case metric.Ratio:
		is = "to " + Amount(c) + " what it was"
	case metric.Points:
		is = "by " + points(c)
	default:
		is = "by " + size
	}
	return is + " (" + Interval(c) + ")"
}

// services is what the whole's services did where the mix of them changed: "in each of the 2
// services that can be compared the figure rose", or the difference of shares split.
func services(c metric.Change) string {
	if c.Mix.Strong {
		return "in each of the " + unit.Plural(c.Mix.Groups, "service") + " that can be compared the figure " + Opposite(c)
	}
	return "of the difference in percentage points, " + Split(c)
}

// usual is the usual range of the headline; what varies with n has none to print.
func usual(s finding.Signal) string {
	switch l := s.Limits; {
	case !l.Known:
		return "which varies with n"
	case math.IsNaN(l.Lower):
		return "up to " + s.Figure.Unit.Text(l.Upper)
	default:
		return s.Figure.Unit.Range(l.Lower, l.Upper)
	}
}

// reason is why nothing can be said: that the month has no figure that may be shown, else
// what the comparison lacks.
func reason(s finding.Signal) string {
	why := s.Figure.Absence
	if s.Change.Reason == "" || s.Figure.Reason != "" && (why == metric.NoData || why == metric.Withheld) {
		return s.Figure.Reason
	}
	return s.Change.Reason
}
