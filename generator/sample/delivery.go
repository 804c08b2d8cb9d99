package sample

import "slices"

// cell makes the rows of one service, or one team, in one month.
type cell struct {
	p       *plan
	out     *sheet
	draw    draw
	s       *service
	t       tempo
	m       int
	numbers int64 // last number given in this cell; numbers of cells never meet
	made    []change
	live    []release // of the month, in the order in which they were made
	times   []int64
}

// release is a commit that went into production.
type release struct {
	at  int64
	sha uint64
}

// running is the commit in production at an instant; 0 when the month has no release before.
func (c *cell) running(at int64) uint64 {
	var latest release
	for _, r := range c.live {
		if r.at <= at && r.at >= latest.at {
			latest = r
		}
	}
	return latest.sha
}

// numbersEach is how many changes, deployments and runs a service may have in a month.
const numbersEach = 1_000_000

func (c *cell) number() int64 {
	c.numbers++
	return int64(c.m+1)*numbersEach + c.numbers
}

// change is what other rows need to know of a change.
type change struct {
	number                                            int64
	commit, opened, ready, reviewed, approved, merged int64
	sha                                               uint64
	bot                                               bool
	author                                            int
}

// deliver makes a service's deployments of a month and, looking back from each, the
// changes that it brought to production: so the time a change took is drawn from the
// tempo of the month in which it arrived.
func (c *cell) deliver() {
	c.times = c.times[:0]
	for range c.draw.poisson(c.p.rate.deploys * c.s.weight * c.p.season(c.m) * c.t.deploys) {
		c.times = append(c.times, c.p.days.deployTime(c.draw, c.m))
	}
	slices.Sort(c.times)
	previous := c.p.days.starts[c.m] - 6*day
	for _, finished := range c.times {
		c.production(previous, finished)
		previous = finished
	}
	c.unfinished()
}

// production is one attempt to bring changes to production: staging first, then the
// deployment, its changes, and what goes wrong.
func (c *cell) production(previous, finished int64) {
	d := c.draw
	sha := d.Uint64() | 1
	started := finished - 120 - int64(d.around(300, 0.5))
	c.staging(started, sha)
	outcome := []string{"success", "failure", "cancel", "error"}[d.weighted(successShare, 0.025, 0.02, 0.01)]
	number := c.number()
	c.deployment(deployment{number: number, environment: "production", outcome: outcome, started: started, finished: finished, sha: sha})
	if outcome != "success" {
		return
	}
	lot := 1 + d.poisson(c.p.rate.batch*c.t.batch-1)
	for range lot {
		ch := c.change(previous, started)
		c.link(number, &ch)
	}
	c.approval(number, started)
	if d.chance(c.t.fail) {
		c.failure(number, finished)
	}
}

// staging is one run to staging before production, sometimes repeated.
func (c *cell) staging(before int64, sha uint64) {
	d := c.draw
	at := c.p.days.back(before, d.hours(3, 0.7))
	if d.chance(0.08) {
		c.deployment(deployment{number: c.number(), environment: "staging", outcome: "failure", started: at - 1800, finished: at - 1500, sha: d.Uint64() | 1})
	}
	c.deployment(deployment{number: c.number(), environment: "staging", outcome: "success", started: at - 240, finished: at, sha: sha})
}

type deployment struct {
	number               int64
	environment, outcome string
	kind                 string
	started, finished    int64
	sha                  uint64
	hotfix               bool
}

func (c *cell) deployment(v deployment) {
	if v.finished >= c.p.end {
		return
	}
	if v.environment == "production" && v.outcome == "success" {
		c.live = append(c.live, release{v.finished, v.sha})
	}
	corrected := c.p.opt.Format == "mixed" && c.m >= c.p.opt.Months-2 && v.kind == "" && v.outcome == "success" && c.draw.chance(0.03)
	if corrected {
		right := v
		right.finished += 300
		c.deploymentRow(deploymentFixes, right)
	}
	c.deploymentRow(deployments, v)
}

func (c *cell) deploymentRow(s stream, v deployment) {
	r := c.row(s)
	r.number(c.s.deploys, v.number)
	r.text(c.s.id)
	r.text(v.environment)
	r.at(v.finished)
	r.text(v.outcome)
	if v.kind == "" {
		v.kind = "upgraded"
	}
	r.text(v.kind)
	r.at(v.started)
	r.number("1."+months[c.m%len(months)]+".", v.number%numbersEach)
	r.hash(v.sha)
	if v.hotfix || v.kind == "rolledback" {
		r.text("manual")
	} else {
		r.text("auto")
	}
	r.skip(1) // pipeline_run_id
	r.flag(v.hotfix)
	r.skip(1) // release_group
}

// months are the minor versions, so that no string is built for a version.
var months = func() (out [240]string) {
	for i := range out {
		out[i] = string([]byte{byte('0' + i/100), byte('0' + i/10%10), byte('0' + i%10)})
	}
	return out
}()

// change looks back from the deployment that starts at deployed: it waited for it, at
// most since the deployment before; was approved, reviewed, made ready, begun.
func (c *cell) change(previous, deployed int64) change {
	d, days := c.draw, c.p.days
	waited := min(d.hours(c.t.waiting, 0.8), max(600, int64(float64(deployed-previous)/3*(0.05+0.95*d.Float64()))))
	ch := change{number: c.number(), sha: d.Uint64() | 1, bot: d.chance(0.13)}
	ch.merged = days.back(deployed, waited)
	if ch.bot {
		ch.opened = ch.merged - d.hours(10, 1)
		ch.commit, ch.ready = ch.opened-30, ch.opened
	} else {
		c.work(&ch)
	}
	c.changeRow(&ch, "merged", 0)
	c.reviewRows(&ch)
	c.made = append(c.made, ch)
	return ch
}

