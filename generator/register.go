package generator

import (
	"leadline/generator/config"
	"leadline/generator/fact"
	"leadline/generator/period"
)

// register lists the accepted risks that were open at the end of a month, or at the as-of
// instant in a running one: what exceptions-expiring counts, row by row.
func (s *site) register(o *outcome, m period.Month) []fact.RegisterRow {
	i := s.calendar.IndexOf(m)
	if i < 0 {
		return nil
	}
	end := min(s.calendar.End(i), period.Seconds(s.asOf.Unix()))
	return o.register.At(end, s.config.Visibility == config.Public)
}
