package sample

import "math"

// shares is what part of Events each big table has; the rest are the small tables.
type shares struct{ runs, reviews, changes, links, moves, items, deploys float64 }

// Small data has more deployments and checks, so that a team-month has enough of them to
// be judged; big data has the proportions of a big forge, where pipelines dominate.
var (
	smallShares = shares{runs: 0.125, reviews: 0.12, changes: 0.125, links: 0.11, moves: 0.115, items: 0.044, deploys: 0.105}
	bigShares   = shares{runs: 0.30, reviews: 0.15, changes: 0.13, links: 0.12, moves: 0.145, items: 0.045, deploys: 0.04}
)

// sharesFor goes from small (up to 1e5) to big (from 1e7) by the logarithm of events.
func sharesFor(events int64) shares {
	x := min(1, max(0, (math.Log10(float64(events))-5)/2))
	between := func(a, b float64) float64 { return a + (b-a)*x }
	s, b := smallShares, bigShares
	return shares{between(s.runs, b.runs), between(s.reviews, b.reviews), between(s.changes, b.changes), between(s.links, b.links),
		between(s.moves, b.moves), between(s.items, b.items), between(s.deploys, b.deploys)}
}

// rates turn the shares into means that a cell can draw from.
type rates struct {
	deploys  float64 // production deployments per unit of (weight × season × tempo)
	batch    float64 // changes per successful production deployment
	second   float64 // chance that a person's change is reviewed a second time
	runs     float64 // pipeline runs per unit of (weight × season)
	items    float64 // work items per unit of (headcount × season)
	status   float64 // chance that an item's first status is a transition of its own
	findings float64 // vulnerabilities per unit of (weight × season)
	keep     float64 // chance that a periodic row (scan, coverage, answer) is kept
}

// Rows that one production deployment entails, from the constants of delivery.go, changes.go and
// failures.go: its staging runs, roll-backs and hotfixes.
const (
	deploysEach  = 2.22
	successShare = 0.945
)

func (p *plan) rates() rates {
	var deploys, runs, jobs, items, lots float64
	for m := range p.opt.Months {
		for _, s := range p.services {
			t, activity := p.tempoOf(s, m), p.activity(s, m)
			deploys += activity * t.deploys
			lots += activity * t.deploys * t.batch
			runs += activity * (1 + t.flaky)
			if p.hasJobs(s, m) {
				jobs += activity * (1 + t.flaky)
			}
		}
		for _, t := range p.teams {
			if p.exists(t, m) {
				items += float64(t.headcount) * p.season(m) * p.teamTempo(t, m).created
			}
		}
	}
	events, mix := float64(p.opt.Events), p.mix
	periodic := p.periodicRows()
	rest := events * (1 - mix.runs - mix.reviews - mix.changes - mix.links - mix.moves - mix.items - mix.deploys)
	r := rates{
		deploys: events * mix.deploys / deploysEach / deploys,
		runs:    events * mix.runs / runs / 1.035,
		items:   events * mix.items / items,
		keep:    min(1, rest*0.45/periodic),
	}
	r.batch = events * mix.links / (r.deploys * lots * successShare)
	r.second = min(0.9, max(0, (mix.reviews/mix.changes-0.045)/0.805-1))
	r.status = min(1, max(0, mix.moves/mix.items-2.37))
	entailed := p.organisationRows() + deployEntails*events*mix.deploys/deploysEach + changeEntails*events*mix.changes + itemEntails*events*mix.items + jobsEach*r.runs*jobs
	r.findings = max(0, rest-periodic*r.keep-entailed) / findingRows / runs
	return r
}

// organisationRows is about how many rows say who exists and what is required of whom.
func (p *plan) organisationRows() float64 {
	return float64(60 + 5*len(p.teams) + 8*len(p.services))
}

// Rows of small tables that come with one row of a big one: waits and incidents, the jobs
// of a run, the events and exceptions of a finding. Counted, not derived.
const (
	deployEntails = 0.6
	changeEntails = 0.1
	itemEntails   = 0.2
	jobsEach      = 2.2
	findingRows   = 3.2
)
