package page

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// message is what a chart says of its month, in a sentence that stands alone: the figure,
// and where it lies against the usual range if the month was judged. It is the title of the
// chart (Government Analysis Function: the first title gives the message, the second one
// describes the data).
func message[L level.Level](s metric.Series[L], r metric.Result[L], m period.Month) string {
	d, f := s.Definition(), headline(r)
	switch {
	case f.Absence != metric.Present:
		return absentMessage(s, f, m)
	case s.Policy() == metric.Counted:
		return fmt.Sprintf("%s of %s in %s: %s", d.Title, unit.Plural(f.N, "service"), m.Long(), countedText(r))
	case divides(s):
		return fmt.Sprintf("Evidence explained %s of the waiting in %s%s", f.Text(), m.Long(), against(s, r, m, "its"))
	}
	return fmt.Sprintf("%s %s %s in %s%s", d.Title, was(d.Title), f.Text(), m.Long(), against(s, r, m, its(d.Title)))
}

// absentMessage says why the month has no figure, and which month was the last to have one.
func absentMessage[L level.Level](s metric.Series[L], f metric.Figure, m period.Month) string {
	text := fmt.Sprintf("%s: %s in %s", s.Definition().Title, f.Text(), m.Long())
	for _, r := range slices.Backward(s.Results()) {
		if f := headline(r); r.Month() < m && f.Absence == metric.Present {
			return text + "; the newest month with a figure is " + r.Month().Long()
		}
	}
	return text
}

// causesMessage names what metric.MainCauses names, with the part that it has alone.
func causesMessage[L level.Level](r metric.Result[L], m period.Month) string {
	causes, coverage, ok := r.MainCauses()
	if !ok {
		return fmt.Sprintf("No main cause of waiting can be told in %s; evidence explains %s of the waiting", m.Long(), coverage.Text())
	}
	alone := make([]string, len(causes))
	for i, cause := range causes {
		f := r.Figures()[slices.IndexFunc(r.Figures(), func(f metric.Figure) bool { return f.Stat == "exclusive" && f.Category == cause })]
		alone[i] = narrative.PartName(cause) + " alone took " + f.Text()
		if f.HasInterval() {
			alone[i] += " (" + f.Unit.Range(f.Low, f.High) + ")"
		}
	}
	if len(alone) == 2 {
		return fmt.Sprintf("%s and %s of the elapsed time in %s; which is the larger part cannot be told", capital(alone[0]), alone[1], m.Long())
	}
	return fmt.Sprintf("%s of the elapsed time in %s, more than any other cause", capital(alone[0]), m.Long())
}

// against says where a judged month lies; "" for one that was not judged. Limits of shares
// and rates move with the size of each month; then there is no one range to print.
func against[L level.Level](s metric.Series[L], r metric.Result[L], m period.Month, its string) string {
	if !judged(s, r) {
		return ""
	}
	l := s.Judging(m)
	within := r.State() == metric.Within
	place := map[metric.State]string{metric.Within: "within", metric.UnusualHigh: "above", metric.UnusualLow: "below"}[r.State()]
	switch {
	case !l.Rare && l.Known:
		return fmt.Sprintf(", %s %s usual range of %s", place, its, rangeText(l.Limits, figureUnit(s)))
	case within && l.Rare:
		return fmt.Sprintf(", within %s usual range by the time between events", its)
	case within:
		return fmt.Sprintf(", within %s usual range for a month of this size", its)
	case l.Rare:
		return ", " + r.State().String() + " by the time between events"
	default:
		return ", " + r.State().String() + " for a month of this size"
	}
}

// was is the verb for a metric's title as a subject.
func was(title string) string {
	if plural(title) {
		return "were"
	}
	return "was"
}

// its is the pronoun for it.
func its(title string) string {
	if plural(title) {
		return "their"
	}
	return "its"
}

// plural guesses whether a title is one: "Flaky reruns" is, "Time to fix vulnerabilities" is
// not, because what stands before a preposition is what the title is about.
func plural(title string) bool {
	words := strings.Fields(title)
	for i, w := range words {
		if i > 0 && slices.Contains([]string{"of", "to", "in", "on", "for", "per", "from", "by", "with", "without", "until"}, w) {
			words = words[:i]
			break
		}
	}
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if n := len(words); n > 1 && strings.HasSuffix(last, "ing") { // exceptions expiring
		last = words[n-2]
	}
	return strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss") && !strings.HasSuffix(last, "us") && !strings.HasSuffix(last, "is")
}
