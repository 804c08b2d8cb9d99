package sample

import (
	"math"
	"time"

	"leadline/generator/period"
)

// plan is the organisation and how much of everything it will record.
type plan struct {
	opt      Options
	days     *workdays
	end      int64 // when the files were exported: nothing later is in them
	teams    []*team
	services []*service
	moved    *service // the one that changes hands
	mix      shares
	rate     rates
}

type team struct {
	index     int
	id        string
	name      string
	project   string
	prefix    string // of its work items' ids
	headcount int
	stage     int
	people    []string // pseudonyms
	from, to  int64    // 0 for always
	cycle     float64  // median days from start to done
	replies   float64  // share of its people who answer a survey
}

type service struct {
	index   int
	id      string
	name    string
	repo    string
	owners  []tenure // in order of time; empty for a service that nobody owns
	from    int64    // 0 for always
	to      int64    // when it was retired; 0 for never
	few     int      // only so many of its team's people work on it; 0 for all
	forge   int      // which of two forges holds its repository (mixed only)
	byHash  bool     // its deployments name commits, not changes
	weight  float64  // share of all deployments, not normalised
	base    tempo
	deploys string // prefix of its deployment ids
}

// tenure is one team's ownership from a moment on, until the next one's.
type tenure struct {
	team  *team
	since int64 // 0 for always
}

func newPlan(opt Options) *plan {
	first := opt.End + 1 - period.Month(opt.Months)
	p := &plan{opt: opt, days: newWorkdays(first, opt.Months), mix: sharesFor(opt.Events)}
	p.end = p.days.starts[opt.Months]
	p.hire()
	p.build()
	p.appear()
	p.handOver()
	p.rate = p.rates()
	return p
}

// step is the month from which the stories of change are true: the newest six months.
func (p *plan) step() int { return p.opt.Months - 6 }

// hire makes the teams: 5 to 11 people, except one of three, so that group floors bite,
// and some large enough for the floor of ten answers to a survey.
func (p *plan) hire() {
	for i := range p.opt.Teams {
		d := newDraw(p.opt.Seed, forTeam, i, 0)
		t := &team{index: i, headcount: 5 + d.IntN(7), stage: 3 + d.IntN(3), cycle: d.around(4, 0.3), replies: 0.7}
		if i < len(storyTeams) {
			t.id, t.name, t.project, t.stage = storyTeams[i].id, storyTeams[i].name, storyTeams[i].project, 5
		} else {
			t.id, t.project = teamName(i - len(storyTeams))
			t.name = t.id
		}
		t.prefix = t.project + "-"
		if own, ok := sizes[t.id]; ok {
			t.headcount, t.replies = own.headcount, own.replies
		}
		p.staff(t)
		p.teams = append(p.teams, t)
	}
}

var sizes = map[string]struct {
	headcount int
	replies   float64
}{"beacon": {3, 0.7}, "atlas": {16, 0.92}, "cobalt": {15, 0.85}, "harbour": {18, 0.8}, "delta": {14, 0.35}, "ember": {10, 0.7},
	"fjord": {8, 0.7}, "granite": {9, 0.7}, "iris": {10, 0.7}, "lumen": {10, 0.7}}

// build gives every team a service in turn, with bigger teams getting the rest; weights
// are log-normal: a few services are deployed many times as often as most.
func (p *plan) build() {
	for i := range p.opt.Services {
		d := newDraw(p.opt.Seed, forService, i, 0)
		s := &service{index: i, id: serviceName(i), weight: d.around(1, 0.6), base: p.usualTempo(d)}
		s.name, s.repo, s.deploys = s.id, "acme/"+s.id, s.id+"@"
		if name := hostileServices[i]; name != "" {
			s.name = name
		}
		s.byHash = i%5 == 4
		if p.opt.Format == "mixed" {
			s.forge = i % 3 / 2
		}
		s.owners = []tenure{{team: p.ownerOf(i)}}
		p.services = append(p.services, s)
	}
	for i := range len(p.services) / 20 { // nobody owns one in twenty of the last ones
		s := p.services[len(p.services)-1-i*7%(len(p.services)/3)]
		s.owners, s.weight = nil, s.weight/4
	}
	p.weighTeams()
}

