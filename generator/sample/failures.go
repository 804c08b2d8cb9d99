package sample

// failure is a deployment that disturbs its users: an incident, recorded or not, and most
// often a roll-back or a hotfix, which the deployment tool records in any case.
func (c *cell) failure(deployment, deployed int64) {
	d := c.draw
	severity := 0
	if !d.chance(c.t.severe) {
		severity = 1 + d.weighted(0.4, 0.6)
	}
	v := incident{number: c.number(), started: deployed + d.hours(0.5, 1), severity: severity, environment: "production", cause: "change"}
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
	if d.chance(0.03) {
		c.outage(deployed)
	}
}

// repair is how the failure is mended: rolled back, fixed by a hotfix, or otherwise. It
// returns the number of the deployment that did it, or 0.
func (c *cell) repair(resolved int64) int64 {
	d := c.draw
	v := deployment{number: c.number(), environment: "production", outcome: "success", started: resolved - 420, finished: resolved - 60, sha: d.Uint64() | 1}
	switch d.weighted(0.45, 0.4, 0.15) {
	case 0:
		v.kind = "rolledback"
	case 1:
		v.kind, v.hotfix = "upgraded", true
	default:
		return 0
	}
	c.deployment(v)
	return v.number
}

// outage is an incident that no deployment caused.
func (c *cell) outage(near int64) {
	d := c.draw
	at := near + d.Int64N(20*day)
	v := incident{number: c.number(), started: at, detected: at + d.hours(0.3, 1), severity: 1 + d.IntN(2), environment: "production"}
	v.cause = []string{"supplier", "network", "capacity", "certificate"}[d.IntN(4)]
	v.resolved = v.detected + d.hours(2, 0.8)
	c.incident(v)
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
	r.at(v.resolved * int64(d.IntN(2)))
	r.text([]string{"sev1", "sev2", "sev3"}[v.severity])
	r.text(v.environment)
	r.number(c.s.deploys, v.deployment)
	r.number("", v.change)
	if v.resolver != 0 && v.resolved-60 < c.p.end {
		r.number(c.s.deploys, v.resolver)
	} else {
		r.skip(1)
	}
	r.text([]string{"monitor", "customer", "staff"}[d.weighted(0.6, 0.25, 0.15)])
	r.text(v.cause)
	r.text("pager")
}

// bad is true where a row is to be broken on purpose: in the mixed format only, so that
// the other formats can be read by programs that know no rejects.
func (c *cell) bad(p float64) bool { return c.p.opt.Format == "mixed" && c.draw.chance(p) }

// approval is a change board's decision before a deployment of the services that have
// one: mostly a wait, rarely a change.
func (c *cell) approval(deployment, started int64) {
	d := c.draw
	if c.s.index%4 != 1 {
		return
	}
	r := c.row(waits)
	r.text("deployment")
	r.number(c.s.deploys, deployment)
	r.count(1)
	r.text("approval")
	r.at(c.p.days.back(started, d.hours(9, 0.6)))
	r.at(started - 60)
	r.text([]string{"approved", "changed", "waived"}[d.weighted(0.95, 0.03, 0.02)])
	r.text("change-board")
	r.skip(1) // other_team
	r.flag(false)
	r.skip(1) // repo
}
