package generator

import (
	"slices"

	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/page"
	"leadline/generator/period"
)

// asked are the questions of each month's review: those that the patterns of the month call
// for, of the bank's questions that the reader's page has the figures for. Months in which
// there was nobody to ask count for nothing.
func asked[L level.Level](bank map[string]finding.Question, course *finding.Course[L], shown []metric.Series[L], active []period.Month) map[period.Month][]page.Asked {
	months := course.Months()
	if len(months) == 0 {
		return nil
	}
	fired := make([][]finding.Fired, len(months))
	for i, m := range months {
		if !slices.Contains(active, m) {
			continue
		}
		fired[i] = firedIn(course.At(m), func(id string) bool { return answerable(bank[id], shown) })
	}
	out := map[period.Month][]page.Asked{}
	for i, chosen := range finding.Choose(months[0], fired) {
		for _, a := range chosen {
			out[months[i]] = append(out[months[i]], page.Asked{Question: bank[a.Question], Pattern: a.Pattern, Since: a.Since})
		}
	}
	return out
}

// firedIn are the patterns of a month's findings, each once, in their order: one that is
// found of several metrics still asks its questions once. It has held since its first finding.
func firedIn[L level.Level](found []finding.Finding[L], may func(id string) bool) (fired []finding.Fired) {
	for _, f := range found {
		p := f.Pattern()
		if i := slices.IndexFunc(fired, func(o finding.Fired) bool { return o.Pattern == p.ID }); i >= 0 {
			fired[i].Since = min(fired[i].Since, f.Since())
			continue
		}
		questions := slices.DeleteFunc(slices.Clone(p.Questions), func(id string) bool { return !may(id) })
		fired = append(fired, finding.Fired{Pattern: p.ID, Questions: questions, Since: f.Since()})
	}
	return fired
}

// answerable reports whether the reader sees every figure that a question is about.
func answerable[L level.Level](q finding.Question, shown []metric.Series[L]) bool {
	return !slices.ContainsFunc(q.Metrics, func(id string) bool {
		return !slices.ContainsFunc(shown, func(s metric.Series[L]) bool { return s.Definition().ID == id && s.Policy() != metric.None })
	})
}

// bank is every question by its id.
func bank(banks []*finding.Questions) map[string]finding.Question {
	out := map[string]finding.Question{}
	for _, b := range banks {
		for _, q := range b.List {
			out[q.ID] = q
		}
	}
	return out
}
