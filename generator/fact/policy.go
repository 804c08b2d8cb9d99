package fact

import "leadline/generator/period"

// Policy is how soon findings have to be fixed, of those detected from From on and before
// the next policy: a decision table that is looked up by severity and four facts.
type Policy struct {
	Name string
	From period.Seconds
	// Days of 24 hours from the detection, by severity (in the order of the table's values)
	// and by the facts that hold, as bits; 0: at the next upgrade, so there is no date.
	Days [6][16]int16

	assumed, assumedTrue uint8
}

// The facts, as bits.
const (
	KEV uint8 = 1 << iota
	Exposed
	Automatable
	TotalImpact
	allFacts = 1<<iota - 1
)

// Assume says what is taken to hold where the events do not record a fact; nil says nothing.
func (p *Policy) Assume(fact uint8, is *bool) {
	if is == nil {
		return
	}
	p.assumed |= fact
	if *is {
		p.assumedTrue |= fact
	}
}

// known is what the events record of a finding: which facts, and which of them hold.
type known struct{ facts, true uint8 }

// window is within how many days a finding has to be fixed. A fact that is neither recorded
// nor assumed decides nothing: only where every answer to it gives the same is that known.
func (p *Policy) window(severity uint8, k known) (days int, ok bool) {
	assumed := p.assumed &^ k.facts
	k.facts, k.true = k.facts|assumed, k.true|p.assumedTrue&assumed
	first := true
	for bits, d := range p.Days[severity-1] {
		if uint8(bits)&k.facts != k.true {
			continue
		}
		if !first && int(d) != days {
			return 0, false
		}
		first, days = false, int(d)
	}
	return days, true
}

// inForce is the policy at an instant; nil before the first.
func inForce(policies []Policy, at period.Seconds) *Policy {
	for i := len(policies) - 1; i >= 0; i-- {
		if policies[i].From <= at {
			return &policies[i]
		}
	}
	return nil
}
