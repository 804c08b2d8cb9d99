package metric

import (
	"slices"

	"leadline/generator/fact"
)

// A question that some team's page keeps back, although the team itself is shown, could be
// found as the portfolio's answers minus those of all other teams. What such a difference
// gives is a group like any other: it has to be large enough and not of one mind, or else
// the portfolio keeps the question back as well. Teams that are withheld as a whole are the
// business of whoever publishes, not of this kind.

// open reports whether a group's answers to one question may be shown.
func (k *answers) open(n []int) bool {
	total := sum(n)
	return total >= k.frame.People && float64(slices.Max(n)) <= nearlyAll*float64(total)
}

// exposed is, of every question of the portfolio's month, whether showing it would give away
// what a team's page keeps back. counts are the portfolio's.
func (k *answers) exposed(counts [][]int, m int, space *merger) []bool {
	out := make([]bool, len(counts))
	rest := make([][]int, len(counts))
	for q := range counts {
		rest[q] = slices.Clone(counts[q])
	}
	for _, set := range k.units.TeamSets() {
		known, _ := slices.BinarySearch(set.Cells(), fact.Cell(k.cells))
		cells := set.Cells()[:known]
		if distinct(k.respondents.of(cells, m, space)) < k.frame.People {
			continue
		}
		for q, n := range k.counts(cells, m, space) {
			if !k.open(n) {
				out[q] = true
				continue
			}
			for v := range n {
				rest[q][v] -= n[v]
			}
		}
	}
	for q := range out {
		out[q] = out[q] && sum(rest[q]) > 0 && !k.open(rest[q])
	}
	return out
}
