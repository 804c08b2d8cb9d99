package sample

// secure makes what a service's security tools record in a month: findings, what became
// of them, accepted risks, and that the scans ran.
func (c *cell) secure() {
	for range c.draw.poisson(c.p.rate.findings * c.s.weight * c.p.season(c.m) * c.t.findings) {
		c.finding()
	}
}

type finding struct {
	number, detected, resolved int64
	status, reason, severity   string
	check, tool                string
	fixedBy                    int64
}

func (c *cell) finding() {
	d := c.draw
	rank := d.weighted(0.06, 0.24, 0.45, 0.25)
	v := finding{number: c.number(), detected: c.p.days.starts[c.m] + d.Int64N(27*day), status: "open"}
	v.severity = []string{"critical", "high", "medium", "low"}[rank]
	kind := d.weighted(0.2, 0.6, 0.05, 0.15)
	v.check = []string{"sast", "sca", "secrets", "container"}[kind]
	v.tool = []string{"codecheck", "depcheck", "leakcheck", "imagecheck"}[kind]
	if d.chance(c.t.accepted) {
		v.status, v.reason, v.resolved = "dismissed", "tolerable_risk", v.detected+d.hours(60, 0.5)
	} else if d.chance(0.06) {
		v.status, v.reason, v.resolved = "dismissed", "inaccurate", v.detected+d.hours(90, 0.8)
	} else {
		v.resolved = v.detected + d.hours([]float64{9 * 24, 25 * 24, 60 * 24, 150 * 24}[rank], 0.9)
		v.status = "fixed"
		if n := len(c.made); n > 0 && d.chance(0.8) {
			v.fixedBy = c.made[d.IntN(n)].number
		}
	}
	c.findingRows(v)
}

func (c *cell) findingRows(v finding) {
	if v.resolved >= c.p.end {
		v.status, v.resolved, v.reason, v.fixedBy = "open", 0, "", 0
	}
	c.findingRow(v)
	c.findingEvent(v, 1, v.detected, "", "open", "")
	if v.resolved == 0 {
		return
	}
	c.findingEvent(v, 2, v.resolved, "open", v.status, v.reason)
	if v.reason == "tolerable_risk" {
		c.exception(v)
	}
}

func (c *cell) findingRow(v finding) {
	d := c.draw
	if v.detected >= c.p.end {
		return
	}
	r := c.row(findings)
	r.number(c.s.deploys, v.number)
	r.text(c.s.id)
	r.number("VULN-", int64(2020_0000+d.IntN(60_000)))
	r.text(v.severity)
	r.at(v.detected)
	r.text(v.status)
	r.at(v.resolved)
	r.skip(1) // reopened_at
	r.at(v.detected - d.hours(200, 1.2))
	r.skip(1) // due_at
	r.text(v.tool)
	r.text(v.check)
	r.number("pkg", 1+int64(d.IntN(400)))
	r.skip(1) // fixed_version
	r.flag(v.severity == "critical" && d.chance(0.2))
	r.text(v.reason)
	r.number("", v.fixedBy)
	r.text([]string{"introduced", "newly_visible", "unknown"}[d.weighted(0.5, 0.4, 0.1)])
}

func (c *cell) findingEvent(v finding, seq int, at int64, from, to, reason string) {
	if at >= c.p.end {
		return
	}
	r := c.row(findingEvents)
	r.number(c.s.deploys, v.number)
	r.count(seq)
	r.at(at)
	r.text("status")
	r.text(from)
	r.text(to)
	r.text(reason)
	if to == "fixed" {
		r.number("", v.fixedBy)
	} else {
		r.skip(1)
	}
}

// exception is an accepted risk. Some expire soon, some never, some have no owner.
func (c *cell) exception(v finding) {
	d := c.draw
	r := c.row(exceptions)
	r.number("EX-"+c.s.deploys, v.number)
	r.text(c.s.id)
	r.text("vulnerability-" + v.check)
	r.text([]string{"no_fix_available", "low_exposure", "planned_replacement"}[d.weighted(0.3, 0.5, 0.2)])
	r.text([]string{"service owner", "security officer", ""}[d.weighted(0.6, 0.3, 0.1)])
	r.at(v.resolved)
	switch d.weighted(0.7, 0.2, 0.1) { // until when, if at all: may lie after the export
	case 0:
		r.next().Int(v.resolved + 180*day)
	case 1:
		r.next().Int(v.resolved + 60*day)
	default:
		r.skip(1)
	}
	r.skip(2) // renewal_of, closed_at
	r.number(c.s.deploys, v.number)
}

var required = [...]struct{ kind, tool string }{{"sast", "codecheck"}, {"sca", "depcheck"}, {"secrets", "leakcheck"}}

// scan is the month's last run of each check that a service must have; a few services
// never run one of them, and a few runs fail. It looks at the commit in production, which
// often moves on before the month ends; one in twelve looks at a branch instead.
func (c *cell) scan() {
	for i, check := range required {
		if (c.s.index+i)%9 == 0 || !c.draw.chance(c.p.rate.keep) {
			continue
		}
		r := c.row(scans)
		r.text(c.s.id)
		r.text(check.kind)
		at := c.p.days.starts[c.m+1] - day - c.draw.Int64N(3*day)
		r.at(at)
		r.text([]string{"success", "failure"}[c.draw.weighted(0.96, 0.04)])
		r.text(check.tool)
		r.text("rules-" + months[c.m/6%len(months)])
		if branch := c.draw.Uint64() | 1; branch%24 == 1 {
			r.hash(branch)
		} else {
			r.hash(c.running(at))
		}
		r.skip(1) // version
	}
}

// cover is a repository's line coverage once a month: a slow walk, not a level to compare.
func (c *cell) cover() {
	if !c.draw.chance(c.p.rate.keep) {
		return
	}
	total := 4000 + 300*c.m + 900*(c.s.index%17)
	share := 0.55 + 0.02*float64(c.s.index%13) + 0.002*float64(c.m*(c.s.index%3-1)) + 0.005*c.draw.NormFloat64()
	r := c.row(coverage)
	r.text(c.s.repo)
	r.at(c.p.days.starts[c.m+1] - day)
	r.text("line")
	r.count(min(total, int(float64(total)*share)))
	r.count(total)
	r.hash(c.draw.Uint64() | 1)
	r.text("main")
	r.text(c.s.id)
}
