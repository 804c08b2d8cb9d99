package sample

import "strconv"

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
