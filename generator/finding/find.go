package finding

import (
	"cmp"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// Finding is a pattern that holds for a subject in a month, at level L, with what it was
// found by. Find alone makes one.
type Finding[L level.Level] struct {
	_        [0]L
	pattern  *Pattern
	month    period.Month
	since    period.Month
	evidence [][]Signal // by condition
}

// Pattern is the document that was found.
func (f Finding[L]) Pattern() *Pattern { return f.pattern }

// Month is the month that the finding speaks of.
func (f Finding[L]) Month() period.Month { return f.month }

// Since is the first month of the unbroken run in which the pattern has held.
func (f Finding[L]) Since() period.Month { return f.since }

// Of are the signals that satisfy the condition called as.
func (f Finding[L]) Of(as string) []Signal { return f.pattern.of(f.evidence, as) }

func (p *Pattern) of(evidence [][]Signal, as string) []Signal {
	for i := range p.When {
		if p.When[i].As == as {
			return evidence[i]
		}
	}
	return nil
}

// Metrics are the ids of all metrics in evidence, each once, in the order of conditions.
func (f Finding[L]) Metrics() (ids []string) {
	for _, signals := range f.evidence {
		for _, s := range signals {
			if s.Metric != nil && !slices.Contains(ids, s.Metric.ID) {
				ids = append(ids, s.Metric.ID)
			}
		}
	}
	return ids
}

// bound tells findings of one pattern apart: what the signal of for_each speaks of.
func (f *Finding[L]) bound() string {
	for i := range f.pattern.When {
		if w := &f.pattern.When[i]; w.ForEach && len(f.evidence[i]) == 1 {
			s := f.evidence[i][0]
			id := ""
			if s.Metric != nil {
				id = s.Metric.ID
			}
			return id + "\x00" + s.Stat + "\x00" + s.Category
		}
	}
	return ""
}

// Sort puts patterns into the order in which they are told: by precedence, then id.
func Sort(patterns []*Pattern) {
	slices.SortFunc(patterns, func(a, b *Pattern) int {
		return cmp.Or(cmp.Compare(b.Precedence, a.Precedence), cmp.Compare(a.ID, b.ID))
	})
}

// Find looks for every pattern in every complete month of a subject's series; patterns must
// be in the order of Sort. Series that the reader's page does not show must not be among
// them: a sentence would speak of a figure that nobody can see. Notes of everyone are left out.
func Find[L level.Level](patterns []*Pattern, all []metric.Series[L], notes []fact.Note[L], calendar *period.Calendar) *Course[L] {
	c := &Course[L]{}
	if len(all) == 0 || all[0].Complete() == 0 {
		return c
	}
	results := all[0].Results()[:all[0].Complete()]
	c.follow(patternsAt(patterns, level.NameOf[L]()), newSeries(all, notes, calendar), results[0].Month(), len(results))
	return c
}

// follow looks month by month, and keeps since when each finding has held without a break.
func (c *Course[L]) follow(patterns []*Pattern, src source, first period.Month, months int) {
	c.first = first
	since := map[string]period.Month{}
	for i := range months {
		m := first + period.Month(i)
		found := findIn[L](patterns, src, m)
		now := make(map[string]period.Month, len(found))
		for k := range found {
			f := &found[k]
			id := f.pattern.ID + "\x00" + f.bound()
			if f.since = m; since[id] != 0 {
				f.since = since[id]
			}
			now[id] = f.since
		}
		since = now
		c.months, c.recorded = append(c.months, found), append(c.recorded, recorded(src, m))
	}
}

func patternsAt(patterns []*Pattern, name level.Name) (out []*Pattern) {
	for _, p := range patterns {
		if p.At(name) {
			out = append(out, p)
		}
	}
	return out
}

// findIn looks for patterns in one month, in their order, so that what has been told silences
// what would say less.
func findIn[L level.Level](patterns []*Pattern, src source, m period.Month) (out []Finding[L]) {
	x := &matcher{source: src, month: m, covered: map[string]bool{}}
	silenced := map[string]bool{}
	for _, p := range patterns {
		if silenced[p.ID] {
			continue
		}
		found := p.hold(x)
		for _, evidence := range found {
			f := Finding[L]{pattern: p, month: m, evidence: evidence}
			out = append(out, f)
			x.cover(p, evidence)
		}
		if len(found) > 0 {
			for _, id := range p.Silences {
				silenced[id] = true
			}
		}
	}
	return out
}

// cover notes the metrics that a sentence has spoken of. One that speaks of all metrics at
// once, and asks for none that are left, has spoken of none.
func (x *matcher) cover(p *Pattern, evidence [][]Signal) {
	if p.Role != Tells {
		return
	}
	for i, signals := range evidence {
		w := &p.When[i]
		if w.everything() && !w.Uncovered && !w.ForEach {
			continue
		}
		for _, s := range signals {
			if s.Metric != nil {
				x.covered[s.Metric.ID] = true
			}
		}
	}
}

// hold gives the evidence of each finding of the pattern: one, or one for each signal of the
// condition that says so; none where it does not hold.
func (p *Pattern) hold(x *matcher) [][][]Signal {
	evidence, each := make([][]Signal, len(p.When)), -1
	for i := range p.When {
		signals, ok := x.match(&p.When[i])
		if !ok {
			return nil
		}
		evidence[i] = signals
		if p.When[i].ForEach {
			each = i
		}
	}
	if each < 0 {
		return [][][]Signal{evidence}
	}
	var out [][][]Signal
	for _, s := range evidence[each] {
		one := slices.Clone(evidence)
		one[each] = []Signal{s}
		out = append(out, one)
	}
	return out
}
