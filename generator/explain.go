package generator

import (
	"context"

	"leadline/generator/fact"
	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/page"
	"leadline/generator/period"
)

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

// explaining is a question that was understood, and the rows that it found.
type explaining struct {
	level      level.Name
	unit       string
	definition *metric.Definition
	month      period.Month

	found metric.Behind
	files []string // names of the entity's files, by number
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

// filesOf are the input files of a metric's tables, with their hashes.
func (s *site) filesOf(ctx context.Context, o *outcome, d *metric.Definition) ([]ledger.Input, error) {
	only := *s
	only.sources = chosenOf(s.sources, s.tablesOf()[d.ID])
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
