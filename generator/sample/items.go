package sample

// board makes a team's work items of a month and their way over the board.
func (c *cell) board(t *team) {
	for range c.draw.poisson(c.p.rate.items * float64(t.headcount) * c.p.season(c.m) * c.t.created) {
		c.item(t)
	}
}

type item struct {
	number                            int64
	created, started, blocked, closed int64
	kind                              string
}

func (c *cell) item(t *team) {
	d, days := c.draw, c.p.days
	v := item{number: c.number(), created: days.workTime(d, c.m)}
	v.kind = []string{"story", "task", "defect", "spike"}[d.weighted(0.5, 0.22, 0.22, 0.06)]
	if !d.chance(0.03) { // otherwise nobody ever began it
		v.started = days.later(v.created + d.hours(70, 1))
	}
	if v.started > 0 && !d.chance(c.t.stuck) {
		v.closed = days.later(v.started + d.hours(t.cycle*24*c.t.cycle, 0.75))
		if d.chance(0.04) { // set aside and taken up again much later
			v.closed = days.later(v.closed + d.hours(50*24, 0.4))
		}
	}
	if t.to > 0 && (v.closed == 0 || v.closed > t.to) { // a team that ends leaves nothing open
		v.started, v.closed = min(v.started, t.to-day), t.to-hour
	}
	if v.started > 0 && (v.closed == 0 || v.closed-v.started > 8*hour) && d.chance(0.09) {
		v.blocked = v.started + 2*hour
	}
	c.itemRow(t, &v)
	c.itemMoves(t, &v)
	if v.blocked > 0 {
		c.itemWait(t, &v)
	}
}

func (c *cell) itemRow(t *team, v *item) {
	d := c.draw
	r := c.row(items)
	r.number(t.prefix, v.number)
	r.text(v.kind)
	if c.bad(0.004) {
		r.at(0) // a row that must be rejected: created at an unknown time
	} else {
		r.at(v.created)
	}
	r.at(v.started)
	r.at(v.closed)
	r.text(v.state(c.p.end))
	if v.closed > 0 && v.closed < c.p.end {
		r.text("done")
	} else {
		r.skip(1)
	}
	r.text([]string{"high", "normal", "low"}[d.weighted(0.2, 0.6, 0.2)])
	if v.kind == "defect" {
		r.text([]string{"major", "minor", "trivial"}[d.weighted(0.2, 0.5, 0.3)])
	} else {
		r.skip(1)
	}
	r.text(t.project)
	r.skip(1) // service_id
	if d.chance(0.1) {
		r.text(t.id)
	} else {
		r.skip(1)
	}
	r.skip(1) // parent_id
	if v.kind == "defect" {
		r.text([]string{"production", "staging", "test", "review"}[d.weighted(0.25, 0.15, 0.4, 0.2)])
	} else {
		r.skip(1)
	}
	r.skip(1) // introduced_by_change_id
}

func (v *item) state(end int64) string {
	switch {
	case v.closed > 0 && v.closed < end:
		return "Done"
	case v.started > 0 && v.started < end:
		return "In Progress"
	}
	return "To Do"
}

// itemMoves: created (not every tool records that), begun, blocked and unblocked, in
// review, done.
func (c *cell) itemMoves(t *team, v *item) {
	seq := 0
	move := func(at int64, from, to, category string) {
		if at <= 0 || at >= c.p.end {
			return
		}
		seq++
		r := c.row(moves)
		r.number(t.prefix, v.number)
		r.count(seq)
		r.at(at)
		r.text(to)
		r.text(from)
		r.text(category)
	}
	if c.draw.chance(c.p.rate.status) {
		move(v.created, "", "To Do", "todo")
	}
	move(v.started, "To Do", "In Progress", "doing")
	last := "In Progress"
	if v.blocked > 0 {
		move(v.blocked, "In Progress", "Blocked", "waiting")
		move(v.unblocked(), "Blocked", "In Progress", "doing")
	}
	if v.closed > 0 && c.draw.chance(0.35) {
		move(v.closed-(v.closed-v.started)/5, last, "In Review", "waiting")
		last = "In Review"
	}
	move(v.closed, last, "Done", "done")
}

// unblocked is half-way through the time that was left; never, for what never ends.
func (v *item) unblocked() int64 {
	if v.closed == 0 {
		return 0
	}
	return v.blocked + (v.closed-v.started)*2/5
}

// itemWait records that an item was blocked by another team.
func (c *cell) itemWait(t *team, v *item) {
	if v.blocked >= c.p.end {
		return
	}
	r := c.row(waits)
	r.text("work_item")
	r.number(t.prefix, v.number)
	r.count(1)
	r.text("blocked")
	r.at(v.blocked)
	r.at(v.unblocked())
	r.skip(2) // outcome, control
	other := c.p.teams[(t.index+1+c.draw.IntN(3))%c.p.opt.Teams]
	r.text(other.id)
	r.flag(false)
	r.skip(1) // repo
}
