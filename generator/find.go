package generator

import (
	"leadline/generator/fact"
	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// findings are what the patterns find in every subject's series, month by month, in the
// order of the outcome's subjects.
type findings struct {
	teams     []*finding.Course[level.Team]
	services  []*finding.Course[level.Service]
	portfolio *finding.Course[level.Portfolio]
}

// across is in how many teams and in how many services patterns hold, for the portfolio's
// page of a month: numbers alone leave the rooms of teams and services.
func (f *findings) across(m period.Month, floor int) []finding.Spread {
	return []finding.Spread{finding.Across(f.teams, m, floor), finding.Across(f.services, m, floor)}
}

// findAll looks for patterns in all that was computed: from figures to what they mean together.
func findAll(s *site, o *outcome) *findings {
	s.options.Progress.Stage("looking for patterns")
	return &findings{
		teams:     findIn(s, s.shownToTeams(o), o.notes.teams),
		services:  findIn(s, o.services, o.notes.services),
		portfolio: finding.Find(s.patterns, o.portfolio, o.notes.portfolio, s.calendar),
	}
}

func findIn[L level.Level](s *site, subjects [][]metric.Series[L], notes [][]fact.Note[L]) []*finding.Course[L] {
	out := make([]*finding.Course[L], len(subjects))
	inParallel(len(subjects), s.options.Workers, func(i int) { out[i] = finding.Find(s.patterns, subjects[i], notes[i], s.calendar) })
	return out
}
