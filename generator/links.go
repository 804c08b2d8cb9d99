package generator

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"leadline/generator/diag"
	"leadline/generator/narrative"
)

// document is one of the site's own texts.
type document struct {
	file string
	line int // at which body begins
	body []byte
}

// documents are all of the site's own texts.
func (s *site) documents() []document {
	var out []document
	for _, d := range s.definitions {
		out = append(out, document{d.File, d.Line, d.Body})
	}
	for _, p := range s.patterns {
		out = append(out, document{p.File, p.Line, p.Body})
	}
	for _, q := range s.questions {
		out = append(out, document{q.File, q.Line, q.Body})
	}
	for _, g := range s.guides {
		out = append(out, document{g.File, g.Line, g.Body})
	}
	return out
}

// checkLinks finds links between the site's own texts that lead to no file. It looks at files
// and not at pages, because a retired metric has a file and no page: a link to it becomes
// text, and whoever retires a metric need not rewrite what others wrote. Links to pages are
// checked with all other links when the site is staged.
func checkLinks(content fs.FS, documents []document) error {
	var problems diag.Problems
	for _, d := range documents {
		for _, t := range narrative.Targets(d.body) {
			file, _, _ := strings.Cut(t.To, "#")
			if !strings.HasSuffix(file, ".md") || strings.Contains(file, ":") {
				continue
			}
			name, ok := strings.CutPrefix(path.Join(path.Dir(d.file), file), "content/")
			if _, err := fs.Stat(content, name); err == nil && ok {
				continue
			}
			problems = append(problems, diag.Problem{Position: diag.Position{File: d.file, Line: d.line + t.Line - 1},
				Found: fmt.Sprintf("a link to %q, which is no file", t.To), Expected: "another text below content, named from this one's folder", Do: "correct the name, or take the link out"})
		}
	}
	problems.Sort()
	return problems.Err()
}
