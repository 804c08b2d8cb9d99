package generator

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"leadline/generator/diag"
	"leadline/generator/event"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// Example is a definition's worked example: a few event rows and the figures that they must
// give. It is written in the section "Worked example" of the definition's file, as blocks
// "csv <table>" and one block "toml expect", so that readers see exactly what is run.
type Example struct {
	Definition *metric.Definition
	Tables     map[string]string // canonical table → CSV with a header
	AsOf       time.Time
	Want       []Want

	line  int            // of the section, in Definition.File
	lines map[string]int // canonical table → line at which its CSV begins
}

// Want is one expected figure. What is not given is not compared, but a figure that is
// present although Absence is given, or the other way round, is always a difference.
type Want struct {
	Level    level.Name // team, service or portfolio
	Subject  string     // id; "" for the portfolio
	Month    period.Month
	Stat     string
	Category string // as metric.Figure.Category; "" for the whole

	Text      *string  // as metric.Figure.Text gives it
	Value     *float64 // in the stat's unit, such as seconds
	Low, High *float64 // 95 % interval
	N, Part   *int
	Absence   string // metric.Absence.Code; "" for a figure that is present

	at diag.Position
}

// parseExample reads a definition's worked example. The error is a diag.Problems with
// positions in the definition's file; a definition without an example is an error, because
// nobody could check what it says.
func parseExample(d *metric.Definition) (Example, error) {
	p := &exampleParser{Example: Example{Definition: d, Tables: map[string]string{}, line: d.Line, lines: map[string]int{}}}
	for _, b := range p.blocks() {
		p.take(b)
	}
	if p.problems == nil {
		p.complete()
	}
	p.problems.Sort()
	return p.Example, p.problems.Err()
}

type exampleParser struct {
	Example
	expected bool
	problems diag.Problems
}

func (p *exampleParser) add(line int, found, expected, do string) {
	p.problems = append(p.problems, diag.Problem{Position: diag.Position{File: p.Definition.File, Line: line}, Found: found, Expected: expected, Do: do})
}

// block is a fenced block: the words after the fence, and the text with the line of the
// file at which it begins.
type block struct {
	info []string
	text string
	line int
}

const (
	exampleHeading = "Worked example"
	fence          = "```"
)

// blocks are the fenced blocks of the section. Fences elsewhere are followed as well, so
// that a heading within one is not taken for a heading.
func (p *exampleParser) blocks() []block {
	var out []block
	var open *block
	body, inside, from, to := string(p.Definition.Body), false, 0, 0 // open begins at from; the line ends at to
	for n, line := range strings.SplitAfter(body, "\n") {
		at, text := p.Definition.Line+n, strings.TrimRight(line, " \t\r\n")
		to += len(line)
		switch {
		case open != nil && text == fence:
			if open.text = body[from : to-len(line)]; inside {
				out = append(out, *open)
			}
			open = nil
		case open != nil: // a line of the block
		case strings.HasPrefix(text, fence):
			open, from = &block{info: strings.Fields(strings.TrimLeft(text, "`")), line: at + 1}, to
		case strings.HasPrefix(text, "## "):
			if inside = strings.TrimSpace(text[3:]) == exampleHeading; inside {
				p.line = at
			}
		}
	}
	if open != nil {
		p.add(open.line-1, "the block that begins here has no end", "a line "+fence, "")
	}
	return out
}

// take reads one block; blocks in other languages are there for readers alone.
func (p *exampleParser) take(b block) {
	switch {
	case len(b.info) == 2 && b.info[0] == "csv":
		p.takeRows(b.info[1], b)
	case slices.Equal(b.info, []string{"toml", "expect"}):
		p.takeExpected(b)
	case len(b.info) > 0 && (b.info[0] == "csv" || b.info[0] == "toml"):
		p.add(b.line-1, fmt.Sprintf("a block marked %q", strings.Join(b.info, " ")), `"csv" with the name of a table, or "toml expect"`, "")
	}
}

func (p *exampleParser) takeRows(name string, b block) {
	table, ok := event.TableNamed(name)
	if !ok {
		var names []string
		for _, t := range event.Tables {
			names = append(names, t.Name)
		}
		p.add(b.line-1, fmt.Sprintf("there is no table %q", name), "one of "+strings.Join(names, ", "), meant(name, names))
		return
	}
	if first, twice := p.lines[name]; twice {
		p.add(b.line-1, name+" is given a second time", "", fmt.Sprintf("put all rows into the block of line %d", first-1))
		return
	}
	p.Tables[name], p.lines[name] = b.text, b.line
	p.checkHeader(table, b)
}

// checkHeader refuses columns that the table does not have: a build ignores them, but in an
// example they are a slip of the pen.
func (p *exampleParser) checkHeader(table *event.Table, b block) {
	var names []string
	for _, c := range table.Columns {
		names = append(names, c.Name)
	}
	header, _, _ := strings.Cut(b.text, "\n")
	column := 1
	for name := range strings.SplitSeq(strings.TrimRight(header, "\r"), ",") {
		if !slices.Contains(names, name) {
			p.add(b.line, fmt.Sprintf("%s has no column %q", table.Name, name), "one of "+strings.Join(names, ", "), meant(name, names))
			p.problems[len(p.problems)-1].Column = column
		}
		column += utf8.RuneCountInString(name) + 1
	}
}

// complete finds what the example lacks.
func (p *exampleParser) complete() {
	switch {
	case len(p.Tables) == 0 && !p.expected:
		p.add(p.line, "there is no worked example", `a section "## `+exampleHeading+`" with blocks "csv <table>" and "toml expect"`, "write one: it is run as a test and shown to readers")
	case len(p.Tables) == 0:
		p.add(p.line, "the worked example has no rows", `a block "csv <table>" for each table that it needs`, "")
	case !p.expected:
		p.add(p.line, "the worked example expects nothing", `a block "toml expect" with as_of and at least one [[figure]]`, "")
	}
}
