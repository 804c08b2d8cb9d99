package generator

import (
	"fmt"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/page"
)

// explanation is what the page of the figure says.
func (x *explaining) explanation(s *site, o *outcome) (*Explanation, error) {
	p := &page.Site{Name: s.config.Name, AsOf: s.asOf, Definitions: s.definitions, Tables: s.tablesOf()}
	p.Latest, _ = s.latest()
	for i := range s.calendar.Months() {
		p.Months = append(p.Months, s.calendar.Month(i))
	}
	switch x.level {
	case level.TeamName:
		return explainUnit(x, s, p, o.teams, o.units.Teams)
	case level.ServiceName:
		return explainUnit(x, s, p, o.services, o.units.Services)
	default:
		if x.unit != "" {
			return nil, UnknownName{"unit of the portfolio", x.unit, "the portfolio has none: leave it out"}
		}
		return explainCard(x, p, &page.Subject[level.Portfolio]{Subject: o.portfolio[0].Subject(), Series: o.portfolio})
	}
}

func explainUnit[L level.Level](x *explaining, s *site, p *page.Site, all [][]metric.Series[L], subjects []fact.Subject) (*Explanation, error) {
	for _, series := range all {
		if series[0].Subject().ID != x.unit {
			continue
		}
		subject := &page.Subject[L]{Subject: series[0].Subject(), Series: series}
		if x.level == level.TeamName {
			subject.Playbook = s.playbook(x.unit)
		}
		return explainCard(x, p, subject)
	}
	var ids []string
	for _, s := range subjects {
		ids = append(ids, s.ID)
		if s.Name == x.unit {
			return nil, UnknownName{string(x.level), x.unit, fmt.Sprintf("its id is %q", s.ID)}
		}
	}
	return nil, UnknownName{string(x.level), x.unit, didYouMean(x.unit, ids)}
}

func explainCard[L level.Level](x *explaining, p *page.Site, subject *page.Subject[L]) (*Explanation, error) {
	card, why := page.CardOf(p, subject, x.definition.ID, x.month)
	e := &Explanation{Title: fmt.Sprintf("%s, %s, %s", x.definition.Title, subject.Name, x.month.Long())}
	if card == nil {
		e.Refused, e.Rows.Unlisted = why, "the page does not show the metric"
		return e, nil
	}
	e.Figures = figuresOnCard(card)
	series := subject.Series[slices.IndexFunc(subject.Series, func(s metric.Series[L]) bool { return s.Definition() == x.definition })]
	e.Trace = page.TraceOf(p, series, x.month)
	result, _ := series.At(x.month)
	e.Rows.Unlisted, e.Rows.CountedOnly = x.refuses(series.Policy(), result.Figures())
	return e, nil
}

// refuses says why no rows may be listed, and whether those that do not count must stay out.
func (x *explaining) refuses(policy metric.Policy, figures []metric.Figure) (why string, countedOnly bool) {
	if policy == metric.Counted {
		return "a counted signal names no service and shows none of its rows", false
	}
	if len(figures) == 0 {
		return "nothing is recorded for this month", false
	}
	if first := figures[0]; first.Absence != metric.Present && first.Absence != metric.TooFew {
		return first.Text() + ": " + first.Reason, false
	}
	return "", slices.ContainsFunc(figures, func(f metric.Figure) bool { return f.Absence == metric.Withheld })
}

// figuresOnCard are a card's figures with the names that they have beside them.
func figuresOnCard[L level.Level](c *page.Card[L]) (all []page.Figure) {
	if !c.Counted || c.Headline.Absent {
		headline := c.Headline
		headline.Name = "" // the title says it
		all = append(all, headline)
	}
	if !c.Counted || !c.Headline.Absent {
		all = append(all, c.Others...)
	}
	for _, p := range c.Parts {
		for _, r := range p.Rows {
			for i, f := range r.Cells {
				f.Name = p.Caption + ", " + r.Name
				if len(p.Columns) > 1 && i < len(p.Columns) {
					f.Name += ", " + p.Columns[i]
				}
				all = append(all, f)
			}
		}
	}
	return all
}
