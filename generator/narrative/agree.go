package narrative

import (
	"strings"

	"leadline/generator/finding"
)

// unusual is a figure with its usual range: "14 a week (usual range 2–9 a week)", and without
// where the range is not one range but varies with n.
func unusual(s finding.Signal) string {
	if text := s.Figure.Text(); !s.Limits.Known {
		return text
	} else {
		return flat(text) + " (usual range " + usual(s) + ")"
	}
}

// flat is a figure without brackets of its own, for a place that has some:
// "7 of 28 (25 %, 13–43 %)" is "7 of 28, 25 %, 13–43 %".
func flat(text string) string {
	if before, inner, ok := strings.Cut(text, " ("); ok {
		return before + ", " + strings.TrimSuffix(inner, ")")
	}
	return text
}

// was agrees with what a metric is called: change lead time was, escaped defects and exceptions
// expiring were, time to fix vulnerabilities was. With a part, it is the part that was.
func was(s finding.Signal) string {
	head := called(s.Metric)
	for _, preposition := range []string{" to ", " in ", " of ", " for "} {
		head, _, _ = strings.Cut(head, preposition)
	}
	words := strings.Fields(head)
	if n := len(words); n > 1 && strings.HasSuffix(words[n-1], "ing") {
		words = words[:n-1]
	}
	if last := words[len(words)-1]; s.Category == "" && strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss") {
		return "were"
	}
	return "was"
}