// ownerOf deals services out; lumen keeps to two, so that its mix can shift.
func (p *plan) ownerOf(i int) *team {
	t := p.teams[i%len(p.teams)]
	if t.id == "lumen" && i >= 2*len(p.teams) {
		t = p.teams[(i/len(p.teams))%9]
	}
	return t
}

// weighTeams scales weights so that a team's deployments follow its size: the smallest
// team would otherwise drown in services.
func (p *plan) weighTeams() {
	sum := make([]float64, len(p.teams))
	for _, s := range p.services {
		if s.owners != nil {
			if s.owners[0].team.id == "lumen" {
				s.weight = 1 // its two services differ by the story alone
			}
			sum[s.owners[0].team.index] += s.weight
		}
	}
	for _, s := range p.services {
		if s.owners != nil {
			t := s.owners[0].team
			s.weight *= (8 + float64(t.headcount)) / 15 / sum[t.index]
		} else {
			s.weight /= 40
		}
	}
}

// at is the start of month m plus days, for what changes on a known day.
func (p *plan) at(m int, days int64) int64 {
	return p.days.starts[max(0, m)] + days*day
}

// handOver writes the two stories of ownership: a service that moves between teams, and
// a team that is split in two.
func (p *plan) handOver() {
	orchid := &team{index: len(p.teams), id: "orchid", name: "Orchid", project: "ORC", prefix: "ORC-", stage: 5, headcount: 11, cycle: 4, replies: 0.7, to: p.splitAt()}
	for _, t := range p.teams {
		if t.id == "orchid-core" || t.id == "orchid-web" {
			t.from = p.splitAt()
			orchid.people = append(orchid.people, t.people[:min(len(t.people), 6)]...)
			for _, s := range p.services {
				if s.owners != nil && s.owners[0].team == t {
					s.owners = []tenure{{team: orchid}, {team: t, since: p.splitAt()}}
				}
			}
		}
		if t.id == "iris" {
			p.moved = p.lightestOf(t)
			p.moved.owners = append(p.moved.owners, tenure{p.team("harbour"), p.moveAt()})
		}
	}
	p.teams = append(p.teams, orchid)
}

// lightestOf is the least deployed service of a team.
func (p *plan) lightestOf(t *team) *service {
	var lightest *service
	for _, s := range p.services {
		if s.owner(0) == t && (lightest == nil || s.weight < lightest.weight) {
			lightest = s
		}
	}
	return lightest
}

func (p *plan) splitAt() int64 { return p.at(p.opt.Months-12, 0) }
func (p *plan) moveAt() int64  { return p.at(p.opt.Months-17, 15) }

func (p *plan) team(id string) *team {
	for _, t := range p.teams {
		if t.id == id {
			return t
		}
	}
	return nil
}

// owner is who owns s at time t; nil for nobody.
func (s *service) owner(t int64) *team {
	var owner *team
	for _, o := range s.owners {
		if o.since <= t {
			owner = o.team
		}
	}
	return owner
}

// exists reports whether t is a team in month m.
func (p *plan) exists(t *team, m int) bool {
	start := p.days.starts[m]
	return t.from <= start && (t.to == 0 || start < t.to)
}

// season is how much of a usual month's work falls into month m: working days, summer,
// year's end, and slow growth over the years.
func (p *plan) season(m int) float64 {
	byMonth := [...]float64{0.97, 1, 1.06, 0.98, 0.98, 1.02, 0.92, 0.88, 1.04, 1.06, 1.05, 0.93}
	of := time.Unix(p.days.starts[m], 0).UTC().Month()
	return float64(len(p.days.deploys[m])) / 21 * byMonth[of-1] * math.Pow(1.004, float64(m))
}
