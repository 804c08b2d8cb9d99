package metric

import (
	"slices"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// PairStates is how many pairs of a service and a check are covered, stale, absent and
// unknown, in this order.
type PairStates [states]int

// All is how many pairs there are.
func (n PairStates) All() int { return n[0] + n[1] + n[2] + n[3] }

// Matrix is the state of every pair behind a month's coverage: of each check, and of each
// service as well where the level may name services, which is Team and Service; see
// MatrixRows. AddMatrix alone makes one. The zero Matrix has nothing.
type Matrix[L level.Level] struct {
	_      [0]L
	checks []string
	sums   []PairStates // by check
	rows   []MatrixRow
}

// MatrixRow is the checks of one service, in the order of Matrix.Checks. A check without a
// pair is not required of it.
type MatrixRow struct {
	Service fact.Subject
	Checks  []PairStates
}

// Checks are the kinds of checks that some pair of the month has, in their order.
func (x Matrix[L]) Checks() []string { return x.checks }

// Of are the pairs of the check with this place in Checks, of all services together.
func (x Matrix[L]) Of(check int) PairStates { return x.sums[check] }

// MatrixRows are a team's services, or the service itself, by id. For the portfolio there is
// no such function.
func MatrixRows[L level.Team | level.Service](x Matrix[L]) []MatrixRow { return x.rows }

// Matrix is the state of every pair at the end of a month; see AddMatrix.
func (s Series[L]) Matrix(m period.Month) Matrix[L] { return s.matrices[m] }

// AddMatrix gives a series that Evaluate made the matrices of some months. Like AddShapes it
// is for pages alone. A month has one where the series shows how many pairs are in each
// state, and the portfolio only where enough services have any.
func AddMatrix[L level.Level](s Series[L], m *Measured, set fact.Set[L], months []period.Month) Series[L] {
	k, ok := m.kernel.(*coverages)
	if !ok || s.policy != Pooled || k.by.k < 0 {
		return s
	}
	parts := m.partsOf(set)
	_, portfolio := any(set).(fact.Set[level.Portfolio])
	s.matrices = map[period.Month]Matrix[L]{}
	for i, r := range s.results {
		if !slices.Contains(months, r.month) || find(r.figures, "pairs", fact.Covered) == nil {
			continue
		}
		rows := k.rows(parts, i)
		if portfolio && len(rows) < m.frame.Units {
			continue
		}
		x := Matrix[L]{}
		x.checks, x.sums, rows = k.used(rows)
		if !portfolio {
			x.rows = rows
		}
		s.matrices[r.month] = x
	}
	return s
}

// partsOf are the cells of a set by service; without names for the portfolio.
func (m *Measured) partsOf(set any) (parts []fact.ServicePart) {
	switch set := set.(type) {
	case fact.Set[level.Team]:
		parts = fact.ServicesOf(set)
	case fact.Set[level.Service]:
		parts = []fact.ServicePart{{Subject: set.Subject(), Cells: set.Cells()}}
	case fact.Set[level.Portfolio]:
		for _, cells := range set.ByService() {
			parts = append(parts, fact.ServicePart{Cells: cells})
		}
	}
	for i := range parts {
		parts[i].Cells = m.known(parts[i].Cells)
	}
	return parts
}

// rows are the services with any pair in month m, with the states of all kinds of checks.
func (k *coverages) rows(parts []fact.ServicePart, m int) (rows []MatrixRow) {
	for _, p := range parts {
		if of := k.tally.of(p.Cells, m, 0); of.sum() == 0 {
			continue
		}
		row := MatrixRow{Service: p.Subject}
		for check := range k.by.labels {
			row.Checks = append(row.Checks, PairStates(k.tally.of(p.Cells, m, states*(1+check))))
		}
		rows = append(rows, row)
	}
	return rows
}

// used leaves out the checks that no row has.
func (k *coverages) used(rows []MatrixRow) (checks []string, sums []PairStates, kept []MatrixRow) {
	kept = make([]MatrixRow, len(rows))
	for i := range rows {
		kept[i].Service = rows[i].Service
	}
	for check, name := range k.by.labels {
		var sum PairStates
		for _, r := range rows {
			for state, n := range r.Checks[check] {
				sum[state] += n
			}
		}
		if sum.All() == 0 {
			continue
		}
		checks, sums = append(checks, name), append(sums, sum)
		for i := range rows {
			kept[i].Checks = append(kept[i].Checks, rows[i].Checks[check])
		}
	}
	return checks, sums, kept
}
