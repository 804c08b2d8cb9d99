package generator

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"leadline/generator/config"
	"leadline/generator/fact"
	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/page"
	"leadline/generator/period"
)

// Question is which figure somebody wants explained, as typed.
type Question struct{ Level, Unit, Metric, Month string }

// UnknownName is a question about something that there is not.
type UnknownName struct{ what, name, do string }

// Error says what there is not, and what is nearest to it.
func (e UnknownName) Error() string {
	text := fmt.Sprintf("there is no %s %q", e.what, e.name)
	if e.do != "" {
		text += "; " + e.do
	}
	return text
}

// Explanation is how the figures of one metric, subject and month came about. Card and Trace
// are what the page says; nothing is in it that no page may show.
type Explanation struct {
	Title   string
	Figures []page.Figure // as the page has them, headline first
	Refused string        // why the page shows none, in its words; "" where it does
	Trace   page.Trace
	Files   []ledger.Input
	Rows    ExplainedRows
}

// Explain computes the site as a build does, with the place of every row, and tells one
// figure's making. It publishes nothing. What a page withholds or does not show is refused
// here in the same words: a terminal is no hole in the rules.
func Explain(ctx context.Context, o Options, q Question) (*Explanation, error) {
	s, err := open(o)
	if err != nil {
		return nil, err
	}
	x, err := s.explaining(q)
	if err != nil {
		return nil, err
	}
	in := s.input()
	in.explain = explanations{x}
	results, err := compute(ctx, in)
	if err != nil {
		return nil, err
	}
	return x.explain(ctx, s, results)
}

// explain tells what was found.
func (x *explaining) explain(ctx context.Context, s *site, results *outcome) (*Explanation, error) {
	e, err := x.explanation(s, results)
	if err != nil {
		return nil, err
	}
	if len(e.Trace.Steps) > 0 {
		if e.Files, err = s.filesOf(ctx, results, x.definition); err != nil {
			return nil, err
		}
	}
	return e, x.name(ctx, s, e)
}

// explaining is a question that was understood, and the rows that it found.
type explaining struct {
	level      level.Name
	unit       string
	definition *metric.Definition
	month      period.Month

	found metric.Behind
	files []string // names of the entity's files, by number
}

// explaining understands a question as far as the configuration can tell.
func (s *site) explaining(q Question) (*explaining, error) {
	x := &explaining{level: level.Name(q.Level), unit: q.Unit}
	if levels := []string{string(level.TeamName), string(level.ServiceName), string(level.PortfolioName)}; !slices.Contains(levels, q.Level) {
		return nil, UnknownName{"level", q.Level, "say one of " + strings.Join(levels, ", ")}
	}
	var ids []string
	for _, d := range s.definitions {
		if ids = append(ids, d.ID); d.ID == q.Metric {
			x.definition = d
		}
	}
	if x.definition == nil {
		return nil, UnknownName{"metric", q.Metric, didYouMean(q.Metric, ids)}
	}
	months := s.completeMonths()
	m, err := period.ParseMonth(q.Month)
	if x.month = m; err != nil || !slices.Contains(months, m) {
		do := "no month is complete yet"
		if n := len(months); n > 0 {
			do = fmt.Sprintf("complete months are %s to %s", months[0], months[n-1])
		}
		return nil, UnknownName{"complete month", q.Month, do}
	}
	return x, nil
}

// didYouMean is what somebody may have meant: the most alike of some names, else those that
// have a word in common with it, else all of a few.
func didYouMean(name string, known []string) string {
	if near := config.Nearest(name, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == '-' || r == '_' || r == ' ' })
	}
	var alike []string
	for _, k := range known {
		if slices.ContainsFunc(words(k), func(w string) bool { return slices.Contains(words(name), w) }) {
			alike = append(alike, k)
		}
	}
	const few = 30
	switch {
	case len(alike) > 0:
		return "did you mean one of " + strings.Join(alike, ", ") + "?"
	case len(known) <= few:
		return "say one of " + strings.Join(known, ", ")
	default:
		return ""
	}
}

// explanations are all that one run explains.
type explanations []*explaining

// columns are what must be kept of an entity's rows beside what definitions read.
func (all explanations) columns(used map[string][]string) {
	for _, x := range all {
		entity := x.definition.Measure.Entity()
		used[entity] = append(used[entity], explainedColumns(entity)...)
	}
}

// look finds the rows, as soon as their table is measured: it goes then.
func (all explanations) look(d *metric.Definition, t *fact.Table, u *fact.Units, f metric.Frame) {
	for _, x := range all {
		if d == x.definition && d.Policies[x.level] == metric.Pooled {
			x.look(t, u, f)
		}
	}
}

func (x *explaining) look(t *fact.Table, u *fact.Units, f metric.Frame) {
	var cells []fact.Cell
	switch x.level {
	case level.TeamName:
		cells = cellsNamed(u.TeamSets(), x.unit)
	case level.ServiceName:
		cells = cellsNamed(u.ServiceSets(), x.unit)
	default:
		cells = u.Portfolio().Cells()
	}
	x.found = metric.RowsBehind(x.definition, t, u, f, cells, f.Calendar.IndexOf(x.month))
}

func cellsNamed[L level.Level](sets []fact.Set[L], id string) []fact.Cell {
	for _, s := range sets {
		if s.Subject().ID == id {
			return s.Cells()
		}
	}
	return nil
}

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
	e.Figures, e.Trace = figuresOnCard(card), card.Trace
	series := subject.Series[slices.IndexFunc(subject.Series, func(s metric.Series[L]) bool { return s.Definition() == x.definition })]
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

// filesOf are the input files of a metric's tables, with their hashes.
func (s *site) filesOf(ctx context.Context, o *outcome, d *metric.Definition) ([]ledger.Input, error) {
	only := *s
	only.sources = nil
	tables := s.tablesOf()[d.ID]
	only.sources = chosenOf(s.sources, tables)
	return only.hashInputs(ctx, o.accounts)
}

func chosenOf[V any](all map[string]V, keys []string) map[string]V {
	some := map[string]V{}
	for _, k := range keys {
		if v, ok := all[k]; ok {
			some[k] = v
		}
	}
	return some
}
