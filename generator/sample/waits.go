package sample

import "time"

// wait is a recorded interval in which something could not go on.
type wait struct {
	entity, prefix           string // whose identifier is prefix+number
	number                   int64
	seq                      int
	kind                     string
	asked, ended             int64
	outcome, control, others string
	automated                bool
	repo                     string // of a change, whose number is unique only within it
}

func (c *cell) wait(v wait) {
	if v.asked >= c.p.end || v.ended > 0 && v.ended < v.asked {
		return
	}
	r := c.row(waits)
	r.text(v.entity)
	r.number(v.prefix, v.number)
	r.count(v.seq)
	r.text(v.kind)
	r.at(v.asked)
	r.at(v.ended)
	if v.ended >= c.p.end {
		v.outcome = ""
	}
	r.text(v.outcome)
	r.text(v.control)
	r.text(v.others)
	r.flag(v.automated)
	r.text(v.repo)
}

// neighbour is a team near t, never t itself, to depend on.
func (p *plan) neighbour(t *team, d draw) *team {
	if t == nil {
		return nil
	}
	return p.teams[(t.index+1+d.IntN(3))%p.opt.Teams]
}

// changeWaits are what held a change up before it was deployed: a review asked of another
// team, a red gate, the merge queue, the year-end freeze. The rest of its waiting leaves
// no record, as with real tools.
func (c *cell) changeWaits(ch *change, deployed int64) {
	d, v := c.side, wait{entity: "change", repo: c.s.repo, number: ch.number}
	add := func(kind string, asked, ended int64, outcome, control, others string, automated bool) {
		v.seq++
		v.kind, v.asked, v.ended, v.outcome, v.control, v.others, v.automated = kind, asked, ended, outcome, control, others, automated
		c.wait(v)
	}
	if ch.other != nil {
		add("review", ch.ready, ch.reviewed, "", "", ch.other.id, false)
	}
	if !ch.bot && ch.reviewed > ch.opened && d.chance(0.03) {
		red := ch.opened + (ch.reviewed-ch.opened)/4
		outcome := []string{"changed", "waived", "approved"}[d.weighted(0.6, 0.15, 0.25)]
		add("gate", red, red+(ch.reviewed-red)/2, outcome, []string{"sast-gate", "licence-gate"}[d.IntN(2)], "", true)
	}
	if ch.approved > 0 && d.chance(0.03) {
		add("queue", ch.approved, ch.merged, "", "merge-queue", "", true)
	}
	if from, to := freezeBefore(deployed); ch.merged < to {
		add("freeze", max(from, ch.merged), to, "", "year-end-freeze", "", true)
	}
}

// freezeBefore is the year-end freeze that ended in the same month; zeros for none.
func freezeBefore(t int64) (from, to int64) {
	at := time.Unix(t, 0).UTC()
	if at.Month() != time.January {
		return 0, 0
	}
	year := at.Year()
	return time.Date(year-1, 12, 18, 0, 0, 0, 0, time.UTC).Unix(), time.Date(year, 1, 3, 0, 0, 0, 0, time.UTC).Unix()
}

// openWait is a review asked of another team that has not come yet.
func (c *cell) openWait(ch *change) {
	if other := c.p.neighbour(c.owner, c.side); other != nil && c.side.chance(0.2) {
		c.wait(wait{entity: "change", repo: c.s.repo, number: ch.number, seq: 1, kind: "review", asked: ch.opened, others: other.id})
	}
}

// sharedStaging is a wait for the one staging environment that several services share.
// Some tools record it with the deployment to staging, most with the release.
func (c *cell) sharedStaging(v wait, staged int64) {
	if c.side.chance(0.06) {
		v.kind, v.control, v.automated, v.outcome, v.others = "shared_environment", "staging-lock", true, "", ""
		v.asked, v.ended = staged-c.side.hours(2, 0.7), staged
		c.wait(v)
	}
}

// controls are the decisions that a production deployment waits for. The change board
// costs hours and has never changed anything; the security review takes less and often
// does; the protection of the environment is automatic.
func (c *cell) controls(deployment, started, staged int64) {
	d, back := c.side, c.p.days.back
	v := wait{entity: "deployment", prefix: c.s.deploys, number: deployment, seq: 1, kind: "approval", outcome: "approved", ended: started - 60}
	switch control := c.control(); {
	case control == "change-board":
		v.control, v.asked = control, back(started, d.hours(14, 0.5))
		c.wait(v)
	case control == "security-review":
		v.control, v.asked, v.others = control, back(started, d.hours(3, 0.5)), "security"
		v.outcome = []string{"approved", "changed", "waived"}[d.weighted(0.68, 0.28, 0.04)]
		if d.chance(0.12) { // rejected, mended, asked again
			no := v
			no.asked, no.ended, no.outcome = back(v.asked, d.hours(4, 0.4)), v.asked-60, "rejected"
			c.wait(no)
			v.seq++
		}
		c.wait(v)
	case d.chance(0.08):
		v.kind, v.control, v.automated = "protection", "environment-protection", true
		v.asked = started - d.hours(1, 0.6)
		c.wait(v)
	}
	v.seq++
	c.sharedStaging(v, staged)
}

// control is which board decides on a service's deployments: by its owner, so that the
// stories' teams have theirs in data of any size.
func (c *cell) control() string {
	if c.owner == nil || c.owner.index >= c.p.opt.Teams {
		return ""
	}
	return [...]string{"", "change-board", "", "security-review"}[c.owner.index%4]
}

// itemWaits are what held a work item up: blocked by another team, or a request to one.
func (c *cell) itemWaits(t *team, v *item) {
	other := c.p.neighbour(t, c.draw)
	w := wait{entity: "work_item", prefix: t.prefix, number: v.number, seq: 1, others: other.id}
	if v.blocked > 0 {
		w.kind, w.asked, w.ended = "blocked", v.blocked, v.unblocked()
		c.wait(w)
		w.seq++
	}
	if v.started > 0 && v.closed > 0 && c.draw.chance(0.03) {
		w.kind, w.asked, w.ended = "request", v.started+hour, v.started+(v.closed-v.started)/2
		w.outcome = []string{"approved", "rejected"}[c.draw.weighted(0.9, 0.1)]
		c.wait(w)
	}
}
