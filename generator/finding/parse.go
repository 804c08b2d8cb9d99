package finding

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

// header is the front matter of a pattern as written.
type header struct {
	ID         string    `toml:"id"`
	Title      string    `toml:"title"`
	Domain     string    `toml:"domain"`
	Version    string    `toml:"version"`
	Status     string    `toml:"status"`
	Owner      string    `toml:"owner"`
	Reviewed   time.Time `toml:"reviewed"`
	Next       time.Time `toml:"next_review"`
	Levels     []string  `toml:"levels"`
	Role       string    `toml:"role"`
	Precedence int       `toml:"precedence"`
	Silences   []string  `toml:"silences"`
	Say        string    `toml:"say"`
	Caveat     string    `toml:"caveat"`
	Questions  []string  `toml:"questions"`
	When       []rawWhen `toml:"when"`
}

// ParsePattern reads content/patterns/<id>.md. The error is a diag.Problems with every
// problem of the document; what it says of metrics is held to the definitions by Check.
func ParsePattern(file string, data []byte) (*Pattern, error) {
	var h header
	index, body, bodyLine, err := config.ParseFront(file, data, &h)
	if err != nil {
		return nil, err
	}
	c := &checker{h: h, index: index}
	p := c.pattern()
	c.sections(body, bodyLine)
	p.File, p.Body, p.Line = file, body, bodyLine
	if len(c.problems) > 0 {
		c.problems.Sort()
		return nil, c.problems
	}
	return p, nil
}

type checker struct {
	h        header
	index    *config.Index
	problems diag.Problems
}

func (c *checker) add(at diag.Position, found, expected, do string) {
	c.problems = append(c.problems, diag.Problem{Position: at, Found: found, Expected: expected, Do: do})
}

func (c *checker) fail(key, found, expected string) {
	c.add(c.index.Position(key), found, expected, "")
}

var (
	idForm      = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	versionForm = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
)

func (c *checker) pattern() *Pattern {
	h := c.h
	c.texts()
	c.oneOf("domain", h.Domain, Domains)
	c.oneOf("status", h.Status, []string{"trial", "active", "retiring", "retired"})
	role := Role(h.Role)
	if h.Role == "" {
		role = Tells
	}
	c.oneOf("role", string(role), []string{string(Tells), string(Verdict), string(Unchanged), string(Figures), string(Unknown)})
	if want := strings.TrimSuffix(path.Base(c.index.Position().File), ".md"); h.ID != want || !idForm.MatchString(h.ID) {
		c.add(c.index.Position("id"), fmt.Sprintf("id is %q", h.ID), fmt.Sprintf("%q, the file's name, in lower case with dashes", want), "rename one of them")
	}
	if !versionForm.MatchString(h.Version) {
		c.fail("version", fmt.Sprintf("version is %q", h.Version), "three numbers, like 1.0.0")
	}
	if h.Reviewed.IsZero() || !h.Next.After(h.Reviewed) {
		c.fail("reviewed", "reviewed or next_review is missing, or the next is not the later", "the date of the last review, and a later one for the next")
	}
	if h.Precedence < 1 || h.Precedence > 100 {
		c.fail("precedence", fmt.Sprintf("precedence is %d", h.Precedence), "1 to 100; the higher is told first")
	}
	p := &Pattern{ID: h.ID, Title: h.Title, Domain: h.Domain, Version: h.Version, Status: h.Status, Owner: h.Owner,
		Reviewed: h.Reviewed.Format("2006-01-02"), NextReview: h.Next.Format("2006-01-02"), Levels: c.levels(), Role: role,
		Precedence: h.Precedence, Silences: h.Silences, Caveat: h.Caveat, Questions: h.Questions, When: c.whens()}
	p.Say = c.template(p.When)
	return p
}

func (c *checker) texts() {
	for _, f := range []struct{ key, value, expected string }{
		{"title", c.h.Title, "what the pattern is called"}, {"owner", c.h.Owner, "the role that owns it"},
		{"say", c.h.Say, "the sentence to say where it holds"},
	} {
		if strings.TrimSpace(f.value) == "" {
			c.add(c.index.Position(f.key), f.key+" is missing", f.expected, "add it to the front matter")
		}
	}
	if n := len(c.h.Caveat); n > 0 && !sentence(c.h.Caveat) {
		c.fail("caveat", "caveat is not one sentence", "a sentence that ends with a full stop")
	}
	if len(c.h.Questions) == 0 && (c.h.Role == "" || c.h.Role == string(Tells)) {
		c.add(c.index.Position("questions"), "questions is missing", "ids of content/questions, the most fitting first", "a pattern that raises no question informs no decision")
	}
}

// Sections are what the body of every pattern must say, as headings of the second level.
var Sections = []string{"What it means", "What it does not mean", "Worked example", "Change log"}

func (c *checker) sections(body []byte, line int) {
	for _, name := range Sections {
		if !strings.Contains("\n"+string(body), "\n## "+name+"\n") {
			c.add(diag.Position{File: c.index.Position().File, Line: line}, fmt.Sprintf("there is no section %q", "## "+name),
				"all of "+strings.Join(Sections, ", "), "write it: readers will look for it")
		}
	}
}

// sentence reports whether a text is one sentence: it ends with its only full stop.
func sentence(text string) bool {
	return strings.HasSuffix(text, ".") && !strings.Contains(strings.TrimSuffix(text, "."), ". ")
}

func (c *checker) oneOf(key, value string, permitted []string) {
	if !slices.Contains(permitted, value) {
		c.fail(key, fmt.Sprintf("%s is %q", key, value), "one of "+strings.Join(permitted, ", "))
	}
}

var levelNames = []level.Name{level.TeamName, level.ServiceName, level.PortfolioName}

func (c *checker) levels() (out []level.Name) {
	for _, l := range c.h.Levels {
		if !slices.Contains(levelNames, level.Name(l)) {
			c.fail("levels", fmt.Sprintf("levels has %q", l), "team, service, portfolio")
		}
		out = append(out, level.Name(l))
	}
	if len(out) == 0 {
		c.fail("levels", "levels is missing", "at least one of team, service, portfolio")
	}
	return out
}
