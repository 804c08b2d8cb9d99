package metric

import (
	"slices"

	"leadline/generator/event"
	"leadline/generator/fact"
)

// people holds, for every (cell, month) group, its distinct contributors and whether it has
// any row at all. Their codes have no names behind them, and nothing but "enough or not"
// and "fewer than another" is ever asked.
type people struct {
	grid
	floor    int      // fewest people behind a figure
	recorded bool     // some row names a contributor
	rows     []bool   // by group: it has a row; nil where the measure has no instant of its own
	starts   []uint32 // of each group in codes; one more than there are groups
	codes    []uint32
}

// peopleFloor is for kinds that ask for more people than the site's floor.
type peopleFloor interface{ peopleFloor(Frame) int }

// speechless is for kinds that have something to protect in a month without rows, too: open
// ones where none ended, or that nobody answered.
type speechless interface{ speechless() bool }

// countPeople counts the contributors of person-derived metrics by the month of the
// measure's own instant. Where rows name nobody, the teams' headcount serves instead.
func countPeople(t *fact.Table, r rows, m measurable) *people {
	p := &people{grid: r.grid, floor: r.frame.People, starts: make([]uint32, r.groups()+1)}
	if own, ok := m.(peopleFloor); ok {
		p.floor = max(p.floor, own.peopleFloor(r.frame))
	}
	at, ok := m.(interface{ instantOf(*fact.Table) int })
	if !ok {
		return p
	}
	who := slices.IndexFunc(t.Columns, func(c event.Column) bool { return c.Kind == event.Person })
	when, since := at.instantOf(t), -1
	if from, ok := m.(interface{ beginsAt(*fact.Table) int }); ok {
		since = from.beginsAt(t)
	}
	private := make([]seenPeople, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) { private[worker].see(r.grid, c, mask, who, when, since) })
	p.merge(private)
	if kind, ok := m.(speechless); ok && kind.speechless() {
		p.rows = nil
	}
	return p
}

// countOpenPeople counts the contributors of what was on its way at every month's end, for
// kinds that have figures of it beside those of what ended.
func countOpenPeople(t *fact.Table, r rows, m measurable) *people {
	kind, ok := m.(interface {
		onTheirWay(*fact.Table) (from, left int)
	})
	if !ok {
		return nil
	}
	from, left := kind.onTheirWay(t)
	if left < 0 {
		return nil
	}
	p := &people{grid: r.grid, floor: r.frame.People, starts: make([]uint32, r.groups()+1)}
	who := slices.IndexFunc(t.Columns, func(c event.Column) bool { return c.Kind == event.Person })
	private := make([]seenPeople, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		private[worker].seeOpen(r.grid, c, mask, who, from, left)
	})
	p.merge(private)
	return p
}

// seeOpen notes the rows of a chunk, and the people behind them, by the months at whose ends
// they were on their way.
func (s *seenPeople) seeOpen(g grid, c *fact.Chunk, mask []uint8, who, from, left int) {
	if s.rows == nil {
		s.rows = make([]bool, g.groups())
	}
	for i, start := range c.Values[from].Times {
		if mask[i] == 0 || start == 0 {
			continue
		}
		named := who >= 0 && c.Values[who].Codes[i] != 0
		s.named = s.named || named
		g.openMonths(start, c.Values[left].Times[i], func(m int, at uint32) {
			group := g.group(g.units.At(c.Owner[i], at-1), m)
			s.rows[group] = true
			if named {
				s.pairs.add(uint64(group)<<32 | uint64(c.Values[who].Codes[i]))
			}
		})
	}
}

// seenPeople is what one worker has seen: rows by group, (group, person) pairs, and whether
// any row of any month names a person.
type seenPeople struct {
	rows  []bool
	pairs pairSet
	named bool
}

// see notes the rows of a chunk and the people behind the values among them: a row that
// ends before it begins, or has no beginning, has no value.
func (s *seenPeople) see(g grid, c *fact.Chunk, mask []uint8, who, when, since int) {
	if s.rows == nil {
		s.rows = make([]bool, g.groups())
	}
	times, starts, codes := c.Values[when].Times, []uint32(nil), []uint32(nil)
	if since >= 0 {
		starts = c.Values[since].Times
	}
	if who >= 0 {
		codes = c.Values[who].Codes
	}
	for i, t := range times {
		if mask[i] == 0 {
			continue
		}
		named := codes != nil && codes[i] != 0
		s.named = s.named || named
		month := g.frame.month(t)
		if month < 0 {
			continue
		}
		group := g.group(g.units.At(c.Owner[i], t), month)
		s.rows[group] = true
		if named && (starts == nil || starts[i] != 0 && starts[i] <= t) {
			s.pairs.add(uint64(group)<<32 | uint64(codes[i]))
		}
	}
}

// merge lays the workers' pairs out by group, in order, so that the result does not depend
// on who saw what.
func (p *people) merge(private []seenPeople) {
	p.rows = make([]bool, p.groups())
	var pairs []uint64
	for _, s := range private {
		p.recorded = p.recorded || s.named
		for g, has := range s.rows {
			p.rows[g] = p.rows[g] || has
		}
		pairs = s.pairs.appendTo(pairs)
	}
	slices.Sort(pairs)
	pairs = slices.Compact(pairs)
	p.codes = make([]uint32, len(pairs))
	for i, pair := range pairs {
		p.codes[i] = uint32(pair)
		p.starts[pair>>32+1]++
	}
	for g := range p.groups() {
		p.starts[g+1] += p.starts[g]
	}
}

// active reports whether a cell can hold something to protect in month m: it has rows, or
// that is not known.
func (p *people) active(c fact.Cell, m int) bool { return p.rows == nil || p.rows[p.group(c, m)] }

// distinct is how many people are behind month m over cells: where no contributor is
// recorded at all, the headcount of the teams that have rows. space is for reuse.
func (p *people) distinct(cells []fact.Cell, m int, space *[]uint32) int {
	if !p.recorded {
		return p.headcount(cells, m)
	}
	all := (*space)[:0]
	parts := 0
	for _, c := range cells {
		g := p.group(c, m)
		if codes := p.codes[p.starts[g]:p.starts[g+1]]; len(codes) > 0 {
			all = append(all, codes...)
			parts++
		}
	}
	*space = all
	if parts > 1 {
		slices.Sort(all)
		all = slices.Compact(all)
	}
	return len(all)
}

func (p *people) headcount(cells []fact.Cell, m int) int {
	var with []fact.Cell
	for _, c := range cells {
		if p.active(c, m) {
			with = append(with, c)
		}
	}
	return p.units.Headcount(with)
}

// enoughOver reports whether the floor is met by the distinct people of several months
// together; the headcount serves where no contributor is recorded.
func (p *people) enoughOver(cells []fact.Cell, months []int, headcount int) bool {
	if !p.recorded {
		return headcount >= p.floor
	}
	var all []uint32
	for _, m := range months {
		for _, c := range cells {
			g := p.group(c, m)
			all = append(all, p.codes[p.starts[g]:p.starts[g+1]]...)
		}
	}
	slices.Sort(all)
	return len(slices.Compact(all)) >= p.floor
}
