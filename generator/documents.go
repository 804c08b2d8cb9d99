package generator

import (
	"io/fs"
	"path"

	"leadline/generator/diag"
	"leadline/generator/finding"
	"leadline/generator/metric"
)

// documents parses every Markdown file of a folder of content; the error lists the problems
// of all. A folder that does not exist has none.
func documents[T any](content fs.FS, folder string, parse func(file string, data []byte) (T, error)) ([]T, error) {
	entries, err := fs.ReadDir(content, folder)
	if err != nil {
		return nil, diag.Problem{Position: diag.Position{File: "content/" + folder}, Found: err.Error()}
	}
	var out []T
	var problems diag.Problems
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".md" {
			continue
		}
		name := folder + "/" + e.Name()
		data, err := fs.ReadFile(content, name)
		if err == nil {
			var doc T
			if doc, err = parse("content/"+name, data); err == nil {
				out = append(out, doc)
			}
		}
		problems = addProblems(problems, err)
	}
	problems.Sort()
	return out, problems.Err()
}

// readPatterns reads the patterns and holds them to the definitions, the questions and each
// other. Retired patterns are kept out.
func readPatterns(content fs.FS, definitions []*metric.Definition, banks []*finding.Questions) ([]*finding.Pattern, error) {
	patterns, err := documents(content, "patterns", finding.ParsePattern)
	problems := addProblems(nil, err)
	if len(problems) > 0 || definitions == nil {
		problems.Sort()
		return nil, problems.Err()
	}
	var active []*finding.Pattern
	for _, p := range patterns {
		if p.Status != "retired" {
			active = append(active, p)
		}
	}
	finding.Sort(active)
	problems = addProblems(problems, finding.Check(active, definitions, banks))
	problems.Sort()
	return active, problems.Err()
}
