package sample

// pipelines makes a service's pipeline runs of a month: on its branches and on main, for
// the changes of the month, repeated where they failed by accident.
func (c *cell) pipelines() {
	d := c.draw
	for _, r := range c.building {
		c.attempts(r)
	}
	for range d.poisson(max(0, c.p.rate.runs*c.p.activity(c.s, c.m)-float64(len(c.building)))) {
		r := run{id: c.number(), at: c.p.days.workTime(d, c.m), branch: "main", trigger: "push", sha: d.Uint64() | 1}
		if n := len(c.made); n > 0 && !d.chance(0.1) {
			c.of(&r, &c.made[d.IntN(n)])
		} else {
			r.trigger = "schedule"
		}
		c.attempts(r)
	}
}

type run struct {
	id, at          int64 // at: queued
	change          int64
	branch, trigger string
	sha             uint64
	released        bool // a deployment came of it: it succeeded in the end
}

// of makes r a run for a change: after its merge, or on its branch before.
func (c *cell) of(r *run, ch *change) {
	d := c.draw
	if d.chance(0.45) {
		r.at, r.sha = ch.merged+d.Int64N(60), ch.sha
		if d.chance(0.3) { // a later run of the same branch
			r.at, r.sha = ch.merged+d.Int64N(2*day), d.Uint64()|1
		}
		return
	}
	r.branch, r.trigger, r.change = "feature", "pull_request", ch.number
	r.at = ch.opened + d.Int64N(max(1, ch.merged-ch.opened))
}

// attempts writes a run and its repetitions on the same commit.
func (c *cell) attempts(r run) {
	d := c.draw
	minutes := 6 + float64(c.s.index%7)*3
	minutes *= c.t.building
	for attempt := 1; attempt <= 3; attempt++ {
		queued := int64(d.around(20, 0.9))
		took := int64(d.around(minutes*60, 0.3))
		outcome := c.runOutcome(r, attempt)
		if outcome == "skip" {
			took = 1
		}
		c.runRow(r, attempt, outcome, queued, took)
		c.jobs(r, attempt, outcome, queued, took)
		again := outcome == "flaky" || outcome == "failure" && d.chance(0.05)
		if !again {
			return
		}
		r.at += queued + took + int64(d.around(900, 0.8))
	}
}

// runOutcome: an accident is a failure of a first attempt that passes when repeated. Real
// failures are more frequent on branches, where they belong.
func (c *cell) runOutcome(r run, attempt int) string {
	d := c.draw
	if attempt == 1 && d.chance(c.t.flaky) {
		return "flaky"
	}
	if r.released {
		return "success"
	}
	fail := 0.05
	if r.branch != "main" {
		fail = 0.16
	}
	if attempt > 1 {
		fail = 0.02
	}
	outcomes := [...]string{"success", "failure", "cancel", "error", "timeout", "skip"}
	return outcomes[d.weighted(0.94-fail, fail, 0.03, 0.008, 0.007, 0.015)]
}

func (c *cell) runRow(r run, attempt int, outcome string, queued, took int64) {
	finished := r.at + queued + took
	if finished >= c.p.end {
		return
	}
	if outcome == "flaky" {
		outcome = "failure"
	}
	w := c.row(runs)
	w.number(c.s.deploys, r.id)
	w.count(attempt)
	if r.trigger == "schedule" {
		w.text("nightly")
	} else {
		w.text("build")
	}
	w.text(c.s.repo)
	w.text(outcome)
	w.at(finished)
	w.at(r.at)
	if outcome == "skip" {
		w.skip(1)
	} else {
		w.at(r.at + queued)
	}
	w.text(r.branch)
	w.hash(r.sha)
	w.number("", r.change)
	w.text(r.trigger)
	w.text(c.s.id)
}
