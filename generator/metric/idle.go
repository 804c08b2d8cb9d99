package metric

import (
	"slices"

	"leadline/generator/period"
)

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
