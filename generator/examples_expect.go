package generator

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// expectation is the block "toml expect" as written.
type expectation struct {
	AsOf    config.AsOf `toml:"as_of"`
	Figures []rawWant   `toml:"figure"`
}

type rawWant struct {
	Level    string   `toml:"level"`
	Subject  string   `toml:"subject"`
	Month    string   `toml:"month"`
	Stat     string   `toml:"stat"`
	Category string   `toml:"category"`
	Text     *string  `toml:"text"`
	Value    *float64 `toml:"value"`
	Low      *float64 `toml:"low"`
	High     *float64 `toml:"high"`
	N        *int     `toml:"n"`
	Part     *int     `toml:"part"`
	Absence  string   `toml:"absence"`
}

func (p *exampleParser) takeExpected(b block) {
	if p.expected {
		p.add(b.line-1, "a second block toml expect", "one", "put all figures into one")
		return
	}
	p.expected = true
	var raw expectation
	index, err := config.ParseStrict(p.Definition.File, b.line-1, []byte(b.text), &raw)
	if err != nil {
		p.problems = addProblems(p.problems, err)
		return
	}
	p.AsOf = raw.AsOf.In(time.UTC)
	if p.AsOf.IsZero() {
		p.add(b.line, "as_of is missing", `the end of the example's data, such as as_of = "2026-04-01"`, "")
		return
	}
	if len(raw.Figures) == 0 {
		p.add(b.line, "no figure is expected", "at least one [[figure]]", "")
	}
	for i, w := range raw.Figures {
		p.want(w, func(key string) diag.Position { return index.Position("figure", i, key) })
	}
}

var absences = []string{metric.NoData.Code(), metric.TooFew.Code(), metric.Withheld.Code(), metric.NotApplicable.Code()}

// want checks one expected figure. That the subject and the stat exist is seen when it runs.
func (p *exampleParser) want(raw rawWant, at func(key string) diag.Position) {
	before := len(p.problems)
	fail := func(key, found, expected string) {
		p.problems = append(p.problems, diag.Problem{Position: at(key), Found: found, Expected: expected})
	}
	levels := []string{string(level.TeamName), string(level.ServiceName), string(level.PortfolioName)}
	if !slices.Contains(levels, raw.Level) {
		fail("level", fmt.Sprintf("level is %q", raw.Level), "one of "+strings.Join(levels, ", "))
	} else if portfolio := raw.Level == string(level.PortfolioName); portfolio != (raw.Subject == "") {
		fail("subject", fmt.Sprintf("subject is %q", raw.Subject), "the id of a team or service; none for the portfolio")
	}
	month, err := period.ParseMonth(raw.Month)
	if err != nil {
		fail("month", fmt.Sprintf("month is %q", raw.Month), "a month such as 2026-03")
	} else if last := lastMonth(p.AsOf); month > last || month < last-maxExampleMonths {
		fail("month", "month is "+raw.Month, fmt.Sprintf("a month from %s to %s, in which the data ends", last-maxExampleMonths, last))
	}
	if raw.Stat == "" {
		fail("stat", "stat is missing", "one of "+strings.Join(p.Definition.Measure.Stats(), ", "))
	}
	numbers := raw.Text != nil || raw.Value != nil || raw.Low != nil || raw.High != nil || raw.Part != nil
	switch {
	case raw.Absence != "" && !slices.Contains(absences, raw.Absence):
		fail("absence", fmt.Sprintf("absence is %q", raw.Absence), "one of "+strings.Join(absences, ", "))
	case raw.Absence != "" && numbers:
		fail("absence", "a figure is expected to be absent and to have a value", "absence, or text, value, low, high and part")
	case raw.Absence == "" && !numbers:
		fail("stat", "nothing is expected of "+raw.Stat, "text, value or absence")
	}
	if len(p.problems) > before {
		return
	}
	p.Want = append(p.Want, Want{level.Name(raw.Level), raw.Subject, month, raw.Stat, raw.Category, raw.Text, raw.Value, raw.Low, raw.High, raw.N, raw.Part, raw.Absence, at("stat")})
}

// maxExampleMonths is how far before the as-of date an example may look; it is shown to
// readers, and nobody recomputes more by hand.
const maxExampleMonths = 24

// lastMonth is the month that the last instant before asOf lies in.
func lastMonth(asOf time.Time) period.Month {
	last := asOf.Add(-time.Second).In(time.UTC)
	return period.MonthOf(last.Year(), last.Month())
}
