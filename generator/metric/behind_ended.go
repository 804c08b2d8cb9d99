package metric

import (
	"maps"
	"slices"
	"strings"

	"leadline/generator/fact"
)

// The rows behind figures of what happened in a month: durations, rates, shares, breakdowns.

// behind lists what ended in the month, and what had begun and not ended by its end.
func (d *Duration) behind(q *asked) ([]BehindColumn, func(*fact.Chunk, int) (BehindRow, bool)) {
	if d.isCensored() {
		return d.behindCensored(q)
	}
	from, to, until := q.times(d.From), q.times(d.To), q.times(d.Until)
	columns := columnsOf(BehindInstant, d.From, d.To)
	if d.Until != "" {
		columns = columnsOf(BehindInstant, d.From, d.Until, d.To)
	}
	columns = append(columns, BehindColumn{"duration", BehindLength})
	return columns, func(c *fact.Chunk, i int) (r BehindRow, ok bool) {
		start, end := from(c, i), to(c, i)
		switch {
		case q.in(c, i, end):
			if start == 0 {
				r.LeftOut = "without " + d.From
			} else if end < start {
				r.LeftOut = "ended before the start"
			}
		case q.open(c, i, start, end):
			r.LeftOut, end = "without "+d.To+" by the end of the month", 0
		default:
			return r, false
		}
		r.Values = []BehindValue{instantOf(start), instantOf(end), lengthOf(start, end)}
		if end < start {
			r.Values[2] = BehindValue{Number: -1}
		}
		if d.Until != "" {
			r.Values = slices.Insert(r.Values, 1, instantOf(until(c, i)))
		}
		return r, true
	}
}

func (r *Rate) behind(q *asked) ([]BehindColumn, func(*fact.Chunk, int) (BehindRow, bool)) {
	at := q.times(r.At)
	return columnsOf(BehindInstant, r.At), func(c *fact.Chunk, i int) (BehindRow, bool) {
		return BehindRow{Values: []BehindValue{instantOf(at(c, i))}}, q.in(c, i, at(c, i))
	}
}

func (r *Rate) beside() string {
	if r.Forecast == nil {
		return ""
	}
	return "the forecast, which is made from the weeks before"
}

// behind says of each row whether it is in the part, and what it cost.
func (s *Share) behind(q *asked) ([]BehindColumn, func(*fact.Chunk, int) (BehindRow, bool)) {
	at, by := q.times(s.At), q.texts(s.By)
	columns := columnsOf(BehindInstant, s.At)
	if s.By != "" {
		columns = append(columns, BehindColumn{s.By, BehindText})
	}
	costs := map[string]*Cost{"cost": s.Cost, "repair": s.Repair}
	names := slices.DeleteFunc([]string{"cost", "repair"}, func(name string) bool { return costs[name] == nil })
	columns = append(columns, columnsOf(BehindLength, names...)...)
	part := q.meets(s.Of, s.Part)
	return columns, func(c *fact.Chunk, i int) (r BehindRow, ok bool) {
		if !q.in(c, i, at(c, i)) {
			return r, false
		}
		r.Values = []BehindValue{instantOf(at(c, i))}
		if s.By != "" {
			r.Values = append(r.Values, inWords(by(c, i)))
		}
		counted := part(c, i)
		if counted {
			r.As = []string{"part"}
		}
		for _, name := range names {
			r.Values = append(r.Values, q.cost(costs[name], c, i, counted))
		}
		return r, true
	}
}

// cost is what one row adds to the time in sum; see charges.
func (q *asked) cost(cost *Cost, c *fact.Chunk, i int, part bool) BehindValue {
	from, to := q.times(cost.From)(c, i), q.times(cost.To)(c, i)
	if from == 0 || to < from || cost.Over == "part" && !part {
		return BehindValue{Number: -1}
	}
	return lengthOf(from, to)
}

// meets reports whether a row meets conditions, chunk by chunk.
func (q *asked) meets(entity string, where map[string]any) func(*fact.Chunk, int) bool {
	var f filter
	for _, name := range slices.Sorted(maps.Keys(where)) {
		f = append(f, equals(q.table, entity, name, where[name]))
	}
	return q.masked(f)
}

// masked evaluates a filter once a chunk.
func (q *asked) masked(f filter) func(*fact.Chunk, int) bool {
	var of *fact.Chunk
	var mask []uint8
	return func(c *fact.Chunk, i int) bool {
		if c != of {
			of, mask = c, f.mask(c, mask)
		}
		return mask[i] == 1
	}
}

// behind says of each row in which categories it is, and whether it is in the headline.
func (b *Breakdown) behind(q *asked) ([]BehindColumn, func(*fact.Chunk, int) (BehindRow, bool)) {
	at := q.times(b.At)
	var by []func(*fact.Chunk, int) string
	for _, name := range b.By {
		by = append(by, q.texts(name))
	}
	known, part := b.headlineFilters(q.table)
	isKnown, isPart := q.masked(known), q.masked(part)
	return append(columnsOf(BehindInstant, b.At), columnsOf(BehindText, b.By...)...), func(c *fact.Chunk, i int) (r BehindRow, ok bool) {
		if !q.in(c, i, at(c, i)) {
			return r, false
		}
		r.Values = []BehindValue{instantOf(at(c, i))}
		for _, text := range by {
			r.Values = append(r.Values, inWords(text(c, i)))
		}
		switch {
		case len(b.Headline) == 0:
		case !isKnown(c, i):
			r.As = []string{"without " + strings.Join(b.headlineColumns(), " and ") + ", in no share of it"}
		case isPart(c, i):
			r.As = []string{"part"}
		}
		return r, true
	}
}

// behind cuts the time of what ended by cause: what each cause has alone, what causes share,
// what was active and what nothing explains. Together they are the elapsed time.
func (p *Partition) behind(q *asked) ([]BehindColumn, func(*fact.Chunk, int) (BehindRow, bool)) {
	from, to := q.times(p.From), q.times(p.To)
	columns := append(columnsOf(BehindInstant, p.From, p.To), BehindColumn{"elapsed", BehindLength})
	columns = append(append(columns, columnsOf(BehindLength, Causes[:]...)...), columnsOf(BehindLength, "shared", activity, "unexplained")...)
	rules, line := p.rules(q.table), &timeline{}
	return columns, func(c *fact.Chunk, i int) (r BehindRow, ok bool) {
		start, end := from(c, i), to(c, i)
		if !q.in(c, i, end) {
			return r, false
		}
		r.Values = []BehindValue{instantOf(start), instantOf(end), lengthOf(start, end)}
		var cut pieces
		switch {
		case start == 0:
			r.LeftOut = "without " + p.From
		case end < start:
			r.LeftOut, r.Values[2] = "ended before the start", BehindValue{Number: -1}
		default:
			cut = rules.piecesOf(line, start, end, c, i, 0)
		}
		for cause := range Causes {
			r.Values = append(r.Values, BehindValue{Number: cut.exclusive(cause)})
		}
		r.Values = append(r.Values, BehindValue{Number: cut.shared()}, BehindValue{Number: cut[active]}, BehindValue{Number: cut[0]})
		return r, true
	}
}

func (p *Partition) beside() string { return "what was on its way as the month ended" }
