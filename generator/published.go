package generator

import (
	"iter"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/finding"
	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/period"
)

// published streams the figures of some months as the ledger keeps them, in the order of rows.
func (o *outcome) published(months []period.Month) iter.Seq[ledger.Series] {
	portfolio := [][]metric.Series[level.Portfolio]{o.portfolio}
	return func(yield func(ledger.Series) bool) {
		_ = eachSeries(o.teams, months, yield) && eachSeries(o.services, months, yield) && eachSeries(portfolio, months, yield)
	}
}

func eachSeries[L level.Level](subjects [][]metric.Series[L], months []period.Month, yield func(ledger.Series) bool) bool {
	for _, all := range subjects {
		for _, s := range all {
			if s.Policy() != metric.None && !yield(seriesOf(s, months)) {
				return false
			}
		}
	}
	return true
}

// seriesOf is one series. Numbers of units are not person-derived, whatever their metric is:
// they follow from the states of units, which are published or withheld for themselves.
func seriesOf[L level.Level](s metric.Series[L], months []period.Month) ledger.Series {
	d := s.Definition()
	out := ledger.Series{Level: level.NameOf[L](), Subject: s.Subject().ID, Metric: d.ID, Version: d.Version, People: d.People && s.Policy() == metric.Pooled}
	for r := range s.Each(func(m period.Month) bool { return slices.Contains(months, m) }) {
		if n := len(out.Months); n == 0 || out.Months[n-1].Month != r.Month.String() {
			out.Months = append(out.Months, ledger.Figures{Month: r.Month.String()})
		}
		last := &out.Months[len(out.Months)-1]
		last.Figures = append(last.Figures, ledger.FigureOf(&r.Figure))
	}
	return out
}

// said are the sentences of some months: those that are told, and those that there was no
// room for, so that one which moves between the two has not changed.
func (o *outcome) said(f *findings, months []period.Month) []ledger.Sentence {
	out := appendSaid(nil, o.teams, f.teams, months)
	out = appendSaid(out, o.services, f.services, months)
	return appendSaid(out, [][]metric.Series[level.Portfolio]{o.portfolio}, []*finding.Course[level.Portfolio]{f.portfolio}, months)
}

func appendSaid[L level.Level](out []ledger.Sentence, subjects [][]metric.Series[L], found []*finding.Course[L], months []period.Month) []ledger.Sentence {
	for i, series := range subjects {
		for _, m := range months {
			at := found[i].At(m)
			for _, s := range append(narrative.Tell(at), narrative.Further(at)...) {
				out = append(out, ledger.Sentence{Level: level.NameOf[L](), Subject: series[0].Subject().ID, Month: m.String(),
					Metrics: spokenOf(s), SHA256: ledger.Hash([]byte(s.Title + "\n" + s.Text() + "\n" + s.Caveat))})
			}
		}
	}
	return out
}

// spokenOf are the metrics whose figures a sentence says, sorted.
func spokenOf(s narrative.Sentence) []string {
	ids := []string{}
	for _, span := range s.Spans {
		if span.Metric != "" {
			ids = append(ids, span.Metric)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// tablesOf are, by metric, the tables whose rows its figures are computed from. Annotations
// and decisions are read for every metric and change no figure.
func (s *site) tablesOf() map[string][]string {
	out := map[string][]string{}
	for _, d := range s.definitions {
		for table := range fact.Plan(usedColumns([]*metric.Definition{d})) {
			if table != "annotations" && table != "decisions" {
				out[d.ID] = append(out[d.ID], table)
			}
		}
		slices.Sort(out[d.ID])
	}
	return out
}
