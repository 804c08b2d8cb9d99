package generator

import (
	"leadline/generator/diag"
	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
)

// runPatterns runs the worked examples of every pattern and reports the problems of all.
func runPatterns(patterns []*finding.Pattern, definitions []*metric.Definition) error {
	var problems diag.Problems
	for _, p := range patterns {
		cases, err := finding.ParseCases(p, definitions)
		problems = addProblems(problems, err)
		for _, c := range cases {
			if got := said(c); got != c.Say {
				problems = append(problems, diag.Problem{Position: c.At, Found: "the worked example says " + inQuotes(got), Expected: inQuotes(c.Say),
					Do: "mend the example or the pattern"})
			}
		}
	}
	problems.Sort()
	return problems.Err()
}

// said is the sentence that a worked example gives; "" where the pattern stays silent.
func said(c finding.Case) string {
	switch c.Level {
	case level.TeamName:
		return opening(finding.Run[level.Team](c))
	case level.ServiceName:
		return opening(finding.Run[level.Service](c))
	default:
		return opening(finding.Run[level.Portfolio](c))
	}
}

func opening[L level.Level](found []finding.Finding[L]) string {
	if len(found) == 0 {
		return ""
	}
	return narrative.Say(found[0]).Text()
}

func inQuotes(say string) string {
	if say == "" {
		return "nothing"
	}
	return `"` + say + `"`
}
