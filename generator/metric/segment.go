package metric

import (
	"slices"

	"leadline/generator/fact"
	"leadline/generator/level"
)

// segment is a run of complete months that are judged together: from one recorded rebase to
// the month before the next. A rebase begins with the month that it was recorded in.
type segment struct{ from, to int } // closed-open

// Memory is how many months with a value limits rest on at most: two years, in which every
// season is twice, and what was usual before is no measure any more; baselines of 20 to 30
// points are what Provost and Murray (The Health Care Data Guide) advise. With it what is
// said of a month also stays when the history's oldest month is left out.
const Memory = 24

// view is what a complete month is judged by: the limits of the months of its segment up to
// itself, and by them the state of each of those. What comes later moves neither, so that
// what was published of a month stays true of it.
type view struct {
	segment // at most the newest months of one
	limits  Limits
	states  []State // of the months of the segment; the last is the month's own
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
	own := slices.Clone(months)
	for _, s := range segments {
		for i := s.from; i < s.to; i++ {
			from := s.begins(months, i)
			forget(own[:from])
			states, limits := m.judge(own[:i+1], cells, segment{from, i + 1}, s.from)
			views = append(views, view{segment{from, i + 1}, limits, states[from:]})
		}
	}
	return views
}

// forgotten is a month that those after it are judged without.
var forgotten = []Figure{absent("", 0, NoData, "before what the month is judged by")}

func forget(months [][]Figure) {
	for i := range months {
		months[i] = forgotten
	}
}

// judge gives the months of s their states. Months whose data still settles have none. What is
// rare is judged by what happened since month from.
func (m *Measured) judge(months [][]Figure, cells []fact.Cell, s segment, from int) ([]State, Limits) {
	if rare, ok := m.kernel.(rareJudge); ok {
		if states, limits, ok := rare.judgeRare(months, cells, s, from); ok {
			return states, limits
		}
	}
	return m.kernel.judge(months, min(s.to, m.settled()))
}

// settled is how many of the complete months have headlines that stay.
func (m *Measured) settled() int {
	return max(0, m.frame.Complete()-unsettled(m.definition.Measure, m.definition.Measure.Stats()[0]))
}

// begins is the first month that month i of a segment is judged by.
func (s segment) begins(months [][]Figure, i int) int {
	for values := 0; i > s.from; i-- {
		if months[i][0].Absence == Present {
			values++
		}
		if values == Memory {
			break
		}
	}
	return i
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
