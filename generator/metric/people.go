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
	rows
	codes    []uint32 // floor codes a group, 0 where there are fewer
	recorded bool     // some row names a contributor
}

// countPeople counts the contributors of person-derived metrics by the month of the
// measure's own instant. Where rows name nobody, the teams' headcount serves instead.
func countPeople(t *fact.Table, r rows, m measurable) *people {
	p := &people{rows: r}
	k := slices.IndexFunc(t.Columns, func(c event.Column) bool { return c.Kind == event.Person })
	at, ok := m.(interface{ instantOf(*fact.Table) int })
	if k < 0 || !ok {
		return p
	}
	floor, when := r.frame.People, at.instantOf(t)
	p.codes = make([]uint32, r.groups()*floor)
	for _, c := range t.Chunks {
		mask := r.filter.mask(c, nil)
		for i, person := range c.Values[k].Codes {
			if mask[i] == 0 || person == 0 {
				continue
			}
			p.recorded = true
			if month := r.frame.month(c.Values[when].Times[i]); month >= 0 {
				g := r.group(r.units.At(c.Owner[i], c.Values[when].Times[i]), month)
				addDistinct(p.codes[g*floor:(g+1)*floor], person)
			}
		}
	}
	return p
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
	distinct := map[uint32]bool{}
	for _, c := range cells {
		g := p.group(c, m)
		for _, code := range p.codes[g*floor : (g+1)*floor] {
			if code != 0 {
				distinct[code] = true
			}
		}
		if len(distinct) >= floor {
			return true
		}
	}
	return false
}
