package generator

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/config"
)

// doubtfulDecisions are warnings about recorded decisions: what they name and nobody has. A
// decision was taken, whatever was mistyped in recording it, so none of this stops a build.
func (s *site) doubtfulDecisions(o *outcome) (warnings []string) {
	if o.units == nil {
		return nil
	}
	known := definitionIDs(s.definitions)
	var teams, lost, metrics []string
	for _, t := range o.units.Teams {
		teams = append(teams, t.ID)
	}
	slices.Sort(teams)
	for _, id := range o.decisions.Teams() {
		if id != "" && !slices.Contains(teams, id) {
			lost = append(lost, id)
		}
		for _, d := range o.decisions.Of(id) {
			metrics = append(metrics, slices.DeleteFunc(slices.Clone(d.Metrics), func(m string) bool { return slices.Contains(known, m) })...)
		}
	}
	slices.Sort(metrics)
	return slices.Concat(
		doubt(o.decisions.Unread, nil, "the period %q, which is not a month: they are not shown; expected the form 2026-03"),
		doubt(lost, teams, "the team %q, which is in no event file: they are not shown"),
		doubt(slices.Compact(metrics), known, "the metric %q, which has no definition: they are shown without its figure"))
}

// doubts is how many words a warning names: the rest are of the same kind.
const doubts = 5

func doubt(words, known []string, what string) (warnings []string) {
	for i, word := range words {
		if i == doubts {
			return append(warnings, fmt.Sprintf("decisions: %d more like this", len(words)-doubts))
		}
		warning := "decisions name " + fmt.Sprintf(what, beginning(word))
		if near := config.Nearest(word, known); near != "" {
			warning += fmt.Sprintf("; did you mean %q?", near)
		}
		warnings = append(warnings, warning)
	}
	return warnings
}

// beginning keeps a word that is none from filling the terminal.
func beginning(word string) string {
	if r := []rune(strings.ToValidUTF8(word, "?")); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return word
}
