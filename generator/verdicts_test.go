package generator

import (
	"fmt"
	"slices"
	"testing"

	"leadline/generator/finding"
)

// verdicts are the patterns of the truth table on security; see content/patterns/security-improving.md.
var verdicts = []string{"less-is-checked", "security-coverage-not-known", "security-exposure-rose", "security-fixes-not-known", "security-improving",
	"security-no-clear-change", "security-not-enough-evidence", "security-reported-not-fixed", "security-seeing-more"}

// Whatever exposure, coverage and the share of verified fixes do, exactly one verdict holds.
func TestOneVerdictOnSecurity(t *testing.T) {
	s, err := open(Options{Config: "../site.toml", Out: t.TempDir(), Workers: 1, Progress: silent{}})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]int{}
	for _, exposure := range []string{"up", "down", "none", "unknown"} {
		for _, coverage := range []string{"up", "down", "none", "unknown"} {
			for _, fixes := range []string{"up", "down", "none", "unknown"} {
				held := verdictsOf(t, s, exposure, coverage, fixes)
				if len(held) != 1 {
					t.Errorf("exposure %s, coverage %s, fixes %s: %v", exposure, coverage, fixes, held)
				}
				for _, id := range held {
					said[id]++
				}
			}
		}
	}
	for _, id := range verdicts {
		if said[id] == 0 {
			t.Errorf("%s never holds", id)
		}
	}
}

func verdictsOf(t *testing.T, s *site, exposure, coverage, fixes string) (held []string) {
	signals := signalOf("security-debt-age", `stat = "exposure_same"`, exposure) + signalOf("security-check-coverage", "", coverage) + signalOf("verified-fix-share", "", fixes)
	for _, p := range s.patterns {
		if !slices.Contains(verdicts, p.ID) {
			continue
		}
		one := *p
		one.Body = []byte("```toml example\n[[case]]\nlevel = \"team\"\nmonth = \"2026-10\"\n" + signals + "```\n")
		cases, err := finding.ParseCases(&one, s.definitions)
		if len(cases) != 1 {
			t.Fatal(err)
		}
		if len(said(cases[0])) > 0 {
			held = append(held, p.ID)
		}
	}
	return held
}

func signalOf(metric, stat, change string) string {
	how := map[string]string{"up": `{ estimate = 2.0, interval = [1.5, 2.6], p = 0.001 }`, "down": `{ estimate = 0.5, interval = [0.4, 0.7], p = 0.001, scale = "ratio" }`,
		"none": `{ estimate = 1.0, interval = [0.7, 1.4], p = 0.7 }`, "unknown": `{ absent = "too-few", reason = "too early" }`}[change]
	return fmt.Sprintf("[[case.signal]]\nmetric = %q\n%s\nvalue = 1\nn = 20\nchange = %s\n", metric, stat, how)
}
