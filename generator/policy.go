package generator

import (
	"fmt"
	"strings"

	"leadline/generator/config"
	"leadline/generator/fact"
	"leadline/generator/page"
	"leadline/generator/period"
)

// remediation is the policies of site.toml as linking wants them: every answer looked up
// once, so that a finding costs one look at a table.
func remediation(policies []config.Policy) (out []fact.Policy) {
	for _, p := range policies {
		f := fact.Policy{Name: p.Name, From: period.Seconds(max(p.From.Unix(), 1))}
		for i, severity := range config.Severities {
			for bits := range f.Days[i] {
				is := func(fact uint8) bool { return uint8(bits)&fact != 0 }
				rule := p.Decide(severity, is(fact.KEV), is(fact.Exposed), is(fact.Automatable), is(fact.TotalImpact))
				f.Days[i][bits] = int16(p.Rules[rule].Days)
			}
		}
		f.Assume(fact.KEV, p.Assume.KEV)
		f.Assume(fact.Exposed, p.Assume.Exposed)
		f.Assume(fact.Automatable, p.Assume.Automatable)
		f.Assume(fact.TotalImpact, p.Assume.Total)
		out = append(out, f)
	}
	return out
}

// policyPages are the same for readers.
func policyPages(policies []config.Policy) (out []page.Policy) {
	for _, p := range policies {
		words := page.Policy{Name: p.Name, Source: p.Source, From: p.From, Assume: factsText(p.Assume, nil)}
		for i, r := range p.Rules {
			rule := page.PolicyRule{When: factsText(r.When, r.Any), Within: "at the next upgrade"}
			if r.Days > 0 {
				rule.Within = fmt.Sprintf("within %d days", r.Days)
			}
			if r.Days == 1 {
				rule.Within = "within 1 day"
			}
			if rule.When == "" && i == 0 {
				rule.When = "every finding"
			} else if rule.When == "" {
				rule.When = "all others"
			}
			words.Rules = append(words.Rules, rule)
		}
		out = append(out, words)
	}
	return out
}

// factsText says what is asked of a finding, or taken to hold: "known exploited, impact partial".
func factsText(f config.Facts, severities []string) string {
	var parts []string
	for _, fact := range []struct {
		is      *bool
		yes, no string
	}{
		{f.KEV, "known to be exploited", "not known to be exploited"},
		{f.Exposed, "exposed", "not exposed"},
		{f.Automatable, "automatable", "not automatable"},
		{f.Total, "total impact", "partial impact"},
	} {
		switch {
		case fact.is == nil:
		case *fact.is:
			parts = append(parts, fact.yes)
		default:
			parts = append(parts, fact.no)
		}
	}
	if len(severities) > 0 {
		parts = append(parts, "severity "+strings.Join(severities, " or "))
	}
	return strings.Join(parts, ", ")
}