// work fills the stages of a person's change back from merged.
func (c *cell) work(ch *change) {
	d, days := c.draw, c.p.days
	ch.author = d.IntN(1 << 16)
	ch.approved = days.back(ch.merged, d.hours(0.7, 1))
	ch.reviewed = days.back(ch.approved, d.hours(c.t.review, 0.9))
	ch.ready = days.back(ch.reviewed, d.hours(c.t.pickup, 0.8))
	ch.opened = ch.ready
	if d.chance(0.3) { // begun as a draft
		ch.opened = days.back(ch.ready, d.hours(c.t.coding/3, 0.7))
	}
	ch.commit = days.back(ch.opened, d.hours(c.t.coding, 0.8))
	if d.chance(0.03) { // nobody reviewed it
		ch.approved, ch.reviewed = 0, 0
	}
}

func (c *cell) changeRow(ch *change, state string, closed int64) {
	d := c.draw
	if ch.opened >= c.p.end {
		return
	}
	r := c.row(c.changeStream())
	r.text(c.s.repo)
	r.number("", ch.number)
	r.text(state)
	r.at(ch.merged)
	r.at(ch.opened)
	if d.chance(0.02) { // the forge lost the branch
		r.at(0)
	} else {
		r.at(ch.commit)
	}
	r.at(ch.ready)
	r.at(ch.reviewed)
	r.at(ch.approved)
	r.at(max(closed, ch.merged))
	c.person(&r, ch)
	r.flag(ch.bot)
	r.text("main")
	r.hash(ch.sha)
	size := d.around(1, 0.9)
	r.count(1 + int(2*size))
	r.count(1 + int(4*size))
	r.count(1 + int(60*size))
	r.count(int(25 * size * d.Float64()))
	r.skip(2) // reverts_change_id, work_item_ids
	r.text(c.s.id)
}

func (c *cell) changeStream() stream {
	if c.s.forge == 1 {
		return changesOther
	}
	return changes
}

func (c *cell) person(r *row, ch *change) {
	switch t := c.s.owner(c.p.days.starts[c.m]); {
	case ch.bot:
		r.text("dependency-bot")
	case t == nil:
		r.text("")
	default:
		r.text(t.people[ch.author%len(t.people)])
	}
}

// reviewRows are the reviews of a change: the first, sometimes followed by the approval
// as a second one, and rarely a bot's comment.
func (c *cell) reviewRows(ch *change) {
	d := c.draw
	if d.chance(0.045) {
		c.review(ch, 3, ch.ready+90, "commented", true)
	}
	if ch.reviewed == 0 {
		return
	}
	if !d.chance(c.p.rate.second) {
		c.review(ch, 1, ch.reviewed, "approved", false)
		return
	}
	c.review(ch, 1, ch.reviewed, []string{"commented", "changes_requested"}[d.IntN(2)], false)
	c.review(ch, 2, ch.approved, "approved", false)
}

func (c *cell) review(ch *change, n int64, at int64, state string, bot bool) {
	if at >= c.p.end {
		return
	}
	r := c.row(reviews)
	r.text(c.s.repo)
	r.number("", ch.number)
	r.number("", ch.number*10+n)
	r.at(at)
	r.text(state)
	reviewer := change{bot: bot, author: ch.author + 1 + int(ch.number%2)}
	c.person(&r, &reviewer)
	if t := c.s.owner(at); t != nil && !bot {
		r.text(t.id)
	} else {
		r.text("")
	}
	r.flag(bot)
}

// link ties a change to its deployment: by number, or by commit where the service's tool
// knows nothing else.
func (c *cell) link(deployment int64, ch *change) {
	r := c.row(links)
	r.number(c.s.deploys, deployment)
	r.text(c.s.repo)
	if c.s.byHash {
		r.skip(1)
		r.hash(ch.sha)
		return
	}
	r.number("", ch.number)
	r.skip(1)
}

// unfinished are the changes that no deployment brought: abandoned ones in any month, and
// in the last one those still open or merged and waiting.
func (c *cell) unfinished() {
	n := float64(len(c.made))
	for range c.draw.poisson(0.07 * n) {
		ch := change{number: c.number(), opened: c.p.days.workTime(c.draw, c.m), author: c.draw.IntN(1 << 16)}
		ch.commit, ch.ready = c.p.days.back(ch.opened, c.draw.hours(c.t.coding, 0.8)), ch.opened
		if closed := ch.opened + c.draw.hours(100, 1); closed < c.p.end {
			c.changeRow(&ch, "abandoned", closed)
		} else {
			c.changeRow(&ch, "open", 0)
		}
	}
	if c.m < c.p.opt.Months-1 {
		return
	}
	for range c.draw.poisson(0.25 * n) {
		ch := change{number: c.number(), opened: c.p.days.back(c.p.end-1, c.draw.hours(30, 1)), author: c.draw.IntN(1 << 16)}
		ch.commit, ch.ready = c.p.days.back(ch.opened, c.draw.hours(c.t.coding, 0.8)), ch.opened
		if c.draw.chance(0.4) {
			ch.merged, ch.sha = c.p.days.back(c.p.end, c.draw.hours(3, 0.5)), c.draw.Uint64()|1
			ch.opened, ch.ready, ch.commit = min(ch.opened, ch.merged), min(ch.ready, ch.merged), min(ch.commit, ch.merged)
			c.changeRow(&ch, "merged", 0)
			continue
		}
		c.changeRow(&ch, "open", 0)
	}
}
