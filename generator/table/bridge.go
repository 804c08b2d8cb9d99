package table

import (
	"iter"
	"slices"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/metric"
)

// bridgeAbsences are the reasons for which a term of a bridge has no number.
var bridgeAbsences = []Missing{NoData, TooFew, Withheld, NotApplicable}

// Bridge is how the number of open findings came from one month's end to the next: a row a
// month, with every term, and what is left over. Rows are those of definitions, which are
// bridges; their classes are its columns.
func Bridge(definitions []*metric.Definition, rows iter.Seq[metric.Row]) Table {
	months := byMonth(rows)
	fields := about(func(m *monthly) *metric.Row { return &m.Row })
	term := func(name, title, says, stat, class string) {
		fields = append(fields, col(name, title, Whole, says, func(m *monthly) Value { return m.value(stat, class) }).may(bridgeAbsences...))
	}
	term("open_start", "Open at start", "open as the month began", "open_start", "")
	for _, class := range classesOf(definitions, func(b *metric.Bridge) string { return b.OpenedAs }) {
		term("opened_"+class, "Opened "+spaced(class), "opened in the month as this", "opened", class)
	}
	term("opened", "Opened", "all that were opened in the month: the sum of the columns before it that say as what", "opened", "")
	term("taken_over", "Taken over", "came from another unit with what they are about", "taken_over", "")
	for _, class := range classesOf(definitions, func(b *metric.Bridge) string { return b.ClosedAs }) {
		term("closed_"+class, "Closed "+spaced(class), "closed in the month as this", "closed", class)
	}
	term("closed", "Closed", "all that were closed in the month: the sum of the columns before it that say as what", "closed", "")
	term("handed_over", "Handed over", "went to another unit with what they are about", "handed_over", "")
	term("open_end", "Open at end", "open as the month ended", "open_end", "")
	fields = append(fields, col("balance", "Balance", Whole, "Open at start + opened + taken over - closed - handed over - open at end; it must be 0", balance).may(bridgeAbsences...))
	return from(Table{Name: "findings_bridge", Title: "Findings bridge", Says: "How the number of open findings came from one month's end to the next: every term, and the balance, which must be 0.",
		Key: []string{"level", "subject", "month", "metric"}, Links: []Link{{"metric", "definitions", "metric"}}}, length(months), months, fields...)
}

// classesOf are the values of the columns by which bridges divide, each once.
func classesOf(definitions []*metric.Definition, column func(*metric.Bridge) string) (all []string) {
	for _, d := range definitions {
		b, ok := d.Measure.(*metric.Bridge)
		if !ok {
			continue
		}
		e, _ := fact.EntityNamed(b.Entity())
		c, _ := e.Column(column(b))
		for _, class := range c.Values {
			if !slices.Contains(all, class) {
				all = append(all, class)
			}
		}
	}
	return all
}

func spaced(code string) string { return strings.ReplaceAll(code, "_", " ") }

// balance is what the terms leave over.
func balance(m *monthly) Value {
	left := 0.0
	for _, t := range []struct {
		stat string
		sign float64
	}{{"open_start", 1}, {"opened", 1}, {"taken_over", 1}, {"closed", -1}, {"handed_over", -1}, {"open_end", -1}} {
		f := m.figure(t.stat, "")
		if f == nil {
			return None(NoData)
		}
		if f.Absence != metric.Present {
			return None(because(f.Absence))
		}
		left += t.sign * f.Value
	}
	return Count(int64(left))
}
