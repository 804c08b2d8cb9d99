package metric

import (
	"fmt"
	"slices"
	"sync"

	"leadline/generator/fact"
	"leadline/generator/level"
)

// Evaluate gives the monthly series of one metric for one subject, by the definition's
// policy for L: pooled from all events of the subject, counted as numbers of services in
// each state (portfolio), or refused with the definition's reason.
func Evaluate[L level.Level](m *Measured, set fact.Set[L]) Series[L] {
	s := Series[L]{definition: m.definition, subject: set.Subject(), policy: m.definition.Policies[level.NameOf[L]()], labels: m.labels, complete: m.frame.Complete()}
	p := pool{}
	switch s.policy {
	case Pooled:
		p = poolOf(m, set)
		if service, ok := any(set).(fact.Set[level.Service]); ok {
			m.services.Store(service.Subject().ID, p) // the portfolio counts it next
		} else {
			s.mixes = m.mixes(m.course(p, set.Cells()), set.ByService(), set.Headcount())
		}
		s.course = m.course(p, set.Cells())
		if k, ok := m.kernel.(interface{ likeForLike([]fact.Cell) likeForLike }); ok {
			s.alike = k.likeForLike(m.known(set.Cells()))
		}
	case Counted:
		portfolio, _ := any(set).(fact.Set[level.Portfolio])
		p.months = m.counted(portfolio)
		s.looks = m.looks
	default:
		p.months = m.refused(m.definition.Reasons[level.NameOf[L]()])
	}
	s.results = make([]Result[L], 0, len(p.months))
	s.views = p.views
	for i, figures := range p.months {
		s.results = append(s.results, Result[L]{subject: s.subject, month: m.frame.Calendar.Month(i), state: p.stateOf(i), figures: figures})
	}
	return s
}

// pool is what is known of one set of cells: its figures, and what may be said of them.
type pool struct {
	months   [][]Figure
	views    []view    // of the complete months; nil where none is judged
	segments []segment // of the complete months
	idle     []bool    // months in which the subject owned nothing
}

func poolOf[L level.Level](m *Measured, set fact.Set[L]) pool {
	name, id := level.NameOf[L](), set.Subject().ID
	p := pool{months: m.months(set.Cells(), m.decisionsOf(name, id), m.openDecisionsOf(name, id), m.withheldReason(set.Headcount()), m.rebases(name, id)), segments: m.segments(name, id)}
	p.idle = m.idle(set.Active)
	m.silence(p.months, p.idle)
	p.views = m.views(p.months, set.Cells(), p.segments)
	return p
}

// service is the pool of one service, computed before if its own series was asked for.
func (m *Measured) service(set fact.Set[level.Service]) pool {
	if p, ok := m.services.Load(set.Subject().ID); ok {
		return p.(pool)
	}
	p := poolOf(m, set)
	m.services.Store(set.Subject().ID, p)
	return p
}

// mergers are lent to whoever computes figures.
var mergers = sync.Pool{New: func() any { return &merger{} }}

// months computes every month over a set's cells and drops those that are withheld, unless
// nothing is recorded that they could show. openWithheld are the months of which
// those of what was on its way are, which are decided by themselves; rebases are the
// months of recorded ones.
func (m *Measured) months(cells []fact.Cell, withheld, openWithheld []bool, reason string, rebases []int) [][]Figure {
	cells = m.known(cells)
	space := mergers.Get().(*merger)
	defer mergers.Put(space)
	space.since = 0
	months := make([][]Figure, m.frame.Calendar.Months())
	all := space.figures[:0]
	for i := range months {
		if slices.Contains(rebases, i) {
			space.since = i
		}
		from := len(all)
		all = m.kernel.month(all, cells, i, space)
		switch hidden := withheld != nil && withheld[i] && !silent(all[from:]); {
		case hidden && m.openPeople == nil:
			all = all[:from]
		case hidden:
			all = m.withhold(all, from, reason, func(stat string) bool { return !aboutOpen(stat) })
		}
		if openWithheld != nil && openWithheld[i] {
			all = m.withhold(all, from, reason, aboutOpen)
		}
		months[i] = all[from:]
	}
	space.figures = all
	m.keep(months, slices.Clone(all), reason)
	return months
}

// withhold takes some stats from the figures of one month, which stay in the order of the
// measure's stats.
func (m *Measured) withhold(all []Figure, from int, reason string, hides func(stat string) bool) []Figure {
	kept := slices.DeleteFunc(slices.Clone(all[from:]), func(f Figure) bool { return hides(f.Stat) })
	all = all[:from]
	for _, f := range absentAll(m.definition.Measure, Withheld, reason) {
		if hides(f.Stat) {
			all = append(all, f)
			continue
		}
		for _, k := range kept {
			if k.Stat == f.Stat {
				all = append(all, k)
			}
		}
	}
	return all
}

// keep puts every month's figures where they may stay. Months that have none are withheld.
func (m *Measured) keep(months [][]Figure, all []Figure, reason string) {
	var hidden []Figure
	for i := range months {
		n := len(months[i])
		if months[i], all = all[:n:n], all[n:]; n > 0 {
			continue
		}
		if hidden == nil {
			hidden = absentAll(m.definition.Measure, Withheld, reason)
		}
		months[i] = hidden
	}
}

// known are the cells that existed when the metric was measured.
func (m *Measured) known(cells []fact.Cell) []fact.Cell {
	n, _ := slices.BinarySearch(cells, fact.Cell(m.cells))
	return cells[:n]
}

// silent reports whether nothing is recorded that a figure could show.
func silent(figures []Figure) bool {
	return !slices.ContainsFunc(figures, func(f Figure) bool { return f.Absence != NoData })
}

// withheldReason says why in the same words for every figure, so that neither how many
// people there are nor which figure is withheld for another's sake can be told from it.
func (m *Measured) withheldReason(headcount int) string {
	if m.people == nil {
		return ""
	}
	if m.people.recorded || headcount > 0 {
		return behindWords(m.people.floor)
	}
	return fmt.Sprintf("how many people are behind it is not recorded; export contributors or the team's headcount to show that they are at least %d", m.people.floor)
}

// behindWords are the words of every figure that is withheld.
func behindWords(floor int) string {
	return fmt.Sprintf("shown only where at least %d people are behind the figure, and behind everything that could be worked out from it and the other figures shown", floor)
}

func (m *Measured) refused(reason string) [][]Figure {
	return slices.Repeat([][]Figure{absentAll(m.definition.Measure, NotApplicable, reason)}, m.frame.Calendar.Months())
}
