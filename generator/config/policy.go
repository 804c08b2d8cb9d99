package config

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Policy is one [[policy]]: from when on, and within how many days of its detection a
// finding has to be fixed. Its rules leave no finding undecided.
type Policy struct {
	Name   string
	Source string    // where the rules are published
	From   time.Time // it sets the due dates of what is detected from here until the next policy begins
	Assume Facts     // what is taken to hold where the events do not record it
	Rules  []PolicyRule
}

// PolicyRule is one row of the decision table. Rows are tried in order; the first that
// matches decides.
type PolicyRule struct {
	When Facts
	Any  []string // severities of which the finding must have one; none: whatever it has
	Days int      // of 24 hours, from the detection; 0: at the next upgrade, so there is no date
}

// Facts are what is known of a finding, or asked of it; nil is unknown, or not asked. They
// are the four decision points of CISA BOD 26-04 as CERT/CC writes them for SSVC.
type Facts struct {
	KEV         *bool // it is in a catalogue of known exploited vulnerabilities
	Exposed     *bool // the service can be reached from outside
	Automatable *bool // an attacker can automate the steps
	Total       *bool // impact = "total": it gives total control, or discloses everything; else its impact is partial
}

// Severities are those that a rule may ask for.
var Severities = []string{"critical", "high", "medium", "low", "none", "unknown"}

// Decide is the place of the rule that decides a finding of which everything is known; -1
// for none, which a Policy of Parse never answers.
func (p *Policy) Decide(severity string, kev, exposed, automatable, total bool) int {
	return slices.IndexFunc(p.Rules, func(r PolicyRule) bool {
		return (len(r.Any) == 0 || slices.Contains(r.Any, severity)) &&
			asks(r.When.KEV, kev) && asks(r.When.Exposed, exposed) && asks(r.When.Automatable, automatable) && asks(r.When.Total, total)
	})
}

func asks(want *bool, is bool) bool { return want == nil || *want == is }

// eachCase visits everything that can be true of a finding: 6 severities and 4 facts.
func eachCase(visit func(severity string, facts [4]bool)) {
	for _, severity := range Severities {
		for bits := range 16 {
			visit(severity, [4]bool{bits&8 != 0, bits&4 != 0, bits&2 != 0, bits&1 != 0})
		}
	}
}

// policies checks every policy, and that no two begin on one day.
func (r *resolver) policies(raw []rawPolicy, zone *time.Location) []Policy {
	var all []Policy
	for n := range raw {
		p := r.policy(n, &raw[n], zone)
		if i := slices.IndexFunc(all, func(o Policy) bool { return o.From.Equal(p.From) }); i >= 0 && !p.From.IsZero() {
			r.fail([]any{"policy", n, "from"}, "two policies begin on "+p.From.Format(time.DateOnly), "one policy in force at a time",
				fmt.Sprintf("let one begin later, or make one of them; the first is on line %d", r.index.Position("policy", i).Line))
		}
		all = append(all, p)
	}
	slices.SortStableFunc(all, func(a, b Policy) int { return a.From.Compare(b.From) })
	return all
}

func (r *resolver) policy(n int, raw *rawPolicy, zone *time.Location) Policy {
	at := func(key ...any) []any { return append([]any{"policy", n}, key...) }
	for _, needed := range []struct{ key, value, do string }{
		{"name", raw.Name, `name it, such as name = "BOD 26-04"`},
		{"source", raw.Source, "say where a reader finds its rules"},
	} {
		if strings.TrimSpace(needed.value) == "" {
			r.fail(at(needed.key), "the policy has no "+needed.key, "", needed.do)
		}
	}
	if raw.From.IsZero() && !r.index.Has(at("from")...) {
		r.fail(at("from"), "the policy has no date", "", "say since when it is in force: from = 2026-06-10")
	}
	if len(raw.Rules) == 0 {
		r.fail(at("rule"), "the policy has no rule", "at least one [[policy.rule]]", "")
	}
	p := Policy{Name: raw.Name, Source: raw.Source, From: raw.From.In(zone), Assume: r.facts(at("assume"), raw.Assume)}
	sound := len(r.problems)
	for i := range raw.Rules {
		p.Rules = append(p.Rules, r.rule(at("rule", i), &raw.Rules[i]))
	}
	if len(p.Rules) > 0 && len(r.problems) == sound && r.typed {
		r.table(n, &p)
	}
	return p
}

func (r *resolver) rule(at []any, raw *rawRule) PolicyRule {
	key := func(name string) []any { return append(slices.Clip(at), name) }
	rule := PolicyRule{When: r.facts(key("when"), raw.When.rawFacts), Any: r.severities(append(key("when"), "severity"), raw.When.Severity), Days: or(raw.Days, 0)}
	upgrade := or(raw.AtNextUpgrade, false)
	switch {
	case raw.Days != nil && raw.AtNextUpgrade != nil:
		r.fail(key("at_next_upgrade"), "the rule has days and at_next_upgrade", "one of the two", "")
	case raw.Days == nil && !upgrade:
		r.fail(at, "the rule does not say within how many days", "days = 14, or at_next_upgrade = true", "")
	case raw.Days != nil && (rule.Days < 1 || rule.Days > maxDays):
		r.fail(key("days"), fmt.Sprintf("policy.rule.days is %d", rule.Days), fmt.Sprintf("1 to %d", maxDays), "for no date at all write at_next_upgrade = true")
	}
	return rule
}

// maxDays is ten years: more is a slip of the keys.
const maxDays = 3650

func (r *resolver) facts(at []any, raw rawFacts) Facts {
	f := Facts{KEV: raw.KEV, Exposed: raw.Exposed, Automatable: raw.Automatable}
	if raw.Impact != nil {
		total := *raw.Impact == "total"
		if f.Total = &total; !total && *raw.Impact != "partial" {
			r.fail(append(slices.Clip(at), "impact"), "impact is "+clip(*raw.Impact), "total or partial", "")
		}
	}
	return f
}

// severities accepts one severity or a list of them.
func (r *resolver) severities(at []any, raw any) (all []string) {
	list, many := raw.([]any)
	if !many && raw != nil {
		list = []any{raw}
	}
	if many && len(list) == 0 {
		r.fail(at, "severity is empty", "one or several of "+strings.Join(Severities, ", "), "leave it out for all of them")
	}
	for _, v := range list {
		text, _ := v.(string)
		if !slices.Contains(Severities, text) {
			r.fail(at, "severity is "+describe(v), "one or several of "+strings.Join(Severities, ", "), "")
		}
		all = append(all, text)
	}
	return all
}

// table goes through every case: no rule may be out of reach, no case without a rule.
func (r *resolver) table(n int, p *Policy) {
	reached := make([]bool, len(p.Rules))
	open := ""
	eachCase(func(severity string, f [4]bool) {
		switch i := p.Decide(severity, f[0], f[1], f[2], f[3]); {
		case i >= 0:
			reached[i] = true
		case open == "":
			open = caseText(severity, f)
		}
	})
	for i, ok := range reached {
		if !ok {
			r.fail([]any{"policy", n, "rule", i}, "this rule decides nothing: the rules above it match first", "", "move it up, or take it out")
		}
	}
	if open != "" {
		r.fail([]any{"policy", n}, "no rule for a finding with "+open, "a rule for every finding",
			"let the last [[policy.rule]] have no when: it is for all others")
	}
}

func caseText(severity string, f [4]bool) string {
	impact := "partial"
	if f[3] {
		impact = "total"
	}
	return fmt.Sprintf("kev = %t, exposed = %t, automatable = %t, impact = %q, severity = %q", f[0], f[1], f[2], impact, severity)
}
