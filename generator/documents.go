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
	"leadline/generator/narrative"
)

// read reads the site's own texts, holds them to each other, and reports the problems of all.
func (s *site) read(texts fs.FS) error {
	var problems diag.Problems
	var err error
	s.definitions, err = readDefinitions(texts)
	problems = addProblems(problems, err)
	s.questions, err = readQuestions(texts, s.definitions)
	problems = addProblems(problems, err)
	s.patterns, err = readPatterns(texts, s.definitions, s.questions)
	problems = addProblems(problems, err)
	s.guides, err = readEach(texts, "guide", narrative.ParseGuide)
	problems = addProblems(problems, err)
	return addProblems(problems, checkLinks(texts, s.documents())).Err()
}

// readEach parses every Markdown file of a folder of content; the error lists the problems
// of all. A folder that does not exist has none.
func readEach[T any](content fs.FS, folder string, parse func(file string, data []byte) (*T, error)) ([]*T, error) {
	entries, err := fs.ReadDir(content, folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, diag.Problem{Position: diag.Position{File: "content/" + folder}, Found: err.Error()}
	}
	var out []*T
	var problems diag.Problems
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".md" {
			continue
		}
		name := folder + "/" + e.Name()
		data, err := fs.ReadFile(content, name)
		if err != nil {
			problems = append(problems, diag.Problem{Position: diag.Position{File: "content/" + name}, Found: err.Error()})
			continue
		}
		doc, err := parse("content/"+name, data)
		if problems = addProblems(problems, err); err == nil {
			out = append(out, doc)
		}
	}
	problems.Sort()
	return out, problems.Err()
}

// readDefinitions reads the metrics. Retired ones are kept out: their history is in the
// file's own history.
func readDefinitions(content fs.FS) ([]*metric.Definition, error) {
	all, err := readEach(content, "metrics", metric.ParseDefinition)
	problems := addProblems(nil, err)
	if len(all) == 0 && err == nil {
		return nil, diag.Problem{Position: diag.Position{File: "content/metrics"}, Found: "there is no definition", Do: "a site needs at least one"}
	}
	active := slices.DeleteFunc(all, func(d *metric.Definition) bool { return d.Status == "retired" })
	problems = addProblems(problems, metric.CheckCounters(active))
	if len(problems) > 0 {
		problems.Sort()
		return nil, problems
	}
	slices.SortFunc(active, func(a, b *metric.Definition) int { return strings.Compare(a.ID, b.ID) })
	return active, nil
}

// readQuestions reads the banks of questions, in the order of domains. A site may do without any.
func readQuestions(content fs.FS, definitions []*metric.Definition) ([]*finding.Questions, error) {
	banks, err := readEach(content, "questions", finding.ParseQuestions)
	problems := addProblems(nil, err)
	if definitions != nil { // without them, every metric would be unknown
		problems = addProblems(problems, finding.CheckQuestions(banks, definitionIDs(definitions)))
	}
	slices.SortFunc(banks, func(a, b *finding.Questions) int {
		return slices.Index(finding.QuestionDomains, a.Domain) - slices.Index(finding.QuestionDomains, b.Domain)
	})
	problems.Sort()
	return banks, problems.Err()
}

func definitionIDs(definitions []*metric.Definition) []string {
	ids := make([]string, len(definitions))
	for i, d := range definitions {
		ids[i] = d.ID
	}
	return ids
}

// readPatterns reads the patterns, in the order in which they are told, and holds them to the
// definitions, the questions and each other. Retired ones are kept out.
func readPatterns(content fs.FS, definitions []*metric.Definition, banks []*finding.Questions) ([]*finding.Pattern, error) {
	all, err := readEach(content, "patterns", finding.ParsePattern)
	if err != nil || definitions == nil {
		return nil, err
	}
	active := slices.DeleteFunc(all, func(p *finding.Pattern) bool { return p.Status == "retired" })
	finding.Sort(active)
	return active, finding.Check(active, definitions, banks)
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
