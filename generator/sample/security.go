package sample

// secure makes what a service's security tools record in a month: findings, what became
// of them, accepted risks.
func (c *cell) secure() {
	for range c.draw.poisson(c.p.rate.findings * c.p.activity(c.s, c.m) * c.t.findings) {
		c.finding("")
	}
	if c.t.burst > 0 && c.p.alive(c.s, c.m) {
		for range c.draw.poisson(c.t.burst) {
			c.finding("container")
		}
	}
}

type finding struct {
	number, detected, resolved int64
	reopened                   int64 // when it was seen again after a fix
	status, reason, severity   string
	baseline                   string // severity at first detection, if it was changed later
	rescored                   int64
	check, tool                string
	fixedBy                    int64
	seen                       bool // visible for the first time though it was there before
}

var severities = [...]string{"critical", "high", "medium", "low"}

// finding is one weakness; check is "" for any that the service is scanned for.
func (c *cell) finding(check string) {
	d := c.draw
	rank := d.weighted(0.06, 0.24, 0.45, 0.25)
	v := finding{number: c.number(), detected: c.p.days.starts[c.m] + d.Int64N(27*day), status: "open", severity: severities[rank], seen: check != ""}
	if v.check = check; check == "" {
		v.check = c.scannedKind([]string{"sast", "sca", "secrets", "container"}[d.weighted(0.2, 0.6, 0.05, 0.15)])
	}
	v.tool = toolOf(v.check)
	v.resolved = v.detected + d.hours([]float64{9 * 24, 25 * 24, 60 * 24, 150 * 24}[rank], 0.9)
	if c.t.burst > 0 && v.seen {
		v.resolved += 120 * day // old weaknesses wait their turn
	}
	if !c.dismiss(&v) {
		v.status = "fixed"
		if n := len(c.made); n > 0 && d.chance(0.8) {
			v.fixedBy = c.made[d.IntN(n)].number
		}
		if d.chance(0.07) {
			v.reopened = v.resolved + d.hours(20*24, 0.6)
		}
	}
	if d.chance(0.07) {
		c.rescore(&v, rank)
	}
	c.findingRows(v)
}

// scannedKind is kind where the service is scanned for it, else a check that it has.
func (c *cell) scannedKind(kind string) string {
	for _, k := range []string{kind, "sca", "sast", "secrets"} {
		if c.p.scansIn(c.s, k, c.m) > 0 {
			return k
		}
	}
	return kind
}

var dismissals = [...]string{"inaccurate", "no_bandwidth", "not_used", "mitigating_control", "used_in_tests", "duplicate", "path_excluded", "severity_lowered", ""}

// dismiss decides whether a finding is closed without a fix, and for which of the reasons
// that tools offer.
func (c *cell) dismiss(v *finding) bool {
	d := c.draw
	switch {
	case d.chance(c.t.accepted):
		v.reason, v.resolved = "tolerable_risk", v.detected+d.hours(60, 0.5)
	case d.chance(0.13):
		v.reason = dismissals[d.weighted(0.26, 0.12, 0.14, 0.14, 0.1, 0.12, 0.03, 0.03, 0.06)]
		v.resolved = v.detected + d.hours(90, 0.8)
	default:
		return false
	}
	v.status = "dismissed"
	return true
}

// rescore changes the severity without any change of code: mostly down, sometimes up.
func (c *cell) rescore(v *finding, rank int) {
	to := min(rank+1, 3)
	if c.draw.chance(0.3) {
		to = max(rank-1, 0)
	}
	if to != rank {
		v.baseline, v.severity = v.severity, severities[to]
		v.rescored = v.detected + (v.resolved-v.detected)/3
	}
}

