// Package metric is where definitions become figures. A definition's [measure] names one of
// a closed set of kinds; each kind is a typed struct, decoded strictly, with one kernel in
// its own file:
//
//	Definition ─► Compute (kernel over a fact.Table, all cells and months at once) ─► Measured
//	Measured + fact.Set[L] ─► Evaluate[L] ─► Series[L] of Result[L]
//
// Evaluate is the one door to figures: it refuses a level that the definition does not
// grant, withholds small groups and small samples with the reason, and nothing else does.
// What figures mean together is left to finding; how they look, to page and workbook.
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
			s.mixes = m.mixes(m.course(p), set.ByService(), set.Headcount())
		}
		s.course = m.course(p)
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
}

func poolOf[L level.Level](m *Measured, set fact.Set[L]) pool {
	p := pool{months: m.pooled(set.Cells(), set.Headcount()), segments: m.segments(level.NameOf[L](), set.Subject().ID)}
	m.silenceInactive(p.months, set.Active)
	p.states = m.judged(p.months, set.Cells(), p.segments)
	return p
}

// silenceInactive takes the figures of nothing in months in which the subject answered for
// nothing: a team that was split up has not stopped delivering. What is recorded for it all
// the same, such as work that it left behind, stays.
func (m *Measured) silenceInactive(months [][]Figure, active func(from, to period.Seconds) bool) {
	var silent []Figure
	for i := range months {
		if leftBehind(months[i]) || active(m.frame.Calendar.Start(i), m.frame.end(i)) {
			continue
		}
		if silent == nil {
			silent = absentAll(m.definition.Measure, NoData, "it owned nothing, or did not exist, in this month")
		}
		months[i] = silent
	}
}

// leftBehind reports whether something is recorded in a month: in its first figure, or beside
// it as open or as ended before it began.
func leftBehind(month []Figure) bool {
	return month[0].N > 0 || slices.ContainsFunc(month, func(f Figure) bool { return (f.Stat == "open" || f.Stat == "negative") && f.N > 0 })
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

// known are the cells that existed when the metric was computed; later ones hold none of
// its facts.
func (m *Measured) known(cells []fact.Cell) []fact.Cell {
	n, _ := slices.BinarySearch(cells, fact.Cell(m.cells))
	return cells[:n]
}

// mergers are lent to whoever computes figures.
var mergers = sync.Pool{New: func() any { return &merger{} }}

// pooled computes every month over the set's cells and withholds small groups.
func (m *Measured) pooled(cells []fact.Cell, headcount int) [][]Figure {
	cells = m.known(cells)
	space := mergers.Get().(*merger)
	defer mergers.Put(space)
	months := make([][]Figure, m.frame.Calendar.Months())
	all := make([]Figure, 0, len(months)*len(m.definition.Measure.Stats()))
	var withheld []Figure
	for i := range months {
		from := len(all)
		all = m.kernel.month(all, cells, i, space)
		months[i] = all[from:len(all):len(all)]
		if months[i][0].Absence == NoData || !m.definition.People || m.people == nil || m.people.enough(cells, i, headcount) {
			continue
		}
		if all = all[:from]; withheld == nil {
			withheld = absentAll(m.definition.Measure, Withheld, m.withheldReason(headcount))
		}
		months[i] = withheld
	}
	return months
}

// withheldReason says why without saying how many people there are.
func (m *Measured) withheldReason(headcount int) string {
	if m.people.recorded || headcount > 0 {
		return fmt.Sprintf("fewer than %d people contributed, so the figure could show what one of them did", m.frame.People)
	}
	return fmt.Sprintf("how many people are behind it is not recorded; export contributors or the team's headcount to show that they are at least %d", m.frame.People)
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
