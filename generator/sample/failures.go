package sample

// failure is a deployment that disturbs its users: an incident, recorded or not, and most
// often a roll-back or a hotfix, which the deployment tool records in any case.
func (c *cell) failure(deployment, deployed int64) {
	d := c.draw
	severity := 0
	if !d.chance(c.t.severe) {
		severity = 1 + d.weighted(0.4, 0.6)
	}
	v := incident{number: c.number(), started: deployed + d.hours(0.5, 1), severity: severity, environment: "production", cause: c.cause()}
	v.detected = v.started + d.hours(0.2, 1)
	v.resolved = v.detected + int64(float64(d.hours([]float64{14, 3, 1.2}[severity], 0.7))*c.t.recovery)
	v.resolver = c.repair(v.resolved)
	switch d.weighted(0.6, 0.1, 0.3) { // otherwise nobody wrote down what caused it
	case 0:
		v.deployment = deployment
	case 1:
		if n := len(c.made); n > 0 {
			v.change = c.made[n-1].number
		}
	}
	if d.chance(c.t.recorded) {
		c.incident(v)
	}
}

// cause is what people found to have caused a failure: a service has its own weak spot.
func (c *cell) cause() string {
	causes := [...]string{"code", "configuration", "migration", "dependency"}
	if c.side.chance(0.5) {
		return causes[c.s.index%len(causes)]
	}
	if c.side.chance(0.1) {
		return "" // nobody wrote it down
	}
	return causes[c.side.IntN(len(causes))]
}

// repair is how the failure is mended: rolled back, fixed by a hotfix, or otherwise. It
// returns the number of the deployment that did it, or 0. A roll-back brings the
// release before back; a hotfix has a change of its own, which often reverts another.
func (c *cell) repair(resolved int64) int64 {
	d := c.draw
	v := deployment{number: c.number(), environment: "production", outcome: "success", started: resolved - 420, finished: resolved - 60, sha: d.Uint64() | 1}
	switch d.weighted(0.45, 0.4, 0.15) {
	case 0:
		v.kind = "rolledback"
		if last := c.inProduction(v.finished, 1); last.number != 0 {
			v.sha, v.version = last.sha, last.number
		}
	case 1:
		v.kind, v.hotfix = "upgraded", true
		c.mend(&v)
	default:
		return 0
	}
	c.deployment(v)
	if v.finished < c.p.end {
		live := release{number: v.number, finished: v.finished, sha: v.sha}
		if v.version != 0 {
			live.number = v.version
		}
		c.goLive(live)
	}
	return v.number
}

// mend is the one change that a hotfix brings: made, reviewed and merged within hours.
func (c *cell) mend(v *deployment) {
	d := c.side
	ch := change{number: c.changeNumber(), sha: v.sha, author: d.IntN(1 << 16), merged: v.started - 300}
	ch.approved = ch.merged - 60 - d.Int64N(600)
	ch.reviewed, ch.ready = ch.approved, ch.approved-d.hours(0.2, 0.5)
	ch.opened, ch.commit = ch.ready, ch.ready-d.hours(0.3, 0.5)
	if n := len(c.made); n > 0 && d.chance(0.6) {
		ch.reverts = c.made[n-1].number
	}
	if ch.merged >= c.p.end {
		return
	}
	c.changeRow(&ch, "merged", 0)
	c.reviewRows(&ch)
	c.link(v.number, &ch)
}

// outages are incidents that no deployment caused, at any hour of any day. One service's
// certificate expires again and again.
func (c *cell) outages() {
	d := c.side
	n := 0
	if c.p.alive(c.s, c.m) {
		n = d.poisson(0.06 * c.p.rate.keep)
	}
	for range n {
		at := c.p.days.starts[c.m] + d.Int64N(c.p.days.starts[c.m+1]-c.p.days.starts[c.m])
		v := incident{number: c.number(), started: at, detected: at + d.hours(0.3, 1), severity: 1 + d.IntN(2), environment: "production"}
		v.cause = []string{"supplier", "network", "capacity", "certificate"}[d.IntN(4)]
		if c.s.index%8 == 3 {
			v.cause = "certificate"
		}
		if d.chance(0.06) {
			v.environment = "staging"
		}
		v.resolved = v.detected + d.hours(2, 0.8)
		c.incident(v)
	}
}

type incident struct {
	number, started, detected, resolved, deployment, change, resolver int64
	severity                                                          int
	environment, cause                                                string
}

func (c *cell) incident(v incident) {
	d := c.draw
	if v.started >= c.p.end {
		return
	}
	r := c.row(incidents)
	r.number("INC-"+c.s.id+"-", v.number)
	if c.bad(0.006) {
		r.text("") // a row that must be rejected: nobody said which service
	} else {
		r.text(c.s.id)
	}
	r.at(v.started)
	r.at(v.detected)
	if d.chance(0.015) { // never closed
		v.resolved = 0
	}
	r.at(v.resolved)
	r.at(v.detected + d.hours(0.1, 0.5))
	if v.resolved > 0 && d.chance(0.5) {
		r.at(v.detected + (v.resolved-v.detected)*3/4)
	} else {
		r.skip(1)
	}
	if c.side.chance(0.03) {
		r.skip(1)
	} else {
		r.text([]string{"sev1", "sev2", "sev3"}[v.severity])
	}
	r.text(v.environment)
	r.number(c.s.deploys, v.deployment)
	r.number("", v.change)
	if v.resolver != 0 && v.resolved > 0 && v.resolved-60 < c.p.end {
		r.number(c.s.deploys, v.resolver)
	} else {
		r.skip(1)
	}
	if c.side.chance(0.04) {
		r.skip(1)
	} else {
		r.text([]string{"monitor", "customer", "staff"}[d.weighted(0.6, 0.25, 0.15)])
	}
	r.text(v.cause)
	r.text("pager")
}

// bad is true where a row is to be broken on purpose: in the mixed format only, so that
// the other formats can be read by programs that know no rejects.
func (c *cell) bad(p float64) bool { return c.p.opt.Format == "mixed" && c.draw.chance(p) }
