package metric

import (
	"leadline/generator/fact"
	"leadline/generator/stat"
)

// The rows behind figures of what was open: at the month's end, or watched in a window.

// behindCensored lists what the month's window saw, each with the ages at which it was
// watched first and last.
func (d *Duration) behindCensored(q *asked) ([]BehindColumn, func(*fact.Chunk, int) (BehindRow, bool)) {
	from, to, left, by := q.times(d.From), q.times(d.To), q.times(d.GivenUp), q.texts(d.By)
	columns := columnsOf(BehindInstant, d.From, d.To)
	if d.GivenUp != "" {
		columns = append(columns, BehindColumn{d.GivenUp, BehindInstant})
	}
	columns = append(columns, columnsOf(BehindLength, "watched from age", "to age")...)
	if d.By != "" {
		columns = append(columns, BehindColumn{d.By, BehindText})
	}
	w := newWatched(q.rows, parts{column: -1}, d.window())
	return columns, func(c *fact.Chunk, i int) (r BehindRow, ok bool) {
		start, end, gone := from(c, i), to(c, i), left(c, i)
		if start == 0 || start >= q.at {
			return r, false
		}
		l, owned, out := w.lifetime(q.m, start, end, gone)
		switch {
		case end != 0 && end < start:
			if r.LeftOut, ok = "ended before the start", q.in(c, i, end); !ok {
				return r, false
			}
			l = stat.Lifetime{}
		case out || !q.own(c.Owner[i], owned):
			return r, false
		default:
			r.As = []string{[...]string{stat.Ended: "ended", stat.Left: "left", stat.Running: "open"}[l.How]}
		}
		r.Values = []BehindValue{instantOf(start), instantOf(end)}
		if d.GivenUp != "" {
			r.Values = append(r.Values, instantOf(gone))
		}
		r.Values = append(r.Values, BehindValue{Number: int64(l.Entry)}, BehindValue{Number: int64(l.Exit)})
		if d.By != "" {
			r.Values = append(r.Values, inWords(by(c, i)))
		}
		return r, true
	}
}

// behind lists what was open at the month's end, and what was so in the month alone: it is in
// the average over time.
func (s *Stock) behind(q *asked) ([]BehindColumn, func(*fact.Chunk, int) (BehindRow, bool)) {
	from, to, due := q.times(s.From), q.times(s.To), q.times(s.Due)
	columns := columnsOf(BehindInstant, s.From, s.To)
	if s.Due != "" {
		columns = append(columns, BehindColumn{s.Due, BehindInstant})
	}
	further := s.counting(q.table, q.rows)
	holds := make([]func(*fact.Chunk, int) bool, len(further))
	for n := range further {
		holds[n] = q.masked(further[n].filter)
	}
	begins := q.frame.Calendar.Start(q.m)
	return columns, func(c *fact.Chunk, i int) (r BehindRow, ok bool) {
		start, end := from(c, i), to(c, i)
		switch {
		case q.open(c, i, start, end):
			for n := range further {
				if further[n].lacking == nil && holds[n](c, i) && further[n].holds(c, i, q.at-1) {
					r.As = append(r.As, further[n].stat)
				}
			}
		case s.Due == "" && start != 0 && start < end && end > begins && q.in(c, i, end):
			r.LeftOut = "ended in the month: in the average over its time alone"
		default:
			return r, false
		}
		r.Values = []BehindValue{instantOf(start), instantOf(end)}
		if s.Due != "" {
			r.Values = append(r.Values, instantOf(due(c, i)))
		}
		return r, true
	}
}

