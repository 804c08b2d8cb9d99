package metric

import (
	"bytes"
	"fmt"
	"strings"

	"leadline/generator/diag"
)

// Sections are what the body of every definition must say, as headings of the second level:
// what a reader needs before trusting, using or refusing a figure. Together with the front
// matter they hold what the CHAOSS template, the official-statistics codes and auditors of
// reports ask for; a definition that leaves one out is not finished.
var Sections = []string{"What it answers", "How it is computed", "Data it needs", "Statistic and uncertainty", "Read it with", "How it can mislead",
	"Not for", "Limits", "Worked example", "Review questions", "Change log", "When to retire it"}

// sections checks that every section is there and says something.
func (c *checker) sections(body []byte, line int) {
	lines, file := sectionLines(body), c.index.Position().File
	var missing []string
	for _, name := range Sections {
		switch s, there := lines[name]; {
		case !there:
			missing = append(missing, "## "+name)
		case s.text == 0:
			c.add(diag.Position{File: file, Line: line + s.line}, fmt.Sprintf("section %q is empty", name), "at least a sentence", "")
		}
	}
	if len(missing) > 0 {
		c.add(diag.Position{File: file, Line: line + bytes.Count(body, []byte("\n"))}, "there is no section "+strings.Join(missing, ", "),
			"all of "+strings.Join(Sections, ", "), "write it: readers will look for it")
	}
}

// section is where a section begins and how many lines of text it has.
type section struct{ line, text int }

// sectionLines finds the headings of the second level.
func sectionLines(body []byte) map[string]section {
	out, name := map[string]section{}, ""
	for i, line := range strings.Split(string(body), "\n") {
		line = strings.TrimRight(line, " \r")
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			name = strings.TrimSpace(heading)
			out[name] = section{line: i}
		} else if s, ok := out[name]; ok && strings.TrimSpace(line) != "" {
			s.text++
			out[name] = s
		}
	}
	return out
}
