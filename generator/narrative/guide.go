package narrative

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"leadline/generator/config"
	"leadline/generator/diag"
)

// Guide is one document of the framework's own content, content/guide/<id>.md: what it is
// for people to read, and in the playbook's case the stages that pages of teams speak of.
// ParseGuide alone makes one.
type Guide struct {
	ID       string // the file's name without .md
	Title    string
	Summary  string // one sentence
	Group    string // one of Groups
	Order    int    // place within its group, from 1
	Audience []string
	Owner    string
	Reviewed string  // date, 2026-10-01
	Stages   []Stage // of the playbook, in order from stage 0; nil elsewhere

	File string
	Body []byte // Markdown
	Line int    // line of File at which Body begins
}

// Stage is one step of introducing metrics. A team's stage decides what its page shows.
type Stage struct {
	Number    int
	Title     string
	Aim       string
	Enter     string // the condition for entering it, a sentence
	Leave     string // the condition for leaving it, a sentence
	Published string // who sees what comes of it
}

// Anchor is the id of the stage's heading on the playbook's page.
func (s Stage) Anchor() string { return anchor(s.heading()) }

// heading is the stage's heading in the playbook's text.
func (s Stage) heading() string { return fmt.Sprintf("Stage %d: %s", s.Number, s.Title) }

// Groups are the parts of the guide in the order of its list: for everybody's first
// minutes, for each kind of reader, and the framework itself.
var Groups = []string{"start", "reader", "framework"}

// Readers are for whom a document may be written; a page for one reader names that one.
var Readers = []string{"team", "leader", "platform", "coach", "governance"}

// guideHeader is the front matter as written.
type guideHeader struct {
	Title    string        `toml:"title"`
	Summary  string        `toml:"summary"`
	Group    string        `toml:"group"`
	Order    int           `toml:"order"`
	Audience []string      `toml:"audience"`
	Owner    string        `toml:"owner"`
	Reviewed time.Time     `toml:"reviewed"`
	Stages   []stageHeader `toml:"stage"`
}

type stageHeader struct {
	Number    *int   `toml:"number"`
	Title     string `toml:"title"`
	Aim       string `toml:"aim"`
	Enter     string `toml:"enter"`
	Leave     string `toml:"leave"`
	Published string `toml:"published"`
}

// ParseGuide reads content/guide/<id>.md. The error is a diag.Problems with every problem of
// the front matter, and of the text where it promises what the page cannot fill in.
func ParseGuide(file string, data []byte) (*Guide, error) {
	var h guideHeader
	index, body, bodyLine, err := config.ParseFront(file, data, &h)
	if err != nil {
		return nil, err
	}
	c := &guideChecker{h: h, index: index}
	c.header()
	g := &Guide{ID: strings.TrimSuffix(path.Base(file), ".md"), Title: h.Title, Summary: h.Summary, Group: h.Group, Order: h.Order,
		Audience: h.Audience, Owner: h.Owner, Reviewed: h.Reviewed.Format(time.DateOnly), Stages: c.stages(),
		File: file, Body: body, Line: bodyLine}
	c.text(g)
	c.problems.Sort()
	return g, c.problems.Err()
}

type guideChecker struct {
	h        guideHeader
	index    *config.Index
	problems diag.Problems
}

func (c *guideChecker) add(at diag.Position, found, expected, do string) {
	c.problems = append(c.problems, diag.Problem{Position: at, Found: found, Expected: expected, Do: do})
}

func (c *guideChecker) missing(expected string, at ...any) {
	c.add(c.index.Position(at...), fmt.Sprintf("%s is missing", at[len(at)-1]), expected, "add it to the front matter")
}

// guideID is what a file may be called: its name becomes part of an address.
var guideID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (c *guideChecker) header() {
	file := c.index.Position().File
	if id := strings.TrimSuffix(path.Base(file), ".md"); !guideID.MatchString(id) {
		c.add(diag.Position{File: file}, fmt.Sprintf("the file is called %q", id+".md"), "lower-case letters, digits and single dashes", "rename it")
	}
	c.texts([]field{{"title", c.h.Title, "the page's heading"}, {"owner", c.h.Owner, "the role that keeps the text true"}})
	if s := strings.TrimSpace(c.h.Summary); s == "" {
		c.missing("one sentence that says what a reader gets", "summary")
	} else if !strings.HasSuffix(s, ".") || strings.Contains(s, ". ") {
		c.add(c.index.Position("summary"), "summary is not one sentence", "one, with a full stop at its end", "")
	}
	if !slices.Contains(Groups, c.h.Group) {
		c.add(c.index.Position("group"), fmt.Sprintf("group is %q", c.h.Group), "one of "+strings.Join(Groups, ", "), "")
	}
	if c.h.Order < 1 {
		c.add(c.index.Position("order"), fmt.Sprintf("order is %d", c.h.Order), "the document's place in its group, from 1", "")
	}
	if c.h.Reviewed.IsZero() {
		c.missing("the date of the last review, like 2026-10-01", "reviewed")
	}
	if len(c.h.Audience) == 0 {
		c.missing("who it is for: some of "+strings.Join(Readers, ", "), "audience")
	}
	for i, reader := range c.h.Audience {
		if !slices.Contains(Readers, reader) {
			c.add(c.index.Position("audience", i), fmt.Sprintf("audience names %q", reader), "some of "+strings.Join(Readers, ", "), "")
		}
	}
}

// field is a text that must be there.
type field struct{ key, value, expected string }

func (c *guideChecker) texts(fields []field, below ...any) {
	for _, f := range fields {
		if strings.TrimSpace(f.value) == "" {
			c.missing(f.expected, append(below[:len(below):len(below)], f.key)...)
		}
	}
}

// stages are numbered from 0 without a gap, because "the next stage" must exist or not.
func (c *guideChecker) stages() []Stage {
	var out []Stage
	for i, s := range c.h.Stages {
		if s.Number == nil || *s.Number != i {
			c.add(c.index.Position("stage", i, "number"), fmt.Sprintf("stage %d of the list has another number, or none", i), fmt.Sprintf("number = %d", i), "number the stages from 0, in their order")
		}
		c.texts([]field{{"title", s.Title, "the stage's name"}, {"aim", s.Aim, "what the stage is for"},
			{"enter", s.Enter, "the condition for entering it"}, {"leave", s.Leave, "the condition for leaving it"},
			{"published", s.Published, "who sees what comes of it"}}, "stage", i)
		out = append(out, Stage{Number: i, Title: s.Title, Aim: s.Aim, Enter: s.Enter, Leave: s.Leave, Published: s.Published})
	}
	return out
}
