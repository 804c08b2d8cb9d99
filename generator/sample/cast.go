package sample

import "strconv"

// actor is a team that is always there beside the teams of the stories, and the services
// that it owns. Each is in an edge case of its own: too new, too small, merged, renamed.
type actor struct {
	id, name, project string
	headcount, stage  int
	from, to          int // months before the end at which it begins and ends; 0 for neither
	services          []extra
}

// extra is a service beside the dealt ones.
type extra struct {
	id       string
	weight   float64 // of a usual team's deployments
	few      int     // only so many of the team's people work on it; 0 for all
	from, to int     // months before the end; 0 for always
	next     string  // who owns it once the team has ended
}

var cast = []actor{
	{id: "maple", name: "Maple", project: "MAP", headcount: 9, services: []extra{{id: "syrup", weight: 0.7}, {id: "sap-tap", weight: 0.25, few: 2}}},
	{id: "sprout", name: "Sprout", project: "SPR", headcount: 6, stage: 3, from: 4, services: []extra{{id: "seedling", weight: 0.6, from: 4}}},
	{id: "sapling", name: "Sapling", project: "SAP", headcount: 8, from: 9, services: []extra{{id: "graft", weight: 0.5, from: 9}, {id: "trellis", weight: 0.3, from: 8}}},
	{id: "kelp", name: "Kelp", project: "KEL", headcount: 5, to: mergeMonths, services: []extra{{id: "tide-api", weight: 0.4, next: "marsh"}}},
	{id: "reed", name: "Reed", project: "REE", headcount: 6, to: mergeMonths, services: []extra{{id: "shore-map", weight: 0.4, next: "marsh"}}},
	{id: "marsh", name: "Marsh", project: "MAR", headcount: 11, from: mergeMonths},
	{id: "north-desk", name: "North Desk", project: "NOR", headcount: 8, to: renameMonths,
		services: []extra{{id: "bearing", weight: 0.5, next: "compass"}, {id: "chart-room", weight: 0.3, next: "compass"}}},
	{id: "compass", name: "Compass", project: "COM", headcount: 8, from: renameMonths},
}

// Services that existing teams own besides those dealt to them: a retired one, one that is
// never deployed, one that is deployed so rarely that only days between can be judged.
var extras = map[string][]extra{
	"granite": {{id: "fax-bridge", weight: 0.3, to: retireMonths}},
	"fjord":   {{id: "style-guide"}},
	"ember":   {{id: "almanac", weight: 0.03}},
}

// Months before the end at which the organisation changes.
const (
	mergeMonths  = 14
	renameMonths = 20
	retireMonths = 8
)

// appear adds the cast to the dealt teams and services.
func (p *plan) appear() {
	for _, a := range cast {
		t := &team{index: len(p.teams), id: a.id, name: a.name, project: a.project, prefix: a.project + "-",
			headcount: a.headcount, stage: a.stage, from: p.ago(a.from), to: p.ago(a.to), replies: 0.7}
		pick(&t.stage, 5)
		t.cycle = newDraw(p.opt.Seed, forTeam, t.index, 0).around(4, 0.3)
		p.staff(t)
		p.teams = append(p.teams, t)
	}
	for _, t := range p.teams {
		for _, e := range extras[t.id] {
			p.add(t, e)
		}
	}
	for _, a := range cast {
		for _, e := range a.services {
			p.add(p.team(a.id), e)
		}
	}
}

func (p *plan) add(t *team, e extra) {
	i := len(p.services)
	s := &service{index: i, id: e.id, name: e.id, repo: "acme/" + e.id, deploys: e.id + "@", few: e.few,
		from: p.ago(e.from), to: p.ago(e.to), base: p.usualTempo(newDraw(p.opt.Seed, forService, i, 0)),
		weight: e.weight * (8 + float64(t.headcount)) / 15, owners: []tenure{{team: t, since: t.from}}}
	if next := p.team(e.next); next != nil {
		s.owners = append(s.owners, tenure{next, next.from})
	}
	p.services = append(p.services, s)
}

// ago is the start of the month so many months before the end; 0 for 0.
func (p *plan) ago(months int) int64 {
	if months == 0 {
		return 0
	}
	return p.at(p.opt.Months-months, 0)
}

// staff gives a team its people's pseudonyms.
func (p *plan) staff(t *team) {
	for k := range t.headcount {
		t.people = append(t.people, "u"+strconv.FormatUint(mix(mix(p.opt.Seed)+uint64(t.index*64+k))>>24, 36))
	}
}

// alive reports whether s exists in month m.
func (p *plan) alive(s *service, m int) bool {
	start := p.days.starts[m]
	return s.from <= start && (s.to == 0 || start < s.to)
}

// activity is how much of everything happens to a service in month m.
func (p *plan) activity(s *service, m int) float64 {
	if !p.alive(s, m) {
		return 0
	}
	return s.weight * p.season(m)
}
