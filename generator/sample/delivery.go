package sample

import "strconv"

// cell makes the rows of one service, or one team, in one month.
type cell struct {
	p        *plan
	out      *sheet
	draw     draw
	side     draw // for waits and links between tables, so that they change no other row
	s        *service
	owner    *team
	t        tempo
	m        int
	numbers  int64 // last number given in this cell; numbers of cells never meet
	changed  int64 // the same for changes
	made     []change
	planned  []release
	live     []release // what reached production, in order of time
	building []run     // runs that deployments name
	items    []item    // of the owner, in this month and the one before

	earlier   *release // what earlierOf had in production before this month
	earlierOf *service
}

// numbersEach is how many changes, deployments and runs a service may have in a month.
const numbersEach = 1_000_000

func (c *cell) number() int64 {
	c.numbers++
	return int64(c.m+1)*numbersEach + c.numbers
}

func (c *cell) changeNumber() int64 {
	c.changed++
	return int64(c.m+1)*numbersEach + c.changed
}

// change is what other rows need to know of a change.
type change struct {
	number                                            int64
	commit, opened, ready, reviewed, approved, merged int64
	sha                                               uint64
	bot                                               bool
	author                                            int
	reverts                                           int64
	other                                             *team // whose review was asked for, if not its own team's
}

// plannedWork are the owner's work items that this month's changes can name.
func (c *cell) plannedWork() {
	c.items = c.items[:0]
	if c.owner != nil && c.p.alive(c.s, c.m) {
		c.items = c.p.itemsOf(c.owner, c.m-1, c.items)
		c.items = c.p.itemsOf(c.owner, c.m, c.items)
	}
}

// deliver makes a service's deployments of a month and, looking back from each, the
// changes that it brought to production: so the time a change took is drawn from the
// tempo of the month in which it arrived.
func (c *cell) deliver() {
	c.planned = c.p.releases(c.s, c.m, c.t, c.planned[:0])
	c.numbers = int64(len(c.planned))
	previous := c.p.days.starts[c.m] - 6*day
	for _, v := range c.planned {
		c.production(previous, v)
		previous = v.finished
	}
	c.unfinished()
	c.retire()
}

// production is one attempt to bring changes to production: staging first, then the
// deployment, its changes, and what goes wrong.
func (c *cell) production(previous int64, v release) {
	d := c.draw
	staged := c.staging(v.started, v.sha)
	c.deployment(deployment{number: v.number, environment: "production", outcome: v.outcome, started: v.started, finished: v.finished,
		sha: v.sha, run: c.buildOf(v), train: c.trainOf(v.finished)})
	if v.outcome != "success" {
		return
	}
	c.goLive(v)
	lot := 1 + d.poisson(c.p.rate.batch*c.t.batch-1)
	for i := range lot {
		sha := uint64(0)
		if i == 0 {
			sha = v.sha // what is deployed is the commit of one of its changes
		}
		ch := c.change(previous, v.started, sha)
		c.link(v.number, &ch)
		c.changeWaits(&ch, v.started)
	}
	c.controls(v.number, v.started, staged)
	if d.chance(c.t.fail) {
		c.failure(v.number, v.finished)
	}
}

// buildOf is the pipeline run that built a deployment; the tools of some cannot say.
func (c *cell) buildOf(v release) int64 {
	if c.s.index%5 == 2 || c.side.chance(0.1) {
		return 0
	}
	r := run{id: c.number(), at: v.started - 3*hour, branch: "main", trigger: "push", sha: v.sha, released: v.outcome == "success"}
	c.building = append(c.building, r)
	return r.id
}

// trainOf is the week's release train, for the team that releases all its services together.
func (c *cell) trainOf(finished int64) int64 {
	if c.owner == nil || c.owner.id != "granite" {
		return 0
	}
	return (finished/day + 3) / 7
}

// retire takes a service out of production at its end: a row that brings nothing.
func (c *cell) retire() {
	if c.m+1 == len(c.p.days.starts)-1 || c.s.to == 0 || c.s.to != c.p.days.starts[c.m+1] {
		return
	}
	c.deployment(deployment{number: c.number(), environment: "production", outcome: "success", kind: "removed",
		started: c.s.to - 7*hour, finished: c.s.to - 6*hour})
}

// staging is one run to staging before production, sometimes repeated. It returns when it
// started.
func (c *cell) staging(before int64, sha uint64) int64 {
	d := c.draw
	at := c.p.days.back(before, d.hours(3, 0.7))
	if d.chance(0.08) {
		c.deployment(deployment{number: c.number(), environment: "staging", outcome: "failure", started: at - 1800, finished: at - 1500, sha: d.Uint64() | 1})
	}
	v := deployment{number: c.number(), environment: "staging", outcome: "success", started: at - 240, finished: at, sha: sha}
	if c.side.chance(0.005) {
		v.environment = "" // nobody said where to: unknown, never production
	}
	c.deployment(v)
	if c.side.chance(0.2) {
		c.sharedStaging(wait{entity: "deployment", prefix: c.s.deploys, number: v.number, seq: 1}, v.started)
	}
	return v.started
}

