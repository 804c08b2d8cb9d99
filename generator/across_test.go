package generator

import (
	"encoding/csv"
	"os"
	"regexp"
	"strings"
	"testing"
)

var acrossSection = regexp.MustCompile(`(?s)<section class="across".*?</section>`)

// The portfolio says in numbers what teams and services have in common; no name and no id of
// any of them, and no way to a page of theirs, reaches it.
func TestWhatIsSharedNamesNobody(t *testing.T) {
	words := append(unitWords(t, "../sample-data/teams.csv"), unitWords(t, "../sample-data/services.csv")...)
	found := 0
	for name, data := range sampleSite(t) {
		if !strings.HasPrefix(name, "portfolio/") {
			continue
		}
		section := acrossSection.FindString(string(data))
		if strings.Contains(section, " of 5") {
			found++
		}
		if strings.Contains(section, "teams/") || strings.Contains(section, "services/") {
			t.Errorf("%s leads to a team or a service", name)
		}
		shown := strings.ToLower(section)
		for _, w := range words {
			if w.MatchString(shown) {
				t.Errorf("%s names %s", name, w)
			}
		}
	}
	if found == 0 {
		t.Error("no page of the portfolio counts any pattern")
	}
}

// unitWords are expressions for the ids and names of units, as whole words.
func unitWords(t *testing.T, file string) (out []*regexp.Regexp) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 10 {
		t.Fatalf("%s has %d rows, %v", file, len(rows), err)
	}
	for _, row := range rows[1:] {
		for _, name := range row[:2] {
			out = append(out, regexp.MustCompile(`(^|[^\pL\d-])`+regexp.QuoteMeta(strings.ToLower(name))+`($|[^\pL\d-])`))
		}
	}
	return out
}
