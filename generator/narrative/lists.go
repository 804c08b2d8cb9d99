package narrative

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/finding"
	"leadline/generator/metric"
	"leadline/generator/unit"
)

// listed is how many signals a list names; the others are counted.
const listed = 4

// list joins all signals, each with what the slot says of it.
func list(slot string, signals []finding.Signal) []Span {
	var items [][]Span
	for _, s := range signals[:min(listed, len(signals))] {
		called := name(s)
		if slot == "categories" {
			called = part(s)
		}
		items = append(items, []Span{{called, link(s)}, {Text: item(slot, s)}})
	}
	if rest := len(signals) - listed; rest > 0 {
		items = append(items, []Span{{Text: fmt.Sprintf("%d more", rest)}})
	}
	return series(items, ", ", " and ")
}

func name(s finding.Signal) string {
	name := called(s.Metric)
	if s.Category != "" {
		name += ", " + part(s)
	}
	return name
}

// item is what a list says of a signal after its name.
func item(slot string, s finding.Signal) string {
	switch slot {
	case "changes":
		return " (" + brief(s.Change)
	case "categories":
		return " (" + brief(s.Change)
	case "values":
		return " (" + flat(s.Figure.Text()) + counted(s.Figure) + ")"
	case "states":
		return " " + was(s) + " " + s.State.String() + " at " + unusual(s)
	default:
		return ""
	}
}

// counted is the n of a figure whose text does not have it; counts are their own.
func counted(f metric.Figure) string {
	if f.Absence != metric.Present || f.Unit == unit.Share || f.Unit == unit.Items || f.Unit == unit.Units {
		return ""
	}
	return ", n = " + unit.Grouped(int64(f.N))
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

// reasons groups metrics by why they are absent, the reason of most metrics first.
func reasons(signals []finding.Signal) []Span {
	var why []string
	of := map[string][][]Span{}
	for _, s := range signals {
		r := reason(s)
		if !slices.Contains(why, r) {
			why = append(why, r)
		}
		of[r] = append(of[r], []Span{{called(s.Metric), s.Metric.ID}})
	}
	slices.SortStableFunc(why, func(a, b string) int { return len(of[b]) - len(of[a]) })
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
