package metric

import (
	"os"
	"strings"
	"testing"
)

func definitionText(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../content/metrics/change-lead-time.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A definition that leaves out what its readers need is not one; all that is missing is
// said at once.
func TestDefinitionsMustBeComplete(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"two sections", "## Not for\n", "## Fit for\n", "there is no section ## Not for, ## Limits; expected all of What it answers, How it is computed"},
		{"empty section", "## Not for\n", "## Not for\n\n## Aside\n", `section "Not for" is empty; expected at least a sentence`},
		{"no synonyms", "synonyms = [", "counter = [", "synonyms is missing"},
		{"nobody decides", "decided_by = ", "# decided_by = ", "decided_by is missing; expected who takes the decision, and where"},
		{"no next review", "next_review = 2027", "next_review = 2025", "next_review is missing; expected the date after reviewed"},
	} {
		text := definitionText(t)
		if !strings.Contains(text, c.old) {
			t.Fatalf("%s: the definition does not have %q", c.name, c.old)
		}
		text = strings.Replace(text, c.old, c.new, 1)
		if c.name == "two sections" {
			text = strings.Replace(text, "## Limits\n", "## Ends\n", 1)
		}
		if c.name == "no synonyms" {
			text = strings.Replace(text, "counter = [\"change-fail-rate\"]", "", 1)
		}
		_, err := ParseDefinition("content/metrics/change-lead-time.md", []byte(text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := ParseDefinition("content/metrics/change-lead-time.md", []byte(definitionText(t))); err != nil {
		t.Errorf("as it is: %v", err)
	}
}
