package narrative

import (
	"fmt"
	"math"
	"slices"
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
		return lower(s.Metric.Title)
	case "value":
		return s.Figure.Text()
	case "detail":
		return s.Figure.Detail()
	case "change":
		return against(s.Change)
	case "by":
		return by(s.Change)
	case "over":
		return "over " + Months(s.Change.First, s.Change.Last) + ", against " + Before(s.Change)
	case "month":
		return s.Month.Long()
	case "months":
		return Months(s.Month-period.Month(max(s.Pooled, 1)-1), s.Month)
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
	var is string
	switch {
	case c.Direction() == 0:
		is = "no different"
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
	return "; p = " + unit.Significant(c.P, 2) + ", and under 0.01 would be called a change"
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

// listed is how many signals a list names; the others are counted.
const listed = 4

// list joins all signals, each with what the slot says of it.
func list(slot string, signals []finding.Signal) []Span {
	var items [][]Span
	for _, s := range signals[:min(listed, len(signals))] {
		items = append(items, []Span{{name(s), link(s)}, {Text: item(slot, s)}})
	}
	if rest := len(signals) - listed; rest > 0 {
		items = append(items, []Span{{Text: fmt.Sprintf("%d more", rest)}})
	}
	return series(items, ", ", " and ")
}

func name(s finding.Signal) string {
	name := lower(s.Metric.Title)
	if s.Category != "" {
		name += ", " + part(s)
	}
	return name
}

// item is what a list says of a signal after its name.
func item(slot string, s finding.Signal) string {
	switch slot {
	case "changes":
		return " (" + strings.NewReplacer(" what it was (", ", ", " (", ", ").Replace(against(s.Change))
	case "values":
		return " (" + flat(s.Figure.Text()) + ")"
	case "states":
		return " " + was(s) + " " + s.State.String() + " at " + unusual(s)
	default:
		return ""
	}
}

// parts are the parts of one figure, each with its text and that of another figure of it:
// "change-board 0 of 60 (0 %, 0–6 %), 150 days; gate 0 of 41 (0 %, 0–8.6 %), 3 days".
func parts(other string, signals []finding.Signal) []Span {
	var items [][]Span
	for _, s := range signals[:min(listed, len(signals))] {
		text := part(s) + " " + s.Figure.Text()
		if s.Figure.Unit != unit.Share && s.Figure.HasInterval() {
			text += " (" + s.Figure.Detail() + ")"
		}
		if other != "" {
			text += ", " + figure(s, other)
		}
		items = append(items, []Span{{text, link(s)}})
	}
	if rest := len(signals) - listed; rest > 0 {
		items = append(items, []Span{{Text: fmt.Sprintf("%d more", rest)}})
	}
	if other == "" {
		return series(items, ", ", " and ")
	}
	return series(items, "; ", "; ")
}

// reasons groups metrics by why they are absent, in the order of the first of each.
func reasons(signals []finding.Signal) []Span {
	var why []string
	of := map[string][][]Span{}
	for _, s := range signals {
		r := reason(s)
		if !slices.Contains(why, r) {
			why = append(why, r)
		}
		of[r] = append(of[r], []Span{{lower(s.Metric.Title), s.Metric.ID}})
	}
	var groups [][]Span
	for _, r := range why[:min(2, len(why))] {
		group := of[r]
		if rest := len(group) - listed; rest > 0 {
			group = append(group[:listed:listed], []Span{{Text: fmt.Sprintf("%d more", rest)}})
		}
		groups = append(groups, append(series(group, ", ", " and "), Span{Text: " (" + r + ")"}))
	}
	return series(groups, ", ", " and ")
}

// noted is "October 2025: text; July 2025: text", newest first.
func noted(signals []finding.Signal) (out []Span) {
	for i, s := range signals[:min(listed, len(signals))] {
		if i > 0 {
			out = append(out, Span{Text: "; "})
		}
		out = append(out, Span{Text: s.Month.Long() + ": " + strings.TrimSuffix(s.Note.Text, ".")})
	}
	return out
}

// series joins items as English does.
func series(items [][]Span, comma, last string) (out []Span) {
	for i, item := range items {
		switch {
		case i == 0:
		case i == len(items)-1:
			out = append(out, Span{Text: last})
		default:
			out = append(out, Span{Text: comma})
		}
		out = append(out, item...)
	}
	return out
}
