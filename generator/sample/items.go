package sample

type item struct {
	number                            int64
	created, started, blocked, closed int64
	reopened                          int64 // when it was done the first time, if it came back
	kind                              string
}

// itemsOf are the work items that a team creates in month m. They have a generator of
// their own, so that the team's services can name them in their changes.
func (p *plan) itemsOf(t *team, m int, into []item) []item {
	if m < 0 || !p.exists(t, m) {
		return into
	}
	d, usual := newDraw(p.opt.Seed, forItems, t.index, m), p.teamTempo(t, m)
	for i := range d.poisson(p.rate.items * float64(t.headcount) * p.season(m) * usual.created) {
		v := p.item(d, t, m, &usual)
		v.number = first(m) + int64(i)
		into = append(into, v)
	}
	return into
}

func (p *plan) item(d draw, t *team, m int, usual *tempo) item {
	v := item{created: p.days.workTime(d, m)}
	v.kind = []string{"story", "task", "defect", "spike", "epic"}[d.weighted(0.49, 0.22, 0.22*usual.defects, 0.05, 0.02)]
	if !d.chance(0.03) { // otherwise nobody ever began it
		v.started = p.days.later(v.created + d.hours(70, 1))
	}
	if v.started > 0 && !d.chance(usual.stuck) {
		v.closed = p.days.later(v.started + d.hours(t.cycle*24*usual.cycle, 0.75))
		if d.chance(0.04) { // set aside and taken up again much later
			v.closed = p.days.later(v.closed + d.hours(50*24, 0.4))
		}
	}
	if t.to > 0 && (v.closed == 0 || v.closed > t.to) { // a team that ends leaves nothing open
		v.created, v.started, v.closed = min(v.created, t.to-2*day), min(v.started, t.to-day), t.to-hour
	}
	if v.started > 0 && (v.closed == 0 || v.closed-v.started > 8*hour) && d.chance(0.09) {
		v.blocked = v.started + 2*hour
	}
	if v.started > 0 && v.closed-v.started > 2*day && v.blocked == 0 && d.chance(0.03) {
		v.reopened = v.started + (v.closed-v.started)/2
	}
	return v
}

// board writes a team's work items of a month and their way over the board.
func (c *cell) board(t *team) {
	c.items = c.p.itemsOf(t, c.m, c.items[:0])
	c.numbers = int64(len(c.items))
	owned := c.p.ownedBy(t, c.m)
	for i := range c.items {
		v := &c.items[i]
		c.itemRow(t, v, owned)
		c.itemMoves(t, v)
		c.itemWaits(t, v)
	}
}

// ownedBy are the services that a team owns as month m begins.
func (p *plan) ownedBy(t *team, m int) []*service {
	var out []*service
	for _, s := range p.services {
		if p.alive(s, m) && s.owner(p.days.starts[m]) == t {
			out = append(out, s)
		}
	}
	return out
}

func (c *cell) itemRow(t *team, v *item, owned []*service) {
	d := c.draw
	of := (*service)(nil) // people name the service of every second item
	if len(owned) > 0 && d.chance(0.5) {
		of = owned[d.IntN(len(owned))]
	}
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
		r.text([]string{"done", "duplicate", "wontfix"}[d.weighted(0.95, 0.02, 0.03)])
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
	if of != nil {
		r.text(of.id)
	} else {
		r.skip(1)
	}
	if d.chance(0.1) {
		r.text(t.id)
	} else {
		r.skip(1)
	}
	c.parent(&r, t, v)
	c.origin(&r, v, of)
}

// parent is an epic of the same month, for every second item that is none itself.
func (c *cell) parent(r *row, t *team, v *item) {
	for i := range c.items {
		if c.items[i].kind == "epic" && v.kind != "epic" && c.draw.chance(0.5) {
			r.number(t.prefix, c.items[i].number)
			return
		}
	}
	r.skip(1)
}

// origin is where a defect was found and, for some, the change that brought it.
func (c *cell) origin(r *row, v *item, of *service) {
	d := c.draw
	if v.kind != "defect" || d.chance(0.04) { // the field is not filled in
		r.skip(2)
		return
	}
	found := d.weighted(c.t.escaped, 0.15, 0.4, 0.2)
	r.text([]string{"production", "staging", "test", "review"}[found])
	if of == nil || found > 1 || d.chance(0.3) {
		r.skip(1)
		return
	}
	r.number("", c.p.someChange(of, c.m-1, d))
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
	if v.reopened > 0 {
		move(v.reopened, last, "Done", "done")
		move(c.p.days.later(v.reopened+day/2), "Done", "In Progress", "doing")
	}
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
