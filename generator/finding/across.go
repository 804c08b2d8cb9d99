package finding

import (
	"cmp"
	"slices"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// Spread says in how many units of one level patterns hold in a month: what several have in
// common, and is likelier to be a constraint of the system than of any of them. It holds
// numbers, and no field through which a unit could be named.
//
// What it tells of a unit is little by its floors. Below the floor of units nothing is said
// at all. A pattern of one or two units is only counted among the local ones, without its
// title, so that nobody can look for the unit that it must be. Where nearly all units have
// it, the exact number would tell what each of them has, and is kept back. And all that is
// counted stands on pages of units already: what is withheld there is no evidence of any
// pattern, so that no hidden figure can be worked out from a count. What remains is that a
// reader who knows all units with a pattern but one learns that there is one more, and that
// of patterns of which each unit has exactly one (the verdicts on security) the others' sum
// tells how many units have some local one.
type Spread struct {
	Level  level.Name
	Units  int // that were looked at: something is recorded of them this month
	Few    bool
	Shared []Held // in at least sharedBy units, by title
	Local  int    // how many patterns hold in fewer
}

// Held is a pattern and the number of units in which it holds.
type Held struct {
	ID, Title string
	Units     int  // 0 where NearlyAll
	NearlyAll bool // in over nine units of ten
}

// sharedBy is the number of units from which a pattern is called shared: of two, each knows
// the other. Our own bound.
const sharedBy = 3

// Across counts in how many units of a level each pattern holds in a month. floor is the
// number of units below which nothing is said (metric catalogue, group rules: 5). It counts
// findings that say what is so, of patterns that name a metric: those that speak of any
// metric have nothing in common but their form.
func Across[L level.Level](units []*Course[L], m period.Month, floor int) Spread {
	s := Spread{Level: level.NameOf[L]()}
	in := map[*Pattern]int{}
	for _, c := range units {
		if c.looked(m) {
			s.Units++
		}
		var seen []*Pattern
		for _, f := range c.At(m) {
			if p := f.pattern; p.Role == Tells && p.ofMetrics() && !slices.Contains(seen, p) {
				seen, in[p] = append(seen, p), in[p]+1
			}
		}
	}
	if s.Units < floor {
		return Spread{Level: s.Level, Units: s.Units, Few: true}
	}
	for p, n := range in {
		s.count(p, n)
	}
	slices.SortFunc(s.Shared, func(a, b Held) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID)) })
	return s
}

func (s *Spread) count(p *Pattern, n int) {
	switch {
	case n < sharedBy:
		s.Local++
	case n*10 > s.Units*9:
		s.Shared = append(s.Shared, Held{p.ID, p.Title, 0, true})
	default:
		s.Shared = append(s.Shared, Held{p.ID, p.Title, n, false})
	}
}

// ofMetrics reports whether some condition of the pattern names a metric.
func (p *Pattern) ofMetrics() bool {
	return slices.ContainsFunc(p.When, func(w When) bool { return len(w.Metrics) > 0 && w.Metrics[0] != "*" })
}

// looked reports whether anything is recorded of the subject in a month: a team that has
// ended has pages, and is no unit of them.
func (c *Course[L]) looked(m period.Month) bool {
	if c == nil {
		return false
	}
	i := int(m - c.first)
	return i >= 0 && i < len(c.recorded) && c.recorded[i]
}

// recorded reports whether any metric has a figure, shown or withheld.
func recorded(src source, m period.Month) bool {
	return slices.ContainsFunc(src.shown(), func(d *metric.Definition) bool {
		figures := src.figures(d.ID, m)
		return len(figures) > 0 && (figures[0].Absence == metric.Present || figures[0].Absence == metric.Withheld)
	})
}
