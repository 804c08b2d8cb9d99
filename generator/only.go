package generator

import (
	"leadline/generator/level"
	"leadline/generator/page"
	"leadline/generator/period"
)

// onlyPortfolio is the one section that can be a site of its own.
const onlyPortfolio = string(level.PortfolioName)

// alone reports whether the site is the portfolio's section alone.
func (s *site) alone() bool { return s.options.Only == onlyPortfolio }

// only is the outcome as far as the site shows it. Where that is the portfolio's section
// alone, what is of a team or a service goes no further than this: pages, tables, workbooks
// and the ledger are made from what is left, so none of them can show a unit.
func (s *site) only(o *outcome) *outcome {
	o.hidden = s.hidden(o)
	if !s.alone() {
		return o
	}
	rest := *o
	rest.teams, rest.services, rest.pairs, rest.risks = nil, nil, nil, nil
	return &rest
}

// hidden says of the months that have pages how many figures of units are withheld: their
// number is all that the portfolio's page tells of them.
func (s *site) hidden(o *outcome) map[period.Month]page.Hidden {
	hidden := map[period.Month]page.Hidden{}
	for _, m := range s.pageMonths() {
		h := page.CountHidden(o.teams, m)
		services := page.CountHidden(o.services, m)
		hidden[m] = page.Hidden{Withheld: h.Withheld + services.Withheld, All: h.All + services.All}
	}
	return hidden
}
