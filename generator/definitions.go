package generator

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"leadline/generator/diag"
	"leadline/generator/metric"
)

// readDefinitions parses every content/metrics/*.md; the error lists the problems of all.
// Retired definitions are kept out: their history is in the file's own history.
func readDefinitions(content fs.FS) ([]*metric.Definition, error) {
	entries, err := fs.ReadDir(content, "metrics")
	if err != nil {
		return nil, diag.Problem{Position: diag.Position{File: "content/metrics"}, Found: err.Error(), Do: "a site needs at least one definition"}
	}
	var out []*metric.Definition
	var problems diag.Problems
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".md" {
			continue
		}
		d, err := readDefinition(content, "metrics/"+e.Name())
		problems = addProblems(problems, err)
		if d != nil && d.Status != "retired" {
			out = append(out, d)
		}
	}
	problems = addProblems(problems, metric.CheckCounters(out))
	if len(problems) > 0 {
		problems.Sort()
		return nil, problems
	}
	slices.SortFunc(out, func(a, b *metric.Definition) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

func readDefinition(content fs.FS, name string) (*metric.Definition, error) {
	data, err := fs.ReadFile(content, name)
	if err != nil {
		return nil, diag.Problem{Position: diag.Position{File: "content/" + name}, Found: err.Error()}
	}
	return metric.ParseDefinition("content/"+name, data)
}

// addProblems appends an error, taken apart if it lists several.
func addProblems(problems diag.Problems, err error) diag.Problems {
	var many diag.Problems
	var one diag.Problem
	switch {
	case err == nil:
		return problems
	case errors.As(err, &many):
		return append(problems, many...)
	case errors.As(err, &one):
		return append(problems, one)
	default:
		return append(problems, diag.Problem{Found: err.Error()})
	}
}
