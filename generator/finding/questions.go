package finding

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"leadline/generator/config"
	"leadline/generator/diag"
)

// Questions is the bank of one domain, content/questions/<domain>.md: what a review may ask.
// Which of them it does ask is said by the patterns that hold; see Choose.
type Questions struct {
	File, Title, Domain, Owner string
	Reviewed                   string // day, 2006-01-02
	List                       []Question
	Body                       []byte // Markdown for those who read the bank
	Line                       int    // of the body within File
}

// Question is one question of a bank.
type Question struct {
	ID      string
	Ask     string        // ends with a question mark
	Why     string        // what a good answer would change; "" when that is plain
	Metrics []string      // whose figures should be on the table; a page that lacks one does not ask
	At      diag.Position // where it is written
}

// QuestionDomains are the domains of metrics, and the portfolio's own.
var QuestionDomains = []string{"flow", "quality", "security", "enablement", "portfolio"}

// maxAsk keeps a question to what can be read out once and remembered: two lines on paper.
const maxAsk = 150

// questionsHeader is the front matter as written.
type questionsHeader struct {
	Title     string        `toml:"title"`
	Domain    string        `toml:"domain"`
	Owner     string        `toml:"owner"`
	Reviewed  time.Time     `toml:"reviewed"`
	Questions []rawQuestion `toml:"question"`
}

type rawQuestion struct {
	ID      string   `toml:"id"`
	Ask     string   `toml:"ask"`
	Why     string   `toml:"why"`
	Metrics []string `toml:"metrics"`
}

// ParseQuestions reads content/questions/<domain>.md. The error is a diag.Problems with
// everything that is wrong in the file.
func ParseQuestions(file string, data []byte) (*Questions, error) {
	var h questionsHeader
	index, body, bodyLine, err := config.ParseFront(file, data, &h)
	if err != nil {
		return nil, err
	}
	c := &bankChecker{index: index}
	c.header(h)
	q := &Questions{File: file, Title: h.Title, Domain: h.Domain, Owner: h.Owner, Reviewed: h.Reviewed.Format("2006-01-02"), Body: body, Line: bodyLine}
	for i, raw := range h.Questions {
		q.List = append(q.List, c.question(i, raw, h))
	}
	if len(c.problems) > 0 {
		c.problems.Sort()
		return nil, c.problems
	}
	return q, nil
}

// bankChecker collects what is wrong with one bank.
type bankChecker struct {
	index    *config.Index
	problems diag.Problems
}

func (c *bankChecker) add(found, expected, do string, key ...any) {
	c.problems = append(c.problems, diag.Problem{Position: c.index.Position(key...), Found: found, Expected: expected, Do: do})
}

func (c *bankChecker) header(h questionsHeader) {
	name := strings.TrimSuffix(path.Base(c.index.Position().File), ".md")
	switch {
	case !slices.Contains(QuestionDomains, h.Domain):
		c.add(fmt.Sprintf("domain is %q", h.Domain), "one of "+strings.Join(QuestionDomains, ", "), "", "domain")
	case h.Domain != name:
		c.add(fmt.Sprintf("domain is %q", h.Domain), fmt.Sprintf("%q, the file's name", name), "rename one of them", "domain")
	}
	for _, f := range []struct{ key, value, expected string }{
		{"title", h.Title, "what the bank is called"}, {"owner", h.Owner, "the role that keeps the bank"}} {
		if strings.TrimSpace(f.value) == "" {
			c.add(f.key+" is missing", f.expected, "add it to the front matter", f.key)
		}
	}
	if h.Reviewed.IsZero() {
		c.add("reviewed is missing", "the day on which somebody last read all of it, such as 2026-10-01", "add it to the front matter", "reviewed")
	}
	if len(h.Questions) == 0 {
		c.add("there is no question", "one [[question]] or more", "write one, or delete the file", "question")
	}
}

var questionID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)

// question checks the question at i; h has those before it.
func (c *bankChecker) question(i int, raw rawQuestion, h questionsHeader) Question {
	at := func(key string) []any { return []any{"question", i, key} }
	if !questionID.MatchString(raw.ID) || !strings.HasPrefix(raw.ID, h.Domain+"-") {
		c.add(fmt.Sprintf("id is %q", raw.ID), fmt.Sprintf("an id in lower case with dashes that begins with %q", h.Domain+"-"), "", at("id")...)
	}
	if slices.ContainsFunc(h.Questions[:i], func(q rawQuestion) bool { return q.ID == raw.ID }) {
		c.add(fmt.Sprintf("id %q is there twice", raw.ID), "one question an id", "give this one another: patterns name questions by their id", at("id")...)
	}
	c.line(raw.Ask, "ask", "?", at("ask"))
	if c.index.Has(at("why")...) {
		c.line(raw.Why, "why", ".", at("why"))
	}
	for j, id := range raw.Metrics {
		if slices.Contains(raw.Metrics[:j], id) {
			c.add(fmt.Sprintf("metric %q is there twice", id), "", "take one out", append(at("metrics"), j)...)
		}
	}
	return Question{ID: raw.ID, Ask: raw.Ask, Why: raw.Why, Metrics: raw.Metrics, At: c.index.Position(at("id")...)}
}

// line checks a sentence that is read out: one line, an end, not too long.
func (c *bankChecker) line(text, key, end string, at []any) {
	switch n := len([]rune(text)); {
	case strings.TrimSpace(text) == "":
		c.add(key+" is missing", "one sentence", "", at...)
	case strings.ContainsFunc(text, unicode.IsControl):
		c.add(key+" has a line break or another control character", "one line of text", "", at...)
	case !strings.HasSuffix(text, end):
		c.add(fmt.Sprintf("%s does not end with %q", key, end), "one whole sentence", "", at...)
	case n > maxAsk:
		c.add(fmt.Sprintf("%s has %d characters", key, n), fmt.Sprintf("at most %d", maxAsk), "say one thing", at...)
	}
}

// CheckQuestions finds what no single bank can know: ids that two banks have, and metrics
// without a definition. The error is a sorted diag.Problems.
func CheckQuestions(banks []*Questions, metrics []string) error {
	var problems diag.Problems
	first := map[string]diag.Position{}
	for _, bank := range banks {
		for _, q := range bank.List {
			if at, there := first[q.ID]; there {
				problems = append(problems, diag.Problem{Position: q.At, Found: fmt.Sprintf("question %q is at %s too", q.ID, at),
					Expected: "one question an id", Do: "give one of them another"})
				continue
			}
			first[q.ID] = q.At
			for _, id := range q.Metrics {
				if !slices.Contains(metrics, id) {
					problems = append(problems, diag.Problem{Position: q.At, Found: fmt.Sprintf("question %q names the metric %q, which has no definition", q.ID, id),
						Expected: "the id of a file in content/metrics", Do: nearAdvice(id, metrics)})
				}
			}
		}
	}
	problems.Sort()
	return problems.Err()
}

// nearAdvice is the advice that names the nearest known word; "" when none is near.
func nearAdvice(word string, known []string) string {
	if near := config.Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return ""
}
