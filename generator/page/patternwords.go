package page

import (
	"fmt"
	"strings"

	"leadline/generator/finding"
	"leadline/generator/narrative"
	"leadline/generator/unit"
)

// levelNames are a pattern's levels in a list.
func levelNames(p *finding.Pattern) string {
	names := make([]string, len(p.Levels))
	for i, l := range p.Levels {
		names[i] = string(l)
	}
	return strings.Join(names, ", ")
}

// whenWords are a pattern's conditions, one line each, as a reader can check them.
func whenWords(b *book, p *finding.Pattern) []string {
	lines := make([]string, len(p.When))
	for i := range p.When {
		lines[i] = condition(b, &p.When[i])
	}
	return lines
}

func condition(b *book, w *finding.When) string {
	line := subjectOf(b, w) + ": " + strings.Join(asked(w), "; ")
	switch {
	case w.Optional:
		return line + " (where it is so)"
	case w.ForEach:
		return line + " (a sentence for each)"
	default:
		return line
	}
}

// subjectOf is what a condition speaks of: "Change lead time", "Each metric of the page that
// no finding has named yet", "Verified fix share, opened, newly visible".
func subjectOf(b *book, w *finding.When) string {
	if len(w.Notes) > 0 {
		return "Notes"
	}
	var names []string
	for _, id := range w.Metrics {
		names = append(names, b.metricLink(id).Text)
	}
	name := strings.Join(names, " or ")
	if name == "*" {
		name = map[bool]string{false: "Any metric of the page", true: "Each metric of the page that can be asked"}[w.All]
	}
	if w.Uncovered {
		name += " that no sentence has spoken of"
	}
	if w.Stat != "" {
		name += ", " + lower(statName(w.Stat))
	}
	switch w.Category {
	case "":
		return name
	case "*":
		return name + ", each part"
	default:
		return name + ", " + narrative.PartName(w.Category)
	}
}

// changeNames are the words of conditions for a change.
var changeNames = map[string]string{
	"up": "a sustained change up", "down": "a sustained change down", "none": "no detectable change",
	"level": "no detectable change, and an interval that holds no difference", "unknown": "cannot be compared",
}

// monthNames are the words of conditions for a month.
var monthNames = map[string]string{"high": "unusually high", "low": "unusually low", "within": "within its usual range", "unjudged": "not judged"}

// asked is what a condition asks, a phrase each.
func asked(w *finding.When) (out []string) {
	if len(w.Change) > 0 {
		out = append(out, either(w.Change, changeNames))
	}
	if len(w.Month) > 0 {
		out = append(out, either(w.Month, monthNames)+within(w.Within))
	}
	if w.Again != nil {
		out = append(out, map[bool]string{true: "and so was the same month of the year before", false: "and the same month of the year before was not"}[*w.Again])
	}
	if w.Mix != nil {
		out = append(out, map[bool]string{true: "the mix of work changed", false: "the mix of work did not change"}[*w.Mix])
	}
	if w.Main {
		out = append(out, "is what may be named as the main cause, or one of two")
	}
	if w.Idle != nil {
		out = append(out, map[bool]string{true: "nothing was owned this month", false: "something was owned this month"}[*w.Idle])
	}
	for _, t := range w.Tests {
		out = append(out, testWords(t))
	}
	if w.Pooled > 0 {
		out = append(out, fmt.Sprintf("all figures of %d months put together", w.Pooled))
	}
	if len(w.Absent) > 0 {
		out = append(out, "absent: "+strings.ReplaceAll(strings.Join(w.Absent, " or "), "-", " "))
	}
	if len(w.Notes) > 0 {
		out = append(out, strings.Join(w.Notes, " or ")+within(w.Within))
	}
	if len(out) == 0 {
		out = []string{"for its figures"}
	}
	return out
}

func either(words []string, names map[string]string) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = names[w]
	}
	return strings.Join(list, " or ")
}

func within(months int) string {
	if months <= 1 {
		return " this month"
	}
	return fmt.Sprintf(" within the newest %d months", months)
}

func testWords(t finding.Test) string {
	name := "its figure"
	if t.Stat != "" {
		name = lower(statName(t.Stat))
	}
	if t.Category != "" {
		name += ", " + narrative.PartName(t.Category)
	}
	var bounds []string
	for _, b := range []struct {
		words string
		value *float64
	}{{"at least", t.AtLeast}, {"at most", t.AtMost}, {"above", t.Above}, {"below", t.Below}, {"with an interval above", t.LowAbove}, {"with an interval below", t.HighBelow}} {
		if b.value != nil {
			bounds = append(bounds, b.words+" "+unit.Significant(*b.value, 3))
		}
	}
	if t.N > 0 {
		bounds = append(bounds, fmt.Sprintf("with n of at least %d", t.N))
	}
	if t.Apart != "" {
		bounds = append(bounds, fmt.Sprintf("with an interval wholly %s that of %d months before", t.Apart, t.Months))
	}
	if len(bounds) == 0 {
		return name + " is known"
	}
	return name + " " + strings.Join(bounds, ", ")
}

// bracketed is a text of a sentence's template; a part that is said only where there is
// evidence for it stands in brackets, as in the document. Such a part begins with a text.
func bracketed(say finding.Template, i int) string {
	text := say[i].Text
	if i > 0 && say[i-1].Part > 0 && say[i-1].Part != say[i].Part {
		text = "]" + text
	}
	if part := say[i].Part; part > 0 && (i == 0 || say[i-1].Part != part) {
		text = "[" + text
	}
	return text
}

// sayWords is a sentence's template with what stands at each place.
func sayWords(p *finding.Pattern) []SayPiece {
	out := make([]SayPiece, len(p.Say))
	for i, piece := range p.Say {
		if piece.As == "" {
			out[i].Text = bracketed(p.Say, i)
			continue
		}
		out[i].Place = finding.Slots[piece.Slot]
		if piece.Stat != "" {
			out[i].Place = lower(statName(piece.Stat))
		}
	}
	return out
}
