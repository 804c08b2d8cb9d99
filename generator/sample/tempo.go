package sample

// tempo is how a service, or a team, works in one month. The stories change it; all
// durations are medians in hours of work, of which a day has ten.
type tempo struct {
	deploys  float64 // times the usual number of deployments
	batch    float64 // times the usual number of changes in a deployment
	coding   float64 // first commit → ready for review
	pickup   float64 // ready → first review
	review   float64 // first review → approved
	waiting  float64 // merged → deployment starts
	fail     float64 // chance that a production deployment disturbs its users
	severe   float64 // share of failures of the gravest severity
	recorded float64 // chance that a failure gets an incident record
	recovery float64 // times the usual time to recover, within a severity
	flaky    float64 // chance that a run fails by accident and passes when repeated
	findings float64 // times the usual number of vulnerabilities
	accepted float64 // chance that a finding is closed by accepting the risk
	burst    float64 // findings that were there before and are seen for the first time
	building float64 // times the usual duration of a pipeline run

	created float64 // times the usual number of work items
	stuck   float64 // chance that an item is started and not finished
	cycle   float64 // times the usual time from start to done
	escaped float64 // weight of production among the places where a defect is found (the others: 0.75)

	defects float64 // times the usual share of defects among work items

	asked float64 // times the usual number of requests for environments
	alone float64 // chance that a request needs no person; 0 for the usual one of its kind
}

// usualTempo is a service's own way of working, the same in all months.
func (p *plan) usualTempo(d draw) tempo {
	size := d.around(1, 0.2)
	return tempo{
		deploys: 1, batch: 1,
		coding: 8 * size, pickup: d.around(2.2, 0.2), review: 3 * size, waiting: d.around(4.5, 0.2),
		fail: 0.04 + 0.07*d.Float64(), severe: 0.15, recorded: 0.9, recovery: d.around(1, 0.2),
		flaky: 0.03, findings: 1, accepted: 0.08, building: 1,
	}
}

// tempoOf is the tempo of a service in month m: its own, its owner's month (a team has
// good and bad months in all its services at once), and the stories.
func (p *plan) tempoOf(s *service, m int) tempo {
	t := s.base
	owner := s.owner(p.days.starts[m])
	if owner == nil {
		return t
	}
	d := newDraw(p.opt.Seed, forTeamMonth, owner.index, m)
	slow := d.around(1, 0.07)
	t.coding, t.review, t.waiting = t.coding*slow, t.review*slow, t.waiting*slow
	t.pickup *= d.around(1, 0.07)
	t.deploys *= d.around(1, 0.06)
	p.tell(owner, s, m, &t)
	return t
}

// teamTempo is the part of a team's tempo that no service has: its work items.
func (p *plan) teamTempo(t *team, m int) tempo {
	d := newDraw(p.opt.Seed, forTeamMonth, t.index, m)
	usual := tempo{created: d.around(1, 0.08), stuck: 0.005, cycle: d.around(1, 0.07), escaped: 0.25, defects: 1, asked: 1}
	p.tell(t, nil, m, &usual)
	return usual
}
