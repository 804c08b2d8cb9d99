package metric

import (
	"fmt"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/unit"
)

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
	for _, set := range services {
		p := m.service(set)
		for i := range p.months {
			tallies[i][countedAs(&p.months[i][0], p.stateOf(i))]++
		}
	}
	out := make([][]Figure, len(tallies))
	for i := range out {
		out[i] = append(m.countFigures(tallies[i], len(services)), m.changed(i, len(services), len(services)-tallies[i][len(countedStats)])...)
	}
	return out
}

// countedAs is the place in a tally.
func countedAs(f *Figure, state State) int {
	if f.Absence != Present {
		return len(countedStats)
	}
	for i, c := range countedStats {
		if c.state == state {
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
