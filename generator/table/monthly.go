package table

import (
	"iter"

	"leadline/generator/metric"
	"leadline/generator/unit"
)

// monthly is all figures of one metric, unit and month.
type monthly struct {
	metric.Row // of the first figure
	figures    []metric.Figure
}

// figure is a stat's figure; where the month has none of the category, the stat's own one
// says why there is none.
func (m *monthly) figure(stat, category string) *metric.Figure {
	var whole *metric.Figure
	for i := range m.figures {
		f := &m.figures[i]
		switch {
		case f.Stat != stat:
		case f.Category == category:
			return f
		case f.Category == "" && f.Absence != metric.Present:
			whole = f
		}
	}
	return whole
}

// value is a stat as a value. A category that is not there although the month has others is
// one that has not come up.
func (m *monthly) value(stat, category string) Value {
	f := m.figure(stat, category)
	if f == nil {
		return None(NoData)
	}
	if why := shown(f); why != Present {
		return None(why)
	}
	if f.Unit == unit.Items {
		return Count(int64(f.Value))
	}
	return Quantity(f.Unit, f.Value)
}

// byMonth gathers rows that follow each other. A monthly is used again for the next one.
func byMonth(rows iter.Seq[metric.Row]) iter.Seq[monthly] {
	return func(yield func(monthly) bool) {
		var m monthly
		for r := range rows {
			if n := len(m.figures); n > 0 && (m.Level != r.Level || m.Subject != r.Subject || m.Metric != r.Metric || m.Month != r.Month) {
				if !yield(m) {
					return
				}
				m.figures = m.figures[:0]
			}
			if len(m.figures) == 0 {
				m.Row = r
			}
			m.figures = append(m.figures, r.Figure)
		}
		if len(m.figures) > 0 {
			yield(m)
		}
	}
}

// length is how many items there are.
func length[T any](items iter.Seq[T]) (n int) {
	for range items {
		n++
	}
	return n
}

// about are the columns that every table of monthly figures begins with.
func about[T any](of func(*T) *metric.Row) []field[T] {
	return []field[T]{
		col("level", "Level", Code, "team, service or portfolio", func(r *T) Value { return Coded(string(of(r).Level)) }).one(levels...),
		col("subject", "Unit id", Text, "the team's or service's id in the event files; empty for the portfolio", func(r *T) Value { return Words(of(r).Subject) }),
		col("month", "Month", Month, "the calendar month in the site's time zone, as the date of its first day", func(r *T) Value { return MonthOf(of(r).Month) }),
		col("metric", "Metric", Text, "the metric's id, as in the table of definitions", func(r *T) Value { return Words(of(r).Metric) }),
		col("version", "Version", Text, "the version of the metric's definition", func(r *T) Value { return Words(of(r).Version) }),
	}
}
