package page

import (
	"slices"
	"testing"

	"leadline/generator/fact"
)

// Names of any script stand under one heading each, and what begins with no letter together.
func TestNamesOfALetterStandTogether(t *testing.T) {
	var subjects []fact.Subject
	for _, name := range []string{"Red", "🚀 Rocket", "1st line", "ırmak", "Ivy", "\u212Aelvin", "Kb", "ka", " Alpha", "Alpha", "שלום", "<b>", "~", "ſ", "Sea", "élan", "Éclair", ""} {
		subjects = append(subjects, fact.Subject{ID: "x-" + name, Name: name})
	}
	slices.SortFunc(subjects, bySubject)
	var index Index
	for _, s := range subjects {
		index.add(Link{Text: display(s)})
	}
	seen := map[string]bool{}
	for _, g := range index.Groups {
		if seen[g.Letter] {
			t.Errorf("two headings %q in %v", g.Letter, index.Groups)
		}
		seen[g.Letter] = true
	}
	if a := index.Groups[slices.IndexFunc(index.Groups, func(g IndexGroup) bool { return g.Letter == "A" })]; a.Links[0].Text != "Alpha" || len(a.Links) != 2 {
		t.Errorf("under A: %v", a.Links)
	}
}
