package generator

import (
	"io/fs"
	"slices"

	"leadline/generator/finding"
	"leadline/generator/metric"
)

// readQuestions reads the banks, in the order of domains, and holds them to the definitions
// and each other.
func readQuestions(content fs.FS, definitions []*metric.Definition) ([]*finding.Questions, error) {
	banks, err := documents(content, "questions", finding.ParseQuestions)
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
	slices.Sort(ids)
	return ids
}
