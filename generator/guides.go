package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"leadline/generator/diag"
	"leadline/generator/metric"
	"leadline/generator/narrative"
)

// readGuides parses every content/guide/*.md; the error lists the problems of all. A site
// may do without any.
func readGuides(content fs.FS) ([]*narrative.Guide, error) {
	entries, err := fs.ReadDir(content, "guide")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, diag.Problem{Position: diag.Position{File: "content/guide"}, Found: err.Error()}
	}
	var out []*narrative.Guide
	var problems diag.Problems
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".md" {
			continue
		}
		name := "guide/" + e.Name()
		data, err := fs.ReadFile(content, name)
		if err != nil {
			problems = append(problems, diag.Problem{Position: diag.Position{File: "content/" + name}, Found: err.Error()})
			continue
		}
		g, err := narrative.ParseGuide("content/"+name, data)
		problems = addProblems(problems, err)
		out = append(out, g)
	}
	problems.Sort()
	return out, problems.Err()
}

// document is one of the site's own texts.
type document struct {
	file string
	line int // at which body begins
	body []byte
}

func documents(definitions []*metric.Definition, guides []*narrative.Guide) []document {
	var out []document
	for _, d := range definitions {
		out = append(out, document{d.File, d.Line, d.Body})
	}
	for _, g := range guides {
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
