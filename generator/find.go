package generator

import (
	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
)

// findings are what the patterns find in every subject's series, month by month, in the
// order of the outcome's subjects.
type findings struct {
	teams     []*finding.Course[level.Team]
	services  []*finding.Course[level.Service]
	portfolio *finding.Course[level.Portfolio]
}

// find looks for patterns in all that was computed: from figures to what they mean together.
func find(s *site, o *outcome) *findings {
	s.options.Progress.Stage("looking for patterns")
	workers := s.options.Workers
	return &findings{
		teams:     findIn(s.patterns, o.teams, workers),
		services:  findIn(s.patterns, o.services, workers),
		portfolio: findIn(s.patterns, [][]metric.Series[level.Portfolio]{o.portfolio}, workers)[0],
	}
}

func findIn[L level.Level](patterns []*finding.Pattern, subjects [][]metric.Series[L], workers int) []*finding.Course[L] {
	out := make([]*finding.Course[L], len(subjects))
	inParallel(len(subjects), workers, func(i int) { out[i] = finding.Find(patterns, subjects[i], nil) })
	return out
}
