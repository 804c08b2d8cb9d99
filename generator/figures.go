package generator

import (
	"context"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// FigureTable is every figure of a site as a tidy table, with what is needed to compute the
// same figures by other means.
type FigureTable struct {
	outcome  *outcome
	Accounts []event.Account
	Calendar *period.Calendar
	Complete int            // complete months of Calendar; a later one is still running
	AsOf     period.Seconds // end of the data
	Rules    fact.Rules
	Sources  map[string][]event.Source // by table; names of files are complete
}

// Figures computes what Build computes and publishes nothing: the way from files to figures
// alone. Small groups are withheld as everywhere. The error is as Build's.
func Figures(ctx context.Context, o Options) (*FigureTable, error) {
	site, err := open(o)
	if err != nil {
		return nil, err
	}
	in := site.input()
	results, err := compute(ctx, in)
	if err != nil {
		return nil, err
	}
	return &FigureTable{outcome: results, Accounts: results.accounts, Calendar: in.frame.Calendar,
		Complete: in.frame.Complete(), AsOf: in.frame.AsOf, Rules: in.rules, Sources: site.fullSources()}, nil
}

// Rows lists every figure of every month.
func (t *FigureTable) Rows() []metric.Row { return t.outcome.rows(allMonths) }

// fullSources are the sources with the files' names on the disk instead of within the
// site's folder.
func (s *site) fullSources() map[string][]event.Source {
	out := map[string][]event.Source{}
	for table, sources := range s.sources {
		for _, source := range sources {
			files := make([]string, len(source.Files))
			for i, name := range source.Files {
				files[i] = disk(s.root).full(name)
			}
			source.Files = files
			out[table] = append(out[table], source)
		}
	}
	return out
}
