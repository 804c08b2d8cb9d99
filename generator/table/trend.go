package table

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"leadline/generator/metric"
	"leadline/generator/period"
)

// trend is a month with the numbers of a chart.
type trend struct {
	month  period.Month
	values []Value
}

// piece is one column of a chart's table.
type piece struct{ name, title, says string }

// trends is the small table that a chart is drawn from: a month a row, a part a column.
func trends(name, title, says string, as Type, parts []piece, months []trend) Table {
	fields := []field[trend]{col("month", "Month", Month, "the calendar month, as the date of its first day", func(t *trend) Value { return MonthOf(t.month) })}
	for i, p := range parts {
		fields = append(fields, col(p.name, p.title, as, p.says, func(t *trend) Value { return t.values[i] }).may(NoData, TooFew, Withheld, NotApplicable))
	}
	return from(Table{Name: name, Title: title, Says: says, Key: []string{"month"}}, len(months), slices.Values(months), fields...)
}

// pivot is a stat by category, months in order.
func pivot(rows iter.Seq[metric.Row], stat string) (categories []string, months []trend) {
	for m := range byMonth(rows) {
		for _, f := range m.figures {
			if f.Stat == stat && f.Category != "" && !slices.Contains(categories, f.Category) {
				categories = append(categories, f.Category)
			}
		}
	}
	for m := range byMonth(rows) {
		t := trend{month: m.Month}
		for _, c := range categories {
			t.values = append(t.values, m.value(stat, c))
		}
		months = append(months, t)
	}
	return categories, months
}

// DebtBands is how many findings were open at each month's end, by age. Rows are the
// portfolio's, of one metric of ages.
func DebtBands(rows iter.Seq[metric.Row]) Table {
	bands, months := pivot(rows, "aged")
	return trends("debt_bands", "Debt by age", "How many findings were open as each month ended, by age. All services together.", Whole, partsOf(bands, "findings of this age"), months)
}

// CoverageStates is how many required checks were in each state at each month's end. Rows
// are the portfolio's, of one metric of coverage.
func CoverageStates(rows iter.Seq[metric.Row]) Table {
	states, months := pivot(rows, "pairs")
	return trends("coverage_states", "Coverage by state", "How many required checks were in each state as each month ended. All services together.", Whole, partsOf(states, "required checks in this state"), months)
}

// DelayShares is where the time went of what was finished in each month. Rows are the
// portfolio's, of one metric that divides time by cause.
func DelayShares(rows iter.Seq[metric.Row]) Table {
	var months []trend
	for d := range everyDelay(byMonth(rows)) {
		if d.open {
			continue
		}
		if d.part == delayParts[0].Code {
			months = append(months, trend{month: d.Month})
		}
		last := &months[len(months)-1]
		last.values = append(last.values, exclusive(&d))
	}
	var parts []piece
	for _, t := range delayParts {
		parts = append(parts, piece{t.Code, spaced(t.Code), "share of all time: " + t.Says})
	}
	return trends("delay_shares", "Delay by cause", "Where the time went of what was finished in each month: what each cause held alone, what several held, and the rest. All services together.", Share, parts, months)
}

// ExceptionsLeft is how many accepted risks were open at each month's end, by the time that
// they had left. within are the days that the register looks ahead, ascending.
func ExceptionsLeft(risks []metric.Risk) Table {
	var within []int
	for _, r := range risks {
		if r.Within > 0 && !slices.Contains(within, r.Within) {
			within = append(within, r.Within)
		}
	}
	slices.Sort(within)
	parts := []piece{{"expired", "expired", "accepted risks whose time is over"}}
	for i, days := range within {
		from := "0"
		if i > 0 {
			from = strconv.Itoa(within[i-1] + 1)
		}
		parts = append(parts, piece{"within_" + strconv.Itoa(days), from + " to " + strconv.Itoa(days) + " days", "accepted risks that expire in so many days"})
	}
	parts = append(parts, piece{"later", "later", "accepted risks that expire after that"}, piece{"no_expiry", "no expiry", "accepted risks without an end"})
	return trends("exceptions_left", "Exceptions by time left", "How many accepted risks were open as each month ended, by the time that they had left. All services together.", Whole, parts, countRisks(risks, within))
}

func countRisks(risks []metric.Risk, within []int) (months []trend) {
	for len(risks) > 0 {
		n, counts := 0, make([]int, len(within)+3)
		for ; n < len(risks) && risks[n].Month == risks[0].Month; n++ {
			counts[placeOf(&risks[n], within)]++
		}
		t := trend{month: risks[0].Month}
		for _, c := range counts {
			t.values = append(t.values, Count(c))
		}
		months, risks = append(months, t), risks[n:]
	}
	return months
}

func placeOf(r *metric.Risk, within []int) int {
	switch r.State() {
	case metric.RiskExpired:
		return 0
	case metric.RiskExpiring:
		return 1 + slices.Index(within, r.Within)
	case metric.RiskLater:
		return 1 + len(within)
	default:
		return 2 + len(within)
	}
}

// partsOf are columns named by categories, whose own names are for people.
func partsOf(categories []string, says string) (parts []piece) {
	for _, c := range categories {
		parts = append(parts, piece{nameOf(c), spaced(c), says})
	}
	return parts
}

// nameOf makes a column's name of any text: small letters, digits, _.
func nameOf(s string) string {
	return "c_" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(s))
}
