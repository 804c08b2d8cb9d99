package finding

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// Case is one of a pattern's worked examples: signals as metric could have decided them, and
// the sentence that they must give. It is written in the section "Worked example" of the
// document, in blocks "toml example", so that readers see what is run.
type Case struct {
	Level level.Name
	Month period.Month
	Say   string // "": the pattern stays silent
	At    diag.Position

	pattern *Pattern
	given   *given
}

type rawCases struct {
	Cases []rawCase `toml:"case"`
}

type rawCase struct {
	Level   string      `toml:"level"`
	Month   string      `toml:"month"`
	Say     string      `toml:"say"`
	Idle    bool        `toml:"idle"` // the subject owned nothing in the month
	Signals []rawSignal `toml:"signal"`
	Notes   []rawNote   `toml:"note"`
}

type rawSignal struct {
	Metric   string     `toml:"metric"`
	Stat     string     `toml:"stat"`
	Category string     `toml:"category"`
	Month    string     `toml:"month"` // of an earlier month than the case's
	Each     int        `toml:"each"`  // the same in so many months, of which this is the newest; 1 unless given
	Label    string     `toml:"label"` // the text of a survey's question
	Value    *float64   `toml:"value"`
	N        int        `toml:"n"`
	Part     int        `toml:"part"`
	Interval []float64  `toml:"interval"`
	Absent   string     `toml:"absent"`
	Reason   string     `toml:"reason"`
	State    string     `toml:"state"`
	Usual    []float64  `toml:"usual"`
	Change   *rawChange `toml:"change"`
}

type rawChange struct {
	Scale    string    `toml:"scale"` // ratio, points or difference; that of the unit unless given
	Estimate float64   `toml:"estimate"`
	Interval []float64 `toml:"interval"`
	P        float64   `toml:"p"`
	Mix      int       `toml:"mix"` // services against which the whole moved
	Absent   string    `toml:"absent"`
	Reason   string    `toml:"reason"`
}

type rawNote struct {
	Month string `toml:"month"`
	Kind  string `toml:"kind"`
	Text  string `toml:"text"`
}

// ParseCases reads a pattern's worked examples. A document without one that speaks and one
// that stays silent is an error: nobody could check what the pattern tells apart.
func ParseCases(p *Pattern, definitions []*metric.Definition) ([]Case, error) {
	c := &caseParser{pattern: p, definitions: definitions}
	for _, b := range exampleBlocks(p) {
		c.block(b)
	}
	if len(c.problems) == 0 {
		c.complete()
	}
	c.problems.Sort()
	return c.cases, c.problems.Err()
}

type caseParser struct {
	pattern     *Pattern
	definitions []*metric.Definition
	cases       []Case
	problems    diag.Problems
}

type exampleBlock struct {
	text string
	line int
}

// exampleBlocks are the fenced blocks "toml example" of a document.
func exampleBlocks(p *Pattern) (out []exampleBlock) {
	const fence, mark = "```", "```toml example"
	lines := strings.Split(string(p.Body), "\n")
	for i := 0; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) != mark {
			continue
		}
		end := i + 1
		for end < len(lines) && strings.TrimSpace(lines[end]) != fence {
			end++
		}
		out = append(out, exampleBlock{strings.Join(lines[i+1:min(end, len(lines))], "\n"), p.Line + i + 1})
		i = end
	}
	return out
}

func (c *caseParser) complete() {
	at := diag.Position{File: c.pattern.File, Line: c.pattern.Line}
	speaks := slices.ContainsFunc(c.cases, func(x Case) bool { return x.Say != "" })
	silent := slices.ContainsFunc(c.cases, func(x Case) bool { return x.Say == "" })
	if !speaks || !silent {
		c.problems = append(c.problems, diag.Problem{Position: at, Found: "the worked examples do not show both",
			Expected: "a block \"toml example\" with a [[case]] that gives the sentence (say) and one, nearly alike, that stays silent", Do: "write them: they are run as a test and shown to readers"})
	}
}

func (c *caseParser) block(b exampleBlock) {
	var raw rawCases
	index, err := config.ParseStrict(c.pattern.File, b.line-1, []byte(b.text), &raw)
	if err != nil {
		c.problems = append(c.problems, asProblems(err)...)
		return
	}
	for i, r := range raw.Cases {
		c.one(r, func(key ...any) diag.Position { return index.Position(append([]any{"case", i}, key...)...) })
	}
}

func asProblems(err error) diag.Problems {
	if many, ok := err.(diag.Problems); ok {
		return many
	}
	return diag.Problems{{Found: err.Error()}}
}

func (c *caseParser) one(r rawCase, at func(...any) diag.Position) {
	fail := func(found, expected string, key ...any) {
		c.problems = append(c.problems, diag.Problem{Position: at(key...), Found: found, Expected: expected})
	}
	m, err := period.ParseMonth(r.Month)
	if err != nil {
		fail(fmt.Sprintf("month is %q", r.Month), "a month such as 2026-10", "month")
	}
	if !c.pattern.At(level.Name(r.Level)) {
		fail(fmt.Sprintf("level is %q", r.Level), "one of the pattern's levels", "level")
	}
	g := &given{level: level.Name(r.Level), owned: !r.Idle, months: map[period.Month]map[string][]metric.Figure{}, states: map[key]metric.State{}, changed: map[key]metric.Change{}, ranges: map[key]metric.Limits{}, labels: map[[2]string]string{}}
	for i, s := range r.Signals {
		if why := g.take(c.definitions, m, s); why != "" {
			fail(why, "a metric with its figure, as a page of the level shows it", "signal", i)
		}
	}
	for i, n := range r.Notes {
		month, err := period.ParseMonth(n.Month)
		if err != nil || !slices.Contains(notes, n.Kind) {
			fail("a note without its month or kind", "month, kind and text", "note", i)
		}
		g.noted = append(g.noted, Note{month, n.Kind, n.Text})
	}
	g.order(c.definitions)
	c.cases = append(c.cases, Case{Level: level.Name(r.Level), Month: m, Say: r.Say, At: at("level"), pattern: c.pattern, given: g})
}

// Run gives what the pattern finds in a case. L must be the case's level.
func Run[L level.Level](c Case) []Finding[L] {
	return findIn[L]([]*Pattern{c.pattern}, c.given, c.Month)
}
