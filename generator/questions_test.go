package generator

import (
	"testing"

	"leadline/content"
	"leadline/generator/finding"
)

// The built-in banks are whole: every domain has at least eight questions, all of them in
// words of their own and about metrics that exist.
func TestBuiltInQuestions(t *testing.T) {
	definitions, err := readDefinitions(content.Files)
	if err != nil {
		t.Fatal(err)
	}
	banks, err := readQuestions(content.Files, definitions)
	if err != nil {
		t.Fatal(err)
	}
	if len(banks) != len(finding.QuestionDomains) {
		t.Fatalf("%d banks", len(banks))
	}
	asked := map[string]string{}
	for i, bank := range banks {
		if bank.Domain != finding.QuestionDomains[i] || len(bank.List) < 8 {
			t.Errorf("bank %d is %s with %d questions", i, bank.Domain, len(bank.List))
		}
		for _, q := range bank.List {
			if other := asked[q.Ask]; other != "" {
				t.Errorf("%s asks what %s asks", q.ID, other)
			}
			asked[q.Ask] = q.ID
			if q.Why == "" {
				t.Errorf("%s does not say what a good answer would change", q.ID)
			}
		}
	}
}
