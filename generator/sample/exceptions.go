package sample

// exception is an accepted risk and its renewals. Some expire soon, some never, some have
// no owner; of those that ran out, some were closed and some are simply still there.
func (c *cell) exception(v finding) {
	d := c.draw
	x := exception{number: v.number, finding: v.number, control: "vulnerability-" + v.check, approved: v.resolved}
	for renewals := 0; ; renewals++ {
		x.reason = []string{"no_fix_available", "low_exposure", "planned_replacement"}[d.weighted(0.3, 0.5, 0.2)]
		x.owner = []string{"service owner", "security officer", ""}[d.weighted(0.6, 0.3, 0.1)]
		x.expires = x.approved + []int64{180, 60, 0}[d.weighted(0.7, 0.2, 0.1)]*day
		next := x.expires - 5*day
		renewed := x.expires > x.approved && renewals < 2 && next < c.p.end && d.chance(0.3)
		if x.closed = 0; !renewed && d.chance(0.45) {
			x.closed = x.approved + d.hours(90*24, 0.6)
		}
		c.exceptionRow(x)
		if !renewed {
			return
		}
		x.renews, x.number, x.approved = x.number, c.number(), next
	}
}

type exception struct {
	number, renews, finding   int64
	control, reason, owner    string
	approved, expires, closed int64 // expires equal to approved: never
}

func (c *cell) exceptionRow(x exception) {
	if x.approved >= c.p.end {
		return
	}
	prefix := "EX-" + c.s.deploys
	r := c.row(exceptions)
	r.number(prefix, x.number)
	r.text(c.s.id)
	r.text(x.control)
	r.text(x.reason)
	r.text(x.owner)
	r.at(x.approved)
	if x.expires > x.approved {
		r.next().Int(x.expires) // may lie after the export
	} else {
		r.skip(1)
	}
	r.number(prefix, x.renews)
	r.at(x.closed)
	r.number(c.s.deploys, x.finding)
}

// policyExceptions are those from a written control, not from a finding: every sixth
// service has one. Their dates go round, so that in data of any size some expire within
// 30, 60 and 90 days of the export, some have expired, and one was renewed twice.
func (c *cell) policyExceptions() {
	for i := 0; i < len(c.p.services); i += 6 {
		c.s = c.p.services[i]
		c.policyException(int64(i / 6))
	}
	c.s = nil
}

func (c *cell) policyException(k int64) {
	x := exception{number: 1, control: []string{"encryption-at-rest", "four-eyes-release", "log-retention"}[k%3], reason: "planned_replacement",
		owner: []string{"service owner", "security officer", ""}[k%3], approved: c.p.end - (100+k*7%60)*day}
	x.expires = c.p.end + (10+k*23%90)*day
	switch k % 5 {
	case 1: // expired and still there
		x.expires = c.p.end - 20*day
	case 2:
		x.expires = x.approved
	case 3: // renewed twice
		for n := range int64(2) {
			old := x
			old.approved -= (2 - n) * 180 * day
			old.expires, old.closed = old.approved+185*day, old.approved+180*day
			c.exceptionRow(old)
			x.renews, x.number = x.number, x.number+1
		}
	}
	c.exceptionRow(x)
}
