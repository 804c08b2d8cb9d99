package metric

import (
	"fmt"
	"math"
	"sync"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// falseDiscoveries is the expected share of false ones among the sustained changes that the
// portfolio counts (Benjamini–Hochberg).
const falseDiscoveries = 0.1

// The stats that count services with a sustained change.
const (
	ChangedUp   = "changed-up"
	ChangedDown = "changed-down"
)

// look is what one service's series shows in one month; the zero look was not compared.
type look struct {
	judged    bool
	compared  bool
	p         float64
	direction int // of a claimed change, else 0
}

// looks is how many series the portfolio looked at in each month, all counted metrics
// together, and the largest p that may be counted among so many.
type looks struct {
	judged, compared []int
	passes           []float64
}

// Looks is how many series stand behind a month's counted signals.
type Looks struct {
	Judged   int // were judged for an unusual month
	Compared int // were compared for a sustained change
}

// Look gathers what the services' series of all metrics that the portfolio counts show, so
// that each count can say what chance alone would have made of so many looks. It comes after
// the services were evaluated and before the portfolio is.
func Look(measured []*Measured, portfolio fact.Set[level.Portfolio]) {
	var wg sync.WaitGroup
	var counted []*Measured
	for _, m := range measured {
		if m.definition.Policies[level.PortfolioName] == Counted {
			counted = append(counted, m)
			wg.Go(func() { m.look(fact.Services(portfolio)) })
		}
	}
	wg.Wait()
	if len(counted) == 0 {
		return
	}
	months := counted[0].frame.Calendar.Months()
	l := &looks{make([]int, months), make([]int, months), make([]float64, months)}
	for i := range months {
		l.see(counted, i)
	}
	for _, m := range counted {
		m.looks = l
	}
}

func (m *Measured) look(services []fact.Set[level.Service]) {
	m.changes = make([][]look, m.frame.Calendar.Months())
	for i := range m.changes {
		m.changes[i] = make([]look, len(services))
	}
	for k, set := range services {
		p := m.service(set)
		c := m.course(p, set.Cells())
		for i := range m.frame.Complete() {
			one := look{judged: p.stateOf(i) != NotJudged}
			one.p = c.p(i)
			one.compared = !math.IsNaN(one.p)
			if one.p < claimBelow {
				if change := c.change(i); change.Claimed {
					one.direction = change.Direction()
				}
			}
			m.changes[i][k] = one
		}
	}
}

func (l *looks) see(counted []*Measured, month int) {
	var p []float64
	for _, m := range counted {
		for _, one := range m.changes[month] {
			if one.compared {
				p = append(p, one.p)
			}
			if one.judged {
				l.judged[month]++
			}
		}
	}
	l.compared[month] = len(p)
	l.passes[month] = stat.BenjaminiHochberg(p, falseDiscoveries)
}

// changed counts the services whose claimed change is still one among all that was looked
// at; with is how many have a figure this month.
func (m *Measured) changed(month, services, with int) []Figure {
	var up, down, compared int
	for _, one := range m.changes[month] {
		switch pass := one.p <= m.looks.passes[month]; {
		case pass && one.direction > 0:
			up++
		case pass && one.direction < 0:
			down++
		}
		if one.compared {
			compared++
		}
	}
	out := []Figure{number(ChangedUp, unit.Units, float64(up), services), number(ChangedDown, unit.Units, float64(down), services)}
	why, reason := TooFew, fmt.Sprintf("no service has the %d months yet that a comparison needs", newestMonths+beforeMonths)
	switch {
	case compared >= m.frame.Units:
		return out
	case compared > 0 || with < m.frame.Units:
		why, reason = Withheld, fmt.Sprintf("fewer than %d services can be compared this month", m.frame.Units)
	}
	for i := range out {
		out[i] = absent(out[i].Stat, unit.Units, why, reason)
	}
	return out
}

// Looks is how many services' series were looked at for the month, all counted metrics
// together; zero for a series that is not counted.
func (s Series[L]) Looks(m period.Month) Looks {
	if s.looks == nil || len(s.results) == 0 {
		return Looks{}
	}
	i := int(m - s.results[0].month)
	if i < 0 || i >= len(s.looks.judged) {
		return Looks{}
	}
	return Looks{s.looks.judged[i], s.looks.compared[i]}
}

// What chance alone makes of one look where nothing changes, measured by simulation
// (look_test.go holds them): an unusual month by rule 1 with the newest month among the
// limits, and a sustained change at p < 0.01.
const (
	falseUnusual = 0.0055
	falseChanged = 0.01
)

// ByChance are the statements expected where nothing changes at all.
func (l Looks) ByChance() (unusual, changed float64) {
	return math.Round(float64(l.Judged)*falseUnusual*10) / 10, math.Round(float64(l.Compared)*falseChanged*10) / 10
}
