package metric

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/level"
)

// header is the front matter of a definition as written.
type header struct {
	ID       string            `toml:"id"`
	Title    string            `toml:"title"`
	Figure   string            `toml:"figure"`
	Domain   string            `toml:"domain"`
	Version  string            `toml:"version"`
	Status   string            `toml:"status"`
	Owner    string            `toml:"owner"`
	Reviewed time.Time         `toml:"reviewed"`
	Next     time.Time         `toml:"next_review"`
	Synonyms []string          `toml:"synonyms"`
	Decides  string            `toml:"decided_by"`
	Cadence  string            `toml:"cadence"`
	Question string            `toml:"question"`
	Decision string            `toml:"decision"`
	Counter  []string          `toml:"counter"`
	Stage    int               `toml:"stage"`
	People   bool              `toml:"people"`
	Good     string            `toml:"good"`
	Measure  config.Table      `toml:"measure"`
	Levels   map[string]string `toml:"levels"`
	Reasons  map[string]string `toml:"reasons"`
}

// ParseDefinition reads content/metrics/<id>.md. The error is a diag.Problems with every
// problem of the header: a definition without decision, owner, cadence, counter-metric,
// levels, or a reason for a level of none is not a definition.
func ParseDefinition(file string, data []byte) (*Definition, error) {
	var h header
	index, body, bodyLine, err := config.ParseFront(file, data, &h)
	if err != nil {
		return nil, err
	}
	c := &checker{h: h, index: index}
	d := c.definition()
	c.sections(body, bodyLine)
	d.File, d.Body, d.Line = file, body, bodyLine
	if len(c.problems) > 0 {
		c.problems.Sort()
		return nil, c.problems
	}
	return d, nil
}

type checker struct {
	h        header
	index    *config.Index
	problems diag.Problems
}

func (c *checker) add(at diag.Position, found, expected, do string) {
	c.problems = append(c.problems, diag.Problem{Position: at, Found: found, Expected: expected, Do: do})
}

var (
	idForm      = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	versionForm = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
)

func (c *checker) definition() *Definition {
	h := c.h
	c.texts()
	c.oneOf("domain", h.Domain, Domains)
	c.oneOf("status", h.Status, []string{"trial", "active", "retiring", "retired"})
	c.oneOf("good", h.Good, []string{"lower", "higher", "neither"})
	if want := strings.TrimSuffix(path.Base(c.index.Position().File), ".md"); h.ID != "" && (h.ID != want || !idForm.MatchString(h.ID)) {
		c.add(c.index.Position("id"), fmt.Sprintf("id is %q", h.ID), fmt.Sprintf("%q, the file's name, in lower case with dashes", want), "rename one of them")
	}
	if h.Version != "" && !versionForm.MatchString(h.Version) {
		c.add(c.index.Position("version"), fmt.Sprintf("version is %q", h.Version), "three numbers, like 1.0.0", "")
	}
	if h.Reviewed.IsZero() {
		c.missing("reviewed", "the date of the last review, like 2026-10-01")
	}
	if !h.Next.After(h.Reviewed) {
		c.missing("next_review", "the date after reviewed at which somebody looks at the definition again")
	}
	if h.Synonyms == nil {
		c.missing("synonyms", "other names that people know it by; [] when there is none")
	}
	if len(h.Counter) == 0 {
		c.missing("counter", "at least one counter-metric that it must be read with")
	}
	if h.Stage < 1 || h.Stage > 7 {
		c.add(c.index.Position("stage"), fmt.Sprintf("stage is %d", h.Stage), "a playbook stage from 1 to 7", "")
	}
	measure := c.measure()
	c.extremes(measure)
	return &Definition{ID: h.ID, Title: h.Title, Figure: h.Figure, Domain: h.Domain, Version: h.Version, Status: h.Status, Owner: h.Owner,
		Reviewed: h.Reviewed.Format("2006-01-02"), Cadence: h.Cadence, Question: h.Question, Decision: h.Decision, DecidedBy: h.Decides,
		NextReview: h.Next.Format("2006-01-02"), Synonyms: h.Synonyms, Counter: h.Counter,
		Stage: h.Stage, People: h.People, Good: h.Good, Measure: measure, Policies: c.policies(), Reasons: c.reasons()}
}

