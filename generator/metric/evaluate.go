package metric

import (
	"fmt"
	"slices"
	"sync"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
	"leadline/generator/unit"
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
	for i, figures := range p.months {
		r := Result[L]{subject: s.subject, month: m.frame.Calendar.Month(i), figures: figures}
		if p.states != nil && i < s.complete {
			r.state = p.states[i]
		}
		s.results = append(s.results, r)
	}
	return s
}

// pool is what is known of one set of cells: its figures, and what may be said of them.
type pool struct {
	months   [][]Figure
	states   []State
	segments []segment // of the complete months, with the limits of each
	idle     []bool    // months in which the subject owned nothing
}

func poolOf[L level.Level](m *Measured, set fact.Set[L]) pool {
	name, id := level.NameOf[L](), set.Subject().ID
	p := pool{months: m.months(set.Cells(), m.decisionsOf(name, id), m.openDecisionsOf(name, id), m.withheldReason(set.Headcount()), m.rebases(name, id)), segments: m.segments(name, id)}
	p.idle = m.idle(set.Active)
	m.silence(p.months, p.idle)
	p.states = m.judged(p.months, set.Cells(), p.segments)
	return p
}

// idleReason is why a subject has no figures in a month in which it answered for nothing.
const idleReason = "it owned nothing, or did not exist, in this month"

// idle are the months in which a subject answered for nothing.
func (m *Measured) idle(active func(from, to period.Seconds) bool) []bool {
	idle := make([]bool, m.frame.Calendar.Months())
	for i := range idle {
		idle[i] = !active(m.frame.Calendar.Start(i), m.frame.end(i))
	}
	return idle
}

// silence takes the figures of nothing in idle months: a team that was split up has not
// stopped delivering. What is recorded for it all the same, such as work that it left
// behind, stays.
func (m *Measured) silence(months [][]Figure, idle []bool) {
	var silent []Figure
	for i := range months {
		if !idle[i] || leftBehind(months[i]) || m.withheldRows(months[i]) {
			continue
		}
		if silent == nil {
			silent = absentAll(m.definition.Measure, NoData, idleReason)
		}
		months[i] = silent
	}
}

// withheldRows reports whether a month is withheld because of rows that it has: they are not
// nothing.
func (m *Measured) withheldRows(month []Figure) bool {
	return month[0].Absence == Withheld && m.people != nil && m.people.rows != nil
}

// leftBehind reports whether something is recorded in a month: in its first figure, or beside
// it as open, as on its way (which may be withheld by itself) or as ended before it began.
func leftBehind(month []Figure) bool {
	return month[0].N > 0 || slices.ContainsFunc(month, func(f Figure) bool {
		switch f.Stat {
		case "open", "negative":
			return f.N > 0
		case "unfinished":
			return f.N > 0 || f.Absence == Withheld
		default:
			return false
		}
	})
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

// The figures of a counted signal, in this order: services per state, and those without a
// figure to judge.
var countedStats = []struct {
	stat  string
	state State
}{
	{"unusual-high", UnusualHigh}, {"unusual-low", UnusualLow}, {"within", Within}, {"not-judged", NotJudged},
}

// NoFigure is the stat that counts the services without a figure.
const NoFigure = "no-figure"

// tally is how many services there are by countedStats, and last those without a figure.
type tally [5]int

// counted gives, for every month, how many services are in each state: no names, no
// values.
func (m *Measured) counted(portfolio fact.Set[level.Portfolio]) [][]Figure {
	services := fact.Services(portfolio)
	if m.looks == nil {
		Look([]*Measured{m}, portfolio) // alone, if nobody gathered them all
	}
	tallies := make([]tally, m.frame.Calendar.Months())
	complete := m.frame.Complete()
	for _, set := range services {
		p := m.service(set)
		for i := range p.months {
			tallies[i][countedAs(&p.months[i][0], p.states[i], i < complete)]++
		}
	}
	out := make([][]Figure, len(tallies))
	for i := range out {
		out[i] = append(m.countFigures(tallies[i], len(services)), m.changed(i, len(services), len(services)-tallies[i][len(countedStats)])...)
	}
	return out
}

// countedAs is the place in a tally.
func countedAs(f *Figure, state State, complete bool) int {
	if f.Absence != Present {
		return len(countedStats)
	}
	for i, c := range countedStats {
		if complete && c.state == state {
			return i
		}
	}
	return len(countedStats) - 1
}

func (m *Measured) countFigures(n tally, services int) []Figure {
	with := services - n[len(countedStats)]
	out := make([]Figure, 0, len(n))
	for i := range n {
		name := NoFigure
		if i < len(countedStats) {
			name = countedStats[i].stat
		}
		f := number(name, unit.Units, float64(n[i]), services)
		if with < m.frame.Units {
			f = absent(name, unit.Units, Withheld, fmt.Sprintf("fewer than %d services have a figure this month", m.frame.Units))
		}
		out = append(out, f)
	}
	return out
}
