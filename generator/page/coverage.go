package page

import (
	"fmt"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// Coverage is a link's coverage in words.
type Coverage struct {
	Link string
	Text string // "812 of 900 (90 %)"
	How  []fact.Count
}

func coverages(all []fact.Coverage) []Coverage {
	list := make([]Coverage, len(all))
	for i, c := range all {
		list[i] = Coverage{c.Link, partText(c.Linked, c.Rows), c.How}
	}
	return list
}

// linksText says how far the links behind a page's figures go, all units together; the data
// page has each of them.
func linksText(all []fact.Coverage) string {
	if len(all) == 0 {
		return "No links between events were made."
	}
	whole := 0
	for _, c := range all {
		if c.Linked == c.Rows {
			whole++
		}
	}
	return fmt.Sprintf("Figures that need a link between events speak only of the rows that have it. %d of %s of link could be made for every row, all units together.",
		whole, unit.Plural(len(all), "kind"))
}
