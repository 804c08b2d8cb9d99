package generator

import (
	"leadline/generator/config"
	"leadline/generator/fact"
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
