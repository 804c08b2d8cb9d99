package finding

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// given is the source of a worked example.
type given struct {
	level   level.Name
	owned   bool // whether the subject owned anything
	defs    []*metric.Definition
	months  map[period.Month]map[string][]metric.Figure
	states  map[key]metric.State
	changed map[key]metric.Change
	ranges  map[key]metric.Limits
	noted   []Note
	labels  map[[2]string]string // by metric and stat
}

// take adds one signal; it returns what is wrong with it.
func (g *given) take(definitions []*metric.Definition, m period.Month, s rawSignal) string {
	i := slices.IndexFunc(definitions, func(d *metric.Definition) bool { return d.ID == s.Metric })
	if i < 0 {
		return fmt.Sprintf("there is no metric %q", s.Metric)
	}
	d := definitions[i]
	if s.Month != "" {
		var err error
		if m, err = period.ParseMonth(s.Month); err != nil {
			return fmt.Sprintf("month is %q", s.Month)
		}
	}
	stat := s.Stat
	if stat == "" {
		stat = d.Measure.Stats()[0]
	}
	if why := s.wrong(); why != "" {
		return why
	}
	if s.Label != "" {
		g.labels[[2]string{d.ID, stat}] = s.Label
	}
	for back := range period.Month(max(s.Each, 1)) {
		if why := g.put(d, key{d.ID, stat, s.Category, m - back}, s); why != "" {
			return why
		}
	}
	return ""
}

// wrong is what of a signal nobody could mean; a word that is not known would otherwise be
// taken for another.
func (s *rawSignal) wrong() string {
	c := s.Change
	if c == nil {
		c = &rawChange{}
	}
	for _, word := range []struct {
		key, given string
		permitted  []string
	}{{"absent", s.Absent, absences}, {"change.absent", c.Absent, absences}, {"change.scale", c.Scale, scales}} {
		if word.given != "" && !slices.Contains(word.permitted, word.given) {
			return fmt.Sprintf("%s is %q, and not one of %s", word.key, word.given, strings.Join(word.permitted, ", "))
		}
	}
	for _, ends := range []struct {
		key   string
		given []float64
	}{{"interval", s.Interval}, {"usual", s.Usual}, {"change.interval", c.Interval}} {
		if n := len(ends.given); n != 0 && n != 2 {
			return fmt.Sprintf("%s has %s, and not 2", ends.key, unit.Plural(n, "number"))
		}
	}
	return ""
}

// scales are the words for the scale of a change, by metric.Scale.
var scales = []string{metric.Ratio: "ratio", metric.Points: "points", metric.Difference: "difference"}

// put adds a signal to one month.
func (g *given) put(d *metric.Definition, of key, s rawSignal) string {
	if g.months[of.month] == nil {
		g.months[of.month] = map[string][]metric.Figure{}
	}
	g.months[of.month][d.ID] = append(g.months[of.month][d.ID], s.figure(of.stat, s.unit(d, of.stat)))
	if g.states[of] = metric.Within; s.State != "" {
		k := slices.Index(stateWords, s.State)
		if k < 0 {
			return fmt.Sprintf("state is %q", s.State)
		}
		g.states[of] = metric.State(k)
	}
	if len(s.Usual) == 2 {
		g.ranges[of] = metric.Limits{Known: true, Lower: s.Usual[0], Upper: s.Usual[1], Months: 24}
	}
	g.changed[of] = s.Change.change(of.month, s.unit(d, of.stat))
	return ""
}

func (s *rawSignal) unit(d *metric.Definition, stat string) unit.Unit {
	if slices.Contains(countedStats, stat) {
		return unit.Units
	}
	return d.Unit(stat)
}

var stateWords = []string{metric.NotJudged: "unjudged", metric.Within: "within", metric.UnusualHigh: "high", metric.UnusualLow: "low"}

func (s *rawSignal) figure(stat string, u unit.Unit) metric.Figure {
	f := metric.Figure{Stat: stat, Category: s.Category, Unit: u, N: s.N, Part: s.Part, Low: math.NaN(), High: math.NaN(), Value: math.NaN(), Reason: s.Reason}
	switch {
	case s.Absent != "":
		f.Absence = metric.NoData + metric.Absence(slices.Index(absences, s.Absent))
	case s.Value != nil:
		f.Value = *s.Value
	case u == unit.Share && s.N > 0:
		f.Value = float64(s.Part) / float64(s.N)
	}
	if len(s.Interval) == 2 {
		f.Low, f.High = s.Interval[0], s.Interval[1]
	}
	return f
}

// change is one of six months against twelve as metric decides it; without one there are too
// few months.
func (r *rawChange) change(m period.Month, u unit.Unit) metric.Change {
	c := metric.Change{First: m - 5, Last: m, Before: m - 17, Confidence: 0.95, Neighbours: math.NaN(), Low: math.NaN(), High: math.NaN()}
	switch {
	case r == nil:
		c.Absence, c.Reason = metric.TooFew, "too few complete months so far; 18 are needed"
		return c
	case r.Absent != "":
		c.Absence, c.Reason = metric.NoData+metric.Absence(slices.Index(absences, r.Absent)), r.Reason
		return c
	}
	switch {
	case r.Scale != "":
		c.Scale = metric.Scale(slices.Index(scales, r.Scale))
	case u == unit.Share || u == unit.Proportion:
		c.Scale, c.Confidence = metric.Points, 0.99
	case u == unit.Items:
		c.Scale = metric.Difference
	}
	c.Estimate, c.P, c.Claimed = r.Estimate, r.P, r.P < 0.01
	if len(r.Interval) == 2 {
		c.Low, c.High = r.Interval[0], r.Interval[1]
	}
	if r.Mix > 0 {
		c.Mix = metric.Mix{Changed: true, Strong: true, Groups: r.Mix, Rate: math.NaN(), Weights: math.NaN(), EntryExit: math.NaN()}
	}
	return c
}

func (g *given) order(definitions []*metric.Definition) {
	for _, d := range definitions {
		for _, figures := range g.months {
			if len(figures[d.ID]) > 0 && !slices.Contains(g.defs, d) {
				g.defs = append(g.defs, d)
			}
		}
	}
}

func (g *given) shown() []*metric.Definition { return g.defs }

func (g *given) figures(id string, m period.Month) []metric.Figure { return g.months[m][id] }

func (g *given) state(of key) metric.State { return g.states[of] }

func (g *given) change(of key) metric.Change {
	if c, there := g.changed[of]; there {
		return c
	}
	var none *rawChange
	return none.change(of.month, unit.Items)
}

func (g *given) limits(id string, m period.Month) metric.Limits {
	if f := g.months[m][id]; len(f) > 0 {
		return g.ranges[key{id, f[0].Stat, "", m}]
	}
	return metric.Limits{}
}

func (g *given) idle(string, period.Month) bool { return !g.owned }

func (g *given) label(id, stat string) string { return g.labels[[2]string{id, stat}] }

func (g *given) notes(first, last period.Month) (out []Note) {
	for _, n := range g.noted {
		if n.Month >= first && n.Month <= last {
			out = append(out, n)
		}
	}
	return out
}