// extremes refuses person-derived metrics that show one value, which is one person's.
func (c *checker) extremes(m Measure) {
	if m == nil || !c.h.People {
		return
	}
	for _, stat := range m.Stats() {
		if slices.Contains([]string{"min", "max", "oldest", "newest"}, stat) {
			c.add(c.index.Position("people"), fmt.Sprintf("a person-derived metric shows %q", stat), "no figure that is one person's", "leave it out of the measure, or show quantiles")
		}
	}
}

// texts checks the fields without which a figure could not be read.
func (c *checker) texts() {
	for _, f := range []struct{ key, value, expected string }{
		{"id", c.h.ID, "the file's name without .md"},
		{"title", c.h.Title, "the metric's name in the field's standard term"},
		{"version", c.h.Version, "the definition's version, like 1.0.0"},
		{"owner", c.h.Owner, "the role that owns the definition"},
		{"cadence", c.h.Cadence, "how often the decision is taken, like \"monthly\""},
		{"question", c.h.Question, "the question that the metric answers"},
		{"decision", c.h.Decision, "the decision that it informs"},
		{"decided_by", c.h.Decides, "who takes the decision, and where, like \"the team, in its monthly review\""},
	} {
		if strings.TrimSpace(f.value) == "" {
			c.missing(f.key, f.expected)
		}
	}
}

func (c *checker) missing(key, expected string) {
	c.add(c.index.Position(key), key+" is missing", expected, "add it to the front matter")
}

func (c *checker) oneOf(key, value string, permitted []string) {
	if !slices.Contains(permitted, value) {
		c.add(c.index.Position(key), fmt.Sprintf("%s is %q", key, value), "one of "+strings.Join(permitted, ", "), "")
	}
}

var levels = []level.Name{level.TeamName, level.ServiceName, level.PortfolioName}

func (c *checker) policies() map[level.Name]Policy {
	out := map[level.Name]Policy{}
	for _, l := range levels {
		switch written := c.h.Levels[string(l)]; {
		case written == "pooled":
			out[l] = Pooled
		case written == "counted" && l == level.PortfolioName:
			out[l] = Counted
		case written == "none":
			out[l] = None
		case written == "":
			c.add(c.index.Position("levels"), fmt.Sprintf("levels says nothing of %s", l), "pooled, counted (portfolio only) or none", "decide how "+string(l)+" may see the metric")
		default:
			c.add(c.index.Position("levels", string(l)), fmt.Sprintf("%s is %q", l, written), "pooled, counted (portfolio only) or none", "")
		}
	}
	for key := range c.h.Levels {
		if !slices.Contains(levels, level.Name(key)) {
			c.add(c.index.Position("levels", key), fmt.Sprintf("%q is not a level", key), "team, service or portfolio", "")
		}
	}
	return out
}

func (c *checker) reasons() map[level.Name]string {
	out := map[level.Name]string{}
	for _, l := range levels {
		reason := strings.TrimSpace(c.h.Reasons[string(l)])
		switch none := c.h.Levels[string(l)] == "none"; {
		case none && reason == "":
			c.add(c.index.Position("levels", string(l)), fmt.Sprintf("%s is none without a reason", l), "a reason that readers of that level will see", fmt.Sprintf("add %s = \"…\" to [reasons]", l))
		case !none && reason != "":
			c.add(c.index.Position("reasons", string(l)), fmt.Sprintf("a reason for %s, which may see the metric", l), "reasons only for levels of none", "")
		case none:
			out[l] = reason
		}
	}
	return out
}

// CheckCounters finds counter-metrics that no definition has.
func CheckCounters(definitions []*Definition) error {
	known := map[string]bool{}
	for _, d := range definitions {
		known[d.ID] = true
	}
	var problems diag.Problems
	for _, d := range definitions {
		for _, id := range d.Counter {
			if !known[id] {
				problems = append(problems, diag.Problem{Position: diag.Position{File: d.File}, Found: fmt.Sprintf("counter-metric %q has no definition", id),
					Expected: "the id of another file in content/metrics", Do: "write its definition or name another"})
			}
		}
	}
	problems.Sort()
	return problems.Err()
}
