package metric

import (
	"slices"

	"leadline/generator/event"
	"leadline/generator/fact"
)

// people holds, for every (cell, month) group, some distinct contributors: as many as the
// floor asks for and no more, because only "enough or not" is ever asked. Their codes have
// no names behind them.
type people struct {
	grid
	codes    []uint32 // floor codes a group, 0 where there are fewer
	recorded bool     // some row names a contributor
}

// countPeople counts the contributors of person-derived metrics by the month of the
// measure's own instant. Where rows name nobody, the teams' headcount serves instead.
func countPeople(t *fact.Table, r rows, m measurable) *people {
	p := &people{grid: r.grid}
	k := slices.IndexFunc(t.Columns, func(c event.Column) bool { return c.Kind == event.Person })
	at, ok := m.(interface{ instantOf(*fact.Table) int })
	if k < 0 || !ok {
		return p
	}
	private := make([]people, r.workers())
	when := at.instantOf(t)
	r.each(func(worker int, c *fact.Chunk, mask []uint8) { private[worker].see(r.grid, c, mask, k, when) })
	for i := range private {
		p.merge(&private[i])
	}
	return p
}

// see notes the people of a chunk.
func (p *people) see(g grid, c *fact.Chunk, mask []uint8, person, when int) {
	floor := g.frame.People
	if p.codes == nil {
		p.codes = make([]uint32, g.groups()*floor)
	}
	times := c.Values[when].Times
	for i, code := range c.Values[person].Codes {
		if mask[i] == 0 || code == 0 {
			continue
		}
		p.recorded = true
		if month := g.frame.month(times[i]); month >= 0 {
			at := g.group(g.units.At(c.Owner[i], times[i]), month) * floor
			addDistinct(p.codes[at:at+floor], code)
		}
	}
}

// merge adds what another worker has seen.
func (p *people) merge(other *people) {
	p.recorded = p.recorded || other.recorded
	if p.codes == nil {
		p.codes = other.codes
		return
	}
	floor := p.frame.People
	for at, code := range other.codes {
		if code != 0 {
			addDistinct(p.codes[at-at%floor:][:floor], code)
		}
	}
}

func addDistinct(set []uint32, code uint32) {
	for i, have := range set {
		if have == code {
			return
		}
		if have == 0 {
			set[i] = code
			return
		}
	}
}

// enough reports whether the floor is met for month m over cells; headcount serves where
// no contributor is recorded at all.
func (p *people) enough(cells []fact.Cell, m, headcount int) bool {
	floor := p.frame.People
	if !p.recorded {
		return headcount >= floor
	}
	distinct := make([]uint32, floor)
	for _, c := range cells {
		g := p.group(c, m)
		for _, code := range p.codes[g*floor : (g+1)*floor] {
			if code != 0 {
				addDistinct(distinct, code)
			}
		}
		if floor == 0 || distinct[floor-1] != 0 {
			return true
		}
	}
	return false
}

// enoughOver is the same for the distinct people of several months together.
func (p *people) enoughOver(cells []fact.Cell, months []int, headcount int) bool {
	floor := p.frame.People
	if !p.recorded {
		return headcount >= floor
	}
	distinct := make([]uint32, floor)
	for _, m := range months {
		for _, c := range cells {
			g := p.group(c, m)
			for _, code := range p.codes[g*floor : (g+1)*floor] {
				if code != 0 {
					addDistinct(distinct, code)
				}
			}
		}
	}
	return floor == 0 || distinct[floor-1] != 0
}
