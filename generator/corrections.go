package generator

import (
	"fmt"
	"slices"

	"leadline/generator/diag"
	"leadline/generator/ledger"
	"leadline/generator/period"
)

// checkCorrections finds recorded corrections of metrics that there are not.
func (s *site) checkCorrections() error {
	known := definitionIDs(s.definitions)
	var problems diag.Problems
	for n, c := range s.config.Corrections {
		if !slices.Contains(known, c.Metric) && s.definitions != nil { // without them, every metric would be unknown
			problems = append(problems, diag.Problem{Position: s.config.Position("correction", n, "metric"), Found: fmt.Sprintf("there is no metric %q", c.Metric),
				Expected: "the id of a definition", Do: meant(c.Metric, known)})
		}
	}
	problems.Sort()
	return problems.Err()
}

// status says of a complete month whether its figures are final, for people.
func (s *site) status(m period.Month) string {
	const form = "2 January 2006"
	closing := s.closing()
	if closing.Status(m) == ledger.Final {
		return fmt.Sprintf("%s is final since %s. A later change of a figure is a restatement.", m.Long(), closing.From(m).Format(form))
	}
	return fmt.Sprintf("%s is provisional until %s: rows that arrive late may change its figures.", m.Long(), closing.From(m).Format(form))
}
