package metric

import (
	"leadline/generator/fact"
	"leadline/generator/level"
)

// segment is a run of complete months that are judged together: from one recorded rebase to
// the month before the next. A rebase begins with the month that it was recorded in.
type segment struct{ from, to int } // closed-open

// view is what a complete month is judged by: the limits of all months of its segment up to
// itself, and by them the state of each of those. What comes later moves neither, so that
// what was published of a month stays true of it.
type view struct {
	segment
	limits Limits
	states []State // of the months of the segment; the last is the month's own
}

// own is the state of the month whose view it is.
func (v *view) own() State { return v.states[len(v.states)-1] }

// stateOf is the state of a month by its own view; a month that is running has none.
func (p *pool) stateOf(month int) State {
	if month >= len(p.views) {
		return NotJudged
	}
	return p.views[month].own()
}

// segments are those of a subject, oldest first; at least one, which may be empty.
func (m *Measured) segments(name level.Name, id string) []segment {
	complete := m.frame.Complete()
	list := []segment{{to: complete}}
	for _, i := range m.rebases(name, id) {
		last := &list[len(list)-1]
		if i > last.from && i < complete {
			last.to = i
			list = append(list, segment{from: i, to: complete})
		}
	}
	return list
}

// rebases are the months of the calendar in which one was recorded for a subject, ascending.
func (m *Measured) rebases(name level.Name, id string) (months []int) {
	for _, at := range m.frame.Annotations.Rebases(name, id) {
		if i := m.frame.Calendar.Index(at); i >= 0 {
			months = append(months, i)
		}
	}
	return months
}

// views are those of the complete months.
func (m *Measured) views(months [][]Figure, cells []fact.Cell, segments []segment) []view {
	var views []view
	cells = m.known(cells)
	for _, s := range segments {
		own := m.only(months, s)
		for i := s.from; i < s.to; i++ {
			views = append(views, m.view(own, cells, segment{s.from, i + 1}))
		}
	}
	return views
}

func (m *Measured) view(months [][]Figure, cells []fact.Cell, s segment) view {
	states, limits := m.judge(months[:s.to], cells, s)
	return view{s, limits, states[s.from:]}
}

// judge gives the months of a segment their states. Months whose data still settles have none.
func (m *Measured) judge(months [][]Figure, cells []fact.Cell, s segment) ([]State, Limits) {
	if rare, ok := m.kernel.(rareJudge); ok {
		if states, limits, ok := rare.judgeRare(months, cells, s); ok {
			return states, limits
		}
	}
	return m.kernel.judge(months, min(s.to, m.settled()))
}

// settled is how many of the complete months have headlines that stay.
func (m *Measured) settled() int {
	return max(0, m.frame.Complete()-unsettled(m.definition.Measure, m.definition.Measure.Stats()[0]))
}

// only blanks the months before a segment, so that a kernel judges the rest as if nothing
// had been before.
func (m *Measured) only(months [][]Figure, s segment) [][]Figure {
	if s.from == 0 {
		return months
	}
	blank := absentAll(m.definition.Measure, NoData, "before the last recorded rebase")
	own := make([][]Figure, len(months))
	for i := range own {
		if own[i] = blank; i >= s.from {
			own[i] = months[i]
		}
	}
	return own
}

// at is the segment of a complete month, nil of any other.
func at(segments []segment, month int) *segment {
	for i := range segments {
		if s := &segments[i]; month >= s.from && month < s.to {
			return s
		}
	}
	return nil
}
