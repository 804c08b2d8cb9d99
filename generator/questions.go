package generator

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"leadline/generator/diag"
	"leadline/generator/finding"
	"leadline/generator/metric"
)

// readQuestions parses every content/questions/*.md, in the order of domains; the error
// lists the problems of all. A site may do without any.
func readQuestions(content fs.FS, definitions []*metric.Definition) ([]*finding.Questions, error) {
	entries, err := fs.ReadDir(content, "questions")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, diag.Problem{Position: diag.Position{File: "content/questions"}, Found: err.Error()}
	}
	var out []*finding.Questions
	var problems diag.Problems
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".md" {
			continue
		}
		bank, err := readBank(content, "questions/"+e.Name())
		problems = addProblems(problems, err)
		if bank != nil {
			out = append(out, bank)
		}
	}
	if definitions != nil { // without them, every metric would be unknown
		problems = addProblems(problems, finding.CheckQuestions(out, definitionIDs(definitions)))
	}
	slices.SortFunc(out, func(a, b *finding.Questions) int {
		return slices.Index(finding.Domains, a.Domain) - slices.Index(finding.Domains, b.Domain)
	})
	problems.Sort()
	return out, problems.Err()
}

func readBank(content fs.FS, name string) (*finding.Questions, error) {
	data, err := fs.ReadFile(content, name)
	if err != nil {
		return nil, diag.Problem{Position: diag.Position{File: "content/" + name}, Found: err.Error()}
	}
	return finding.ParseQuestions("content/"+name, data)
}

func definitionIDs(definitions []*metric.Definition) []string {
	ids := make([]string, len(definitions))
	for i, d := range definitions {
		ids[i] = d.ID
	}
	slices.SortFunc(ids, strings.Compare)
	return ids
}
