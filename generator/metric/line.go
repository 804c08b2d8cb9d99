package metric

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/level"
	"leadline/generator/period"
)

// Line is one figure of a series, month after month: the headline, another stat, or one
// category of a stat. What may be said of it is told by the rules of headlines, on demand.
type Line[L level.Level] struct {
	_        [0]L
	series   *Series[L]
	course   course // its months have this figure alone
	nature   nature
	headline bool
	stat     string
}

// Line is the line of a stat and a category ("" for the whole). A line that the series does
// not have, or that is not pooled, has neither changes nor states, and its changes say why.
//
// A month in which a category is not listed although the metric has figures is zero for
// counts and for sums of time. For all other figures it is a month without a value.
func (s Series[L]) Line(stat, category string) Line[L] {
	l := Line[L]{series: &s, stat: stat, course: s.course, headline: category == "" && stat == s.definition.Measure.Stats()[0]}
	if l.headline {
		return l
	}
	like, listed := s.listed(stat, category)
	l.nature = natureOf(s.definition.Measure, stat, like.Unit)
	l.course.kind, l.course.unsettled = l.nature.comparison, unsettled(s.definition.Measure, stat)
	l.course.months = make([][]Figure, len(s.results))
	for i, r := range s.results {
		f := absent(stat, like.Unit, NotApplicable, "no month of this metric has a figure called "+strings.TrimSpace(stat+" "+category))
		if listed {
			f = figureOf(r.figures, like, l.nature.total)
		}
		l.course.months[i] = []Figure{f}
	}
	return l
}

// listed is any figure of a stat and category that some month has, with or without a number.
func (s *Series[L]) listed(stat, category string) (Figure, bool) {
	for _, r := range s.results {
		if f := find(r.figures, stat, category); f != nil {
			return *f, true
		}
	}
	return Figure{}, false
}

func find(figures []Figure, stat, category string) *Figure {
	if i := slices.IndexFunc(figures, func(f Figure) bool { return f.Stat == stat && f.Category == category }); i >= 0 {
		return &figures[i]
	}
	return nil
}

// Figure is the line's figure of a month.
func (l Line[L]) Figure(m period.Month) Figure {
	switch i := l.series.index(m); {
	case i < 0:
		return absent("", 0, NoData, "the month is not in the series")
	case l.headline:
		return l.series.results[i].figures[0]
	default:
		return l.course.months[i][0]
	}
}

// Change compares the six complete months that end with m with the twelve before, as
// Series.Change does.
func (l Line[L]) Change(m period.Month) Change {
	i := l.series.index(m)
	switch {
	case l.headline:
		return l.series.Change(m)
	case i >= 0 && l.course.months[i][0].Absence == NotApplicable:
		return Change{}.absent(NotApplicable, l.course.months[i][0].Reason)
	case l.series.alike != nil && slices.Contains(alikeStats[:], l.stat):
		whole := l.series.Line(exposureStat, "").course
		return l.series.alike(l.stat, &whole, i)
	default:
		return l.course.change(i)
	}
}

// State is whether month m is unusual among the months that it is judged by, by rule 1 alone.
func (l Line[L]) State(m period.Month) State {
	i := l.series.index(m)
	if i < 0 || l.headline {
		return l.series.stateAt(i)
	}
	s := at(l.course.segments, i)
	if s == nil || l.nature.judge == nil {
		return NotJudged
	}
	own := slices.Clone(l.course.months[:i+1])
	forget(own[:s.begins(own, i)])
	states, _ := l.nature.judge(own, min(i+1, l.course.settled()))
	return states[i]
}

func (s *Series[L]) stateAt(i int) State {
	if i < 0 {
		return NotJudged
	}
	return s.results[i].state
}

// ChangeOf is the change of one figure: a stat, or one of its categories ("" for the whole).
func (s Series[L]) ChangeOf(stat, category string, m period.Month) Change {
	return s.Line(stat, category).Change(m)
}

// StateOf is whether month m of one figure is unusual.
func (s Series[L]) StateOf(stat, category string, m period.Month) State {
	return s.Line(stat, category).State(m)
}

// figureOf is one figure of a month. What is not listed is zero where it is counted or added
// up and the rest of the month has figures; a share of nothing, or no value, otherwise.
func figureOf(figures []Figure, like Figure, total bool) Figure {
	if f := find(figures, like.Stat, like.Category); f != nil {
		return *f
	}
	switch first := figures[0]; {
	case first.Absence != Present && first.Absence != TooFew:
		return absent(like.Stat, like.Unit, first.Absence, first.Reason)
	case total:
		return number(like.Stat, like.Unit, 0, 0)
	default:
		return absent(like.Stat, like.Unit, TooFew, fmt.Sprintf("none of this month's is in %s %s", like.Stat, like.Category))
	}
}
