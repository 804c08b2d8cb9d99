package sample

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
