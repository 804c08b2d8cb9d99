package page

import (
	"slices"

	"leadline/generator/level"
)

// Empty are the cards of a domain that have nothing but one and the same reason.
type Empty[L level.Level] struct {
	Text, Reason string
	Cards        []*Card[L]
}

// Empty groups the cards that have nothing to show by their reason, which is then said once.
func (d Domain[L]) Empty() []Empty[L] {
	var groups []Empty[L]
	for _, c := range d.Cards {
		if !c.Bare {
			continue
		}
		i := slices.IndexFunc(groups, func(g Empty[L]) bool { return g.Text == c.Headline.Text && g.Reason == c.Headline.Behind })
		if i < 0 {
			i, groups = len(groups), append(groups, Empty[L]{Text: c.Headline.Text, Reason: c.Headline.Behind})
		}
		groups[i].Cards = append(groups[i].Cards, c)
	}
	return groups
}
