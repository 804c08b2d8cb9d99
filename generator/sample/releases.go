package sample

import (
	"cmp"
	"slices"
)

// release is an attempt to bring a service to production.
type release struct {
	number, started, finished int64
	outcome                   string
	sha                       uint64
}

// releases are a service's planned attempts of month m. They have a generator of their
// own, so that another cell can ask what was in production before its month began, or
// which changes a month surely has, without making that month's rows.
func (p *plan) releases(s *service, m int, t tempo, into []release) []release {
	d := newDraw(p.opt.Seed, forReleases, s.index, m)
	for range d.poisson(p.rate.deploys * p.activity(s, m) * t.deploys) {
		finished := p.days.deployTime(d, m)
		into = append(into, release{finished: finished, started: finished - 120 - int64(d.around(300, 0.5)), sha: d.Uint64() | 1,
			outcome: []string{"success", "failure", "cancel", "error"}[d.weighted(successShare, 0.025, 0.02, 0.01)]})
	}
	slices.SortFunc(into, func(a, b release) int { return cmp.Compare(a.finished, b.finished) })
	for i := range into {
		into[i].number = first(m) + int64(i)
	}
	return into
}

// first is the first number that rows of month m have.
func first(m int) int64 { return int64(m+1)*numbersEach + 1 }

// lookBack is how many months before its own a cell searches for the last release.
const lookBack = 24

// before is the last release that succeeded before month m; the zero release for none.
func (p *plan) before(s *service, m int) release {
	for k := 1; k <= lookBack && k <= m; k++ {
		list := p.releases(s, m-k, p.tempoOf(s, m-k), nil)
		for _, v := range slices.Backward(list) {
			if v.outcome == "success" {
				return v
			}
		}
	}
	return release{}
}

// goLive notes what reached production; a repair can come after the next release.
func (c *cell) goLive(v release) {
	c.live = slices.Insert(c.live, c.liveUntil(v.finished), v)
}

func (c *cell) liveUntil(at int64) int {
	i, _ := slices.BinarySearchFunc(c.live, at+1, func(v release, at int64) int { return cmp.Compare(v.finished, at) })
	return i
}

// inProduction is what ran in production at a time of this cell's month, so many releases
// ago; the zero release where nothing was found.
func (c *cell) inProduction(at int64, ago int) release {
	i := c.liveUntil(at)
	if i -= 1 + ago; i >= 0 {
		return c.live[i]
	}
	if c.earlier == nil || c.earlierOf != c.s {
		v := c.p.before(c.s, c.m)
		c.earlier, c.earlierOf = &v, c.s
	}
	return *c.earlier
}

// someChange is the number of a change that surely arrived in month m; 0 for none. A
// release that succeeded brought at least one, and changes are numbered from the first.
func (p *plan) someChange(s *service, m int, d draw) int64 {
	if m < 0 {
		return 0
	}
	n := 0
	for _, v := range p.releases(s, m, p.tempoOf(s, m), nil) {
		if v.outcome == "success" {
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return first(m) + int64(d.IntN(n))
}
