package metric

import (
	"leadline/generator/fact"
	"leadline/generator/level"
)

// segment is a run of complete months that are judged together: from one recorded rebase to
// the month before the next. A rebase begins with the month that it was recorded in.
type segment struct {
	from, to int // closed-open
	limits   Limits
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

// judged gives every complete month its state by the limits of its own segment, and the
// segments their limits.
func (m *Measured) judged(months [][]Figure, cells []fact.Cell, segments []segment) []State {
	states := make([]State, len(months))
	for i := range segments {
		s := &segments[i]
		own, limits := m.judge(m.only(months, s), cells, s)
		copy(states[s.from:s.to], own[s.from:s.to])
		s.limits = limits
	}
	return states
}

func (m *Measured) judge(months [][]Figure, cells []fact.Cell, s *segment) ([]State, Limits) {
	if rare, ok := m.kernel.(rareJudge); ok {
		if states, limits, ok := rare.judgeRare(months, m.known(cells), s); ok {
			return states, limits
		}
	}
	return m.kernel.judge(months, s.to)
}

// only blanks the months before a segment, so that a kernel judges the rest as if nothing
// had been before.
func (m *Measured) only(months [][]Figure, s *segment) [][]Figure {
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