type deployment struct {
	number               int64
	environment, outcome string
	kind                 string
	started, finished    int64
	sha                  uint64
	hotfix               bool
	version              int64 // number of the release whose version it carries; 0 for its own
	run, train           int64 // 0 for unknown, none
}

func (c *cell) deployment(v deployment) {
	if v.finished >= c.p.end {
		return
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
	if v.version == 0 {
		v.version = v.number
	}
	c.version(&r, v.version)
	r.hash(v.sha)
	if v.hotfix || v.kind == "rolledback" {
		r.text("manual")
	} else {
		r.text("auto")
	}
	r.number(c.s.deploys, v.run)
	r.flag(v.hotfix)
	r.number("train-", v.train)
}

// version is the version that the deployment of that number carries; absent for 0.
func (c *cell) version(r *row, number int64) {
	if number == 0 {
		r.skip(1)
		return
	}
	r.number("1."+months[int(number/numbersEach-1)%len(months)]+".", number%numbersEach)
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
func (c *cell) change(previous, deployed int64, sha uint64) change {
	d, days := c.draw, c.p.days
	waited := min(d.hours(c.t.waiting, 0.8), max(600, int64(float64(deployed-previous)/3*(0.05+0.95*d.Float64()))))
	ch := change{number: c.changeNumber(), sha: d.Uint64() | 1, bot: d.chance(0.13)}
	if sha != 0 {
		ch.sha = sha
	}
	if n := len(c.made); n > 2 && c.side.chance(0.015) {
		ch.reverts = c.made[n-1-c.side.IntN(2)].number
	}
	if !ch.bot && c.side.chance(0.05) {
		ch.other = c.p.neighbour(c.owner, c.side)
	}
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
		ch.approved, ch.reviewed, ch.other = 0, 0, nil
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
	if c.side.chance(0.02) { // the forge recorded no drafts then
		r.at(0)
	} else {
		r.at(ch.ready)
	}
	r.at(ch.reviewed)
	r.at(ch.approved)
	r.at(max(closed, ch.merged))
	author := *ch
	author.other = nil // only a review was another team's
	c.person(&r, &author)
	r.flag(ch.bot)
	r.text("main")
	r.hash(ch.sha)
	size := d.around(1, 0.9)
	r.count(1 + int(2*size))
	r.count(1 + int(4*size))
	r.count(1 + int(60*size))
	r.count(int(25 * size * d.Float64()))
	r.number("", ch.reverts)
	c.workOf(&r, ch)
	r.text(c.s.id)
}

// workOf names the work item that was in progress while the change was made, if one is
// found; people forget to write it, and a change can serve two items.
func (c *cell) workOf(r *row, ch *change) {
	d := c.side
	if len(c.items) == 0 || ch.bot || d.chance(0.15) {
		r.skip(1)
		return
	}
	from := d.IntN(len(c.items))
	for i := range min(len(c.items), 40) {
		v := &c.items[(from+i)%len(c.items)]
		if v.started == 0 || v.started > ch.commit || v.closed != 0 && v.closed < max(ch.merged, ch.opened) {
			continue
		}
		if d.chance(0.05) {
			r.text(c.owner.prefix + strconv.FormatInt(v.number, 10) + ";" + c.owner.prefix + strconv.FormatInt(c.items[from].number, 10))
			return
		}
		r.number(c.owner.prefix, v.number)
		return
	}
	r.skip(1)
}

func (c *cell) changeStream() stream {
	if c.s.forge == 1 {
		return changesOther
	}
	return changes
}

func (c *cell) person(r *row, ch *change) {
	t := c.owner
	if ch.other != nil {
		t = ch.other
	}
	switch {
	case ch.bot:
		r.text("dependency-bot")
	case t == nil:
		r.text("")
	case c.s.few > 0 && ch.other == nil:
		r.text(t.people[ch.author%c.s.few])
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
	if n == 1 {
		reviewer.other = ch.other
	}
	c.person(&r, &reviewer)
	switch t := c.s.owner(at); {
	case bot:
		r.text("")
	case reviewer.other != nil:
		r.text(reviewer.other.id)
	case t != nil:
		r.text(t.id)
	default:
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
		ch := change{number: c.changeNumber(), opened: c.p.days.workTime(c.draw, c.m), author: c.draw.IntN(1 << 16)}
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
		ch := change{number: c.changeNumber(), opened: c.p.days.back(c.p.end-1, c.draw.hours(30, 1)), author: c.draw.IntN(1 << 16)}
		ch.commit, ch.ready = c.p.days.back(ch.opened, c.draw.hours(c.t.coding, 0.8)), ch.opened
		if c.draw.chance(0.4) {
			ch.merged, ch.sha = c.p.days.back(c.p.end, c.draw.hours(3, 0.5)), c.draw.Uint64()|1
			ch.opened, ch.ready, ch.commit = min(ch.opened, ch.merged), min(ch.ready, ch.merged), min(ch.commit, ch.merged)
			c.changeRow(&ch, "merged", 0)
			continue
		}
		c.changeRow(&ch, "open", 0)
		c.openWait(&ch)
	}
}