// findingRows cuts a finding's story at the end of the export, and at the end of its
// service: what was open when a service was retired stays open in the export.
func (c *cell) findingRows(v finding) {
	end := c.p.end
	if c.s.to > 0 {
		end = c.s.to
	}
	if v.resolved >= end {
		v.status, v.resolved, v.reason, v.fixedBy, v.reopened = "open", 0, "", 0, 0
	}
	if v.rescored >= end {
		v.severity, v.baseline, v.rescored = v.baseline, "", 0
	}
	again := int64(0) // fixed a second time
	first := v
	if v.reopened >= end {
		v.reopened = 0
	}
	if v.reopened > 0 {
		if again = v.reopened + (v.resolved-v.detected)/2; again >= end {
			again, v.status, v.fixedBy = 0, "open", 0
		}
		v.resolved = again
	}
	c.findingRow(v)
	c.findingEvents(first, v, again)
	if v.reason == "tolerable_risk" {
		c.exception(v)
	}
}

// findingEvents are a finding's changes of state in order of time.
func (c *cell) findingEvents(first, v finding, again int64) {
	seq := 0
	event := func(at int64, field, from, to, reason string, by int64) {
		if at == 0 || at >= c.p.end {
			return
		}
		seq++
		r := c.row(findingEvents)
		r.number(c.s.deploys, v.number)
		r.count(seq)
		r.at(at)
		r.text(field)
		r.text(from)
		r.text(to)
		r.text(reason)
		r.number("", by)
	}
	event(v.detected, "status", "", "open", "", 0)
	if v.rescored > 0 {
		event(v.rescored, "severity", v.baseline, v.severity, []string{"not reachable", "advisory rescored", ""}[v.number%3], 0)
	}
	event(first.resolved, "status", "open", first.status, first.reason, first.fixedBy)
	if v.reopened > 0 {
		event(v.reopened, "status", "fixed", "open", []string{"found again by scan", "reintroduced"}[v.number%2], 0)
		event(again, "status", "open", "fixed", "", v.fixedBy)
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
	if c.side.chance(0.01) {
		v.severity, v.baseline = []string{"unknown", "none"}[c.side.IntN(2)], ""
	}
	r.text(v.severity)
	r.at(v.detected)
	r.text(v.status)
	r.at(v.resolved)
	r.at(v.reopened)
	published := v.detected - d.hours(200, 1.2)
	if v.seen {
		published -= 300 * day
	}
	r.at(published)
	c.due(&r, &v)
	r.text(v.tool)
	r.text(v.check)
	r.number("pkg", 1+int64(d.IntN(400)))
	if v.check == "sca" || v.check == "container" {
		r.number("2.", int64(d.IntN(40))) // 0: no version fixes it yet
	} else {
		r.skip(1)
	}
	r.flag(v.severity == "critical" && d.chance(0.2))
	r.text(v.reason)
	r.number("", v.fixedBy)
	if v.seen {
		r.text("newly_visible")
	} else {
		r.text([]string{"introduced", "newly_visible", "unknown"}[d.weighted(0.6, 0.28, 0.12)])
	}
	v.facts(&r)
}

// facts are what a remediation policy asks beside known_exploited. Only what has a published
// advisory comes with them. They follow from the number, so that they disturb no draw.
func (v *finding) facts(r *row) {
	if v.check != "sca" && v.check != "container" {
		r.skip(3)
		return
	}
	r.flag(v.number%2 == 0)
	r.flag(v.number%5 == 0)
	r.text([]string{"partial", "partial", "total"}[v.number%3])
}

// due is by the policy in force when the finding was made, and by its severity then; the
// policy became stricter 18 months before the end. One finding in twelve has no date.
func (c *cell) due(r *row, v *finding) {
	days := map[string]int64{"critical": 30, "high": 60, "medium": 120, "low": 365}
	if c.m >= c.p.opt.Months-18 {
		days = map[string]int64{"critical": 15, "high": 30, "medium": 90, "low": 180}
	}
	severity := v.severity
	if v.baseline != "" {
		severity = v.baseline
	}
	if days[severity] == 0 || c.side.chance(0.08) {
		r.skip(1)
		return
	}
	r.next().Int(v.detected + days[severity]*day) // may lie after the export
}
