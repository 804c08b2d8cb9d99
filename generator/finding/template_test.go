package finding

import (
	"os"
	"strings"
	"testing"
)

// A part in brackets belongs together, and a bracket without its other is an error.
func TestTemplateParts(t *testing.T) {
	const file = "../../content/patterns/faster-but-failing.md"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := ParsePattern("content/patterns/faster-but-failing.md", data)
	if err != nil {
		t.Fatal(err)
	}
	if places := p.Say.Part(1); len(places) != 1 || places[0].As != "deployment-rework-rate" {
		t.Errorf("places of the part: %+v", places)
	}
	for _, c := range []struct{ from, to, want string }{
		{"}].\"", "}.\"", "a bracket without its other"},
		{"[; the", "; the", `"]" without its other`},
		{"{deployment-frequency.times}", "{deployment-frequency.times", `"{" without its other`},
	} {
		broken := strings.Replace(string(data), c.from, c.to, 1)
		if _, err := ParsePattern("content/patterns/faster-but-failing.md", []byte(broken)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.to, err)
		}
	}
}
