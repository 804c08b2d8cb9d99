package page

import (
	"fmt"
	"strings"

	"leadline/generator/chart"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// pairStateNames are the states of a pair, in the order of metric.PairStates.
var pairStateNames = [...]string{fact.Covered, fact.Stale, fact.Absent, fact.Unknown}

// matrixOf is which check looked at which service: a row a service on the page of a team or
// a service, and for the portfolio, which names none, how many services a check has in each
// state. It is false where the month has no pair, or they are not shown.
func matrixOf[L level.Level](s metric.Series[L], m period.Month) (chart.Matrix, bool) {
	x := s.Matrix(m)
	if len(x.Checks()) == 0 {
		return chart.Matrix{}, false
	}
	f := chart.Matrix{Words: chart.Words{ID: "c-" + chartID(s.Definition().ID) + "-matrix"}, Row: "Service", Column: "Check"}
	for i, state := range pairStateNames {
		f.States[i] = narrative.PartName(state)
	}
	all := metric.PairStates{}
	for i, check := range x.Checks() {
		f.Columns = append(f.Columns, narrative.PartName(check))
		f.Sums = append(f.Sums, chart.PairCounts(x.Of(i)))
		for state, n := range x.Of(i) {
			all[state] += n
		}
	}
	for _, row := range rowsOf(x) {
		r := chart.MatrixRow{Name: display(row.Service)}
		for _, n := range row.Checks {
			r.Cells = append(r.Cells, chart.PairCounts(n))
		}
		f.Rows = append(f.Rows, r)
	}
	f.Title = matrixMessage(all, m)
	if f.Subtitle = "Required checks by service, at the end of " + m.Long(); len(f.Rows) == 0 {
		f.Subtitle = "Number of services by check, in each state at the end of " + m.Long() + ". Beside each bar: covered, of all that require it"
	}
	return f, true
}

// rowsOf are the rows of a level that may name services.
func rowsOf[L level.Level](x metric.Matrix[L]) []metric.MatrixRow {
	switch x := any(x).(type) {
	case metric.Matrix[level.Team]:
		return metric.MatrixRows(x)
	case metric.Matrix[level.Service]:
		return metric.MatrixRows(x)
	default:
		return nil
	}
}

// matrixMessage is "11 of 16 required checks were covered at the end of October 2026;
// evidence out of date for 3, no evidence at all for 2".
func matrixMessage(n metric.PairStates, m period.Month) string {
	text := fmt.Sprintf("%s of %s were covered at the end of %s", unit.Grouped(int64(n[0])), unit.Plural(n.All(), "required check"), m.Long())
	var rest []string
	for state, name := range pairStateNames {
		if state > 0 && n[state] > 0 {
			rest = append(rest, narrative.PartName(name)+" for "+unit.Grouped(int64(n[state])))
		}
	}
	if len(rest) == 0 {
		return text
	}
	return text + "; " + strings.Join(rest, ", ")
}
