package generator

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/config"
	"leadline/generator/level"
	"leadline/generator/period"
)

// Question is which figure somebody wants explained, as typed.
type Question struct{ Level, Unit, Metric, Month string }

// UnknownName is a question about something that there is not.
type UnknownName struct{ what, name, do string }

// Error says what there is not, and what is nearest to it.
func (e UnknownName) Error() string {
	text := fmt.Sprintf("there is no %s %q", e.what, e.name)
	if e.do != "" {
		text += "; " + e.do
	}
	return text
}

// explaining understands a question as far as the configuration can tell.
func (s *site) explaining(q Question) (*explaining, error) {
	x := &explaining{level: level.Name(q.Level), unit: q.Unit}
	if levels := []string{string(level.TeamName), string(level.ServiceName), string(level.PortfolioName)}; !slices.Contains(levels, q.Level) {
		return nil, UnknownName{"level", q.Level, "say one of " + strings.Join(levels, ", ")}
	}
	var ids []string
	for _, d := range s.definitions {
		if ids = append(ids, d.ID); d.ID == q.Metric {
			x.definition = d
		}
	}
	if x.definition == nil {
		return nil, UnknownName{"metric", q.Metric, didYouMean(q.Metric, ids)}
	}
	months := s.completeMonths()
	m, err := period.ParseMonth(q.Month)
	if x.month = m; err != nil || !slices.Contains(months, m) {
		do := "no month is complete yet"
		if n := len(months); n > 0 {
			do = fmt.Sprintf("complete months are %s to %s", months[0], months[n-1])
		}
		return nil, UnknownName{"complete month", q.Month, do}
	}
	return x, nil
}

// didYouMean is what somebody may have meant: the most alike of some names, else those that
// have a word in common with it, else all of a few.
func didYouMean(name string, known []string) string {
	if near := config.Nearest(name, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == '-' || r == '_' || r == ' ' })
	}
	var alike []string
	for _, k := range known {
		if slices.ContainsFunc(words(k), func(w string) bool { return slices.Contains(words(name), w) }) {
			alike = append(alike, k)
		}
	}
	const few = 30
	switch {
	case len(alike) > 0:
		return "did you mean one of " + strings.Join(alike, ", ") + "?"
	case len(known) <= few:
		return "say one of " + strings.Join(known, ", ")
	default:
		return ""
	}
}
