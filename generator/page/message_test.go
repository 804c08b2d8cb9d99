package page

import "testing"

// TestPluralTitles: the built-in metrics' titles as subjects of a sentence.
func TestPluralTitles(t *testing.T) {
	for title, want := range map[string]bool{
		"Flaky reruns": true, "Friction points": true, "Escaped defects": true, "Delay causes": true, "Exceptions expiring": true, "Environment provisioning": false,
		"Work in progress": false, "Time to fix vulnerabilities": false, "Pipeline success": false, "Change lead time": false,
		"Share of runs without a person": false, "Analysis": false, "": false, "of": false, "Items per status": true,
	} {
		if plural(title) != want {
			t.Errorf("%q: got %v", title, !want)
		}
	}
}
