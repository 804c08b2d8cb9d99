package generator

import (
	"slices"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/metric"
)

// late are the sources of which readers must be told, in words.
func late(all []event.Freshness) (warnings []string) {
	for _, f := range all {
		if f.Late() {
			warnings = append(warnings, f.String())
		}
	}
	return warnings
}

// lateFor is, by metric, what must be said on its page: only of sources that its own rows
// and links are made from.
func (s *site) lateFor(all []event.Freshness) map[string][]string {
	out := map[string][]string{}
	for _, d := range s.definitions {
		tables := fact.Tables(d.Measure.Entity(), metric.Columns(d.Measure))
		for _, f := range all {
			if f.Late() && slices.Contains(tables, f.Table) {
				out[d.ID] = append(out[d.ID], f.String())
			}
		}
	}
	return out
}
