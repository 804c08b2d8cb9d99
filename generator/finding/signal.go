package finding

import (
	"slices"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// Signal is one piece of evidence: what metric decided of one figure of a subject, or a note
// that was recorded of it.
type Signal struct {
	Metric   *metric.Definition // nil of a note
	Stat     string
	Category string // "" is the whole
	Label    string // as Series.Label
	Month    period.Month
	Pooled   int // months, Month the newest, whose figures are put together; 0 for one
	Figure   metric.Figure
	Figures  []metric.Figure // all of the month, for what else the sentence says
	Earlier  metric.Figure   // the one that Figure lies apart from, and its month; 0 of no such condition
	Then     period.Month
	State    metric.State
	Limits   metric.Limits // of the headline; unknown of parts
	Change   metric.Change // ends with the month that the finding speaks of
	Note     Note
}

// Note is what was recorded of a subject: an annotation, a new baseline, a move of a service.
type Note struct {
	Month period.Month
	Kind  string // noted, rebased, came, left, moved, began, ended
	Text  string // as people wrote it: whoever prints it escapes it
}

// source is where conditions look: the series of a subject, or a worked example.
type source interface {
	shown() []*metric.Definition // in the fixed order of pages
	figures(id string, m period.Month) []metric.Figure
	state(of key) metric.State
	change(of key) metric.Change
	limits(id string, m period.Month) metric.Limits
	label(id, stat string) string
	idle(id string, m period.Month) bool
	notes(first, last period.Month) []Note
}

// key is one figure of one month.
type key struct {
	metric, stat, category string
	month                  period.Month
}

// series is the source of a build. What has been asked is remembered: patterns ask for the
// same changes again and again, and a change is a rank test.
type series[L level.Level] struct {
	all     map[string]*metric.Series[L]
	order   []*metric.Definition
	noted   []Note
	changed map[key]metric.Change
	states  map[key]metric.State
}

func newSeries[L level.Level](all []metric.Series[L], noted []fact.Note[L], calendar *period.Calendar) *series[L] {
	s := &series[L]{all: map[string]*metric.Series[L]{}, changed: map[key]metric.Change{}, states: map[key]metric.State{}}
	for _, n := range noted {
		if i := calendar.Index(n.At); i >= 0 && !n.Everyone {
			s.noted = append(s.noted, Note{calendar.Month(i), notes[n.Kind], n.Words()})
		}
	}
	for i := range all {
		if all[i].Policy() != metric.None {
			d := all[i].Definition()
			s.all[d.ID], s.order = &all[i], append(s.order, d)
		}
	}
	return s
}

func (s *series[L]) shown() []*metric.Definition { return s.order }

func (s *series[L]) figures(id string, m period.Month) []metric.Figure {
	r, _ := s.all[id].At(m)
	return r.Figures()
}

func (s *series[L]) state(of key) metric.State {
	state, known := s.states[of]
	if !known {
		state = s.all[of.metric].StateOf(of.stat, of.category, of.month)
		s.states[of] = state
	}
	return state
}

func (s *series[L]) change(of key) metric.Change {
	c, known := s.changed[of]
	if !known {
		c = s.all[of.metric].ChangeOf(of.stat, of.category, of.month)
		s.changed[of] = c
	}
	return c
}

func (s *series[L]) limits(id string, m period.Month) metric.Limits {
	return s.all[id].Judging(m).Limits
}

func (s *series[L]) label(id, stat string) string { return s.all[id].Label(stat) }

func (s *series[L]) idle(id string, m period.Month) bool { return s.all[id].Idle(m) }

func (s *series[L]) notes(first, last period.Month) (out []Note) {
	for _, n := range s.noted {
		if n.Month >= first && n.Month <= last {
			out = append(out, n)
		}
	}
	return out
}

// headlineOf is the stat of a metric's headline in a month; "" where it has no figures.
func headlineOf(figures []metric.Figure) string {
	if len(figures) == 0 {
		return ""
	}
	return figures[0].Stat
}

// figureOf is one figure of a month; a part that is not listed is absent.
func figureOf(figures []metric.Figure, stat, category string) (metric.Figure, bool) {
	i := slices.IndexFunc(figures, func(f metric.Figure) bool { return f.Stat == stat && f.Category == category })
	if i < 0 {
		return metric.Figure{Stat: stat, Category: category, Absence: metric.NoData}, false
	}
	return figures[i], true
}

// categoriesOf are the parts of a stat in a month, as listed.
func categoriesOf(figures []metric.Figure, stat string) (out []string) {
	for _, f := range figures {
		if f.Stat == stat && f.Category != "" {
			out = append(out, f.Category)
		}
	}
	return out
}