// behind lists what was open at the month's end, with its age then.
func (a *Age) behind(q *asked) ([]BehindColumn, func(*fact.Chunk, int) (BehindRow, bool)) {
	from, to, since, by := q.times(a.From), q.times(a.To), q.times(a.since()), q.texts(a.By)
	columns := columnsOf(BehindInstant, a.From)
	if a.Since != "" {
		columns = columnsOf(BehindInstant, a.From, a.Since)
	}
	columns = append(columns, BehindColumn{"age", BehindLength})
	if a.By != "" {
		columns = append(columns, BehindColumn{a.By, BehindText})
	}
	return columns, func(c *fact.Chunk, i int) (r BehindRow, ok bool) {
		if !q.open(c, i, from(c, i), to(c, i)) {
			return r, false
		}
		birth := since(c, i)
		age := BehindValue{Number: int64(q.at) - int64(min(birth, q.at))}
		if birth == 0 {
			r.LeftOut, age = "without "+a.since(), BehindValue{Number: -1}
		}
		r.Values = []BehindValue{instantOf(from(c, i))}
		if a.Since != "" {
			r.Values = append(r.Values, instantOf(birth))
		}
		r.Values = append(r.Values, age)
		if a.By != "" {
			r.Values = append(r.Values, inWords(by(c, i)))
		}
		for _, name := range a.reachedNames() {
			if at := q.times(a.Reached[name])(c, i); at != 0 && at < q.at {
				r.As = append(r.As, name)
			}
		}
		return r, true
	}
}

func (a *Age) beside() string {
	switch {
	case a.Exposure != nil:
		return "the exposure, which counts closed ones too"
	case a.Against != "":
		return "the finished ones of the months before, which these are held against"
	default:
		return ""
	}
}

// behind lists the pairs of the month's end, each with its state then.
func (cov *Coverage) behind(q *asked) ([]BehindColumn, func(*fact.Chunk, int) (BehindRow, bool)) {
	from, to, seen, moved := q.times(cov.From), q.times(cov.To), q.times(cov.Seen), q.times(cov.Moved)
	judge := newSpanJudge(q.table, cov)
	keys := []string{"service_id", "check_kind"}
	columns := append(columnsOf(BehindKey, keys...), columnsOf(BehindInstant, cov.From, cov.Seen, cov.Moved)...)
	columns = append(columns, BehindColumn{cov.State, BehindText})
	return columns, func(c *fact.Chunk, i int) (r BehindRow, ok bool) {
		if !q.open(c, i, max(from(c, i), 1), to(c, i)) {
			return r, false
		}
		for _, key := range keys {
			r.Values = append(r.Values, inWords(q.texts(key)(c, i)))
		}
		state := coverageStates[judge.state(c, i, q.at-1)]
		r.Values = append(r.Values, instantOf(from(c, i)), instantOf(seen(c, i)), instantOf(moved(c, i)), inWords(state))
		if state == fact.Covered {
			r.As = []string{"part"}
		}
		return r, true
	}
}

// behind lists what the terms of the bridge count, each row with the terms that it is in.
func (b *Bridge) behind(q *asked) ([]BehindColumn, func(*fact.Chunk, int) (BehindRow, bool)) {
	from, to, openedAs, closedAs := q.times(b.From), q.times(b.To), q.texts(b.OpenedAs), q.texts(b.ClosedAs)
	begins := q.frame.Calendar.Start(q.m)
	columns := append(columnsOf(BehindInstant, b.From, b.To), columnsOf(BehindText, b.OpenedAs, b.ClosedAs)...)
	return columns, func(c *fact.Chunk, i int) (r BehindRow, ok bool) {
		start, end, class := from(c, i), to(c, i), ""
		if start == 0 || start >= q.at {
			return r, false
		}
		term := func(name string, is bool) {
			if is {
				r.As = append(r.As, name)
			}
		}
		o := c.Owner[i]
		stop := end
		if end == 0 || end > q.frame.AsOf {
			stop = q.frame.AsOf
		}
		was, is := q.own(o, max(start, begins-1)), q.own(o, min(stop, q.at-1)) // as hands compares them
		term("open_start", start < begins && (end == 0 || end >= begins) && q.own(o, begins-1))
		term("opened", q.in(c, i, start))
		term("taken_over", begins <= stop && !was && is)
		term("closed", q.in(c, i, end))
		term("handed_over", begins <= stop && was && !is)
		term("open_end", q.open(c, i, start, end))
		if q.in(c, i, end) {
			class = closedAs(c, i)
		}
		r.Values = []BehindValue{instantOf(start), instantOf(end), inWords(openedAs(c, i)), inWords(class)}
		return r, len(r.As) > 0
	}
}

func (b *Bridge) beside() string {
	if b.Return == nil {
		return ""
	}
	return "the fixes of the months before that came back"
}
