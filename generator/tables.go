package generator

import (
	"iter"
	"slices"

	"leadline/generator/config"
	"leadline/generator/fact"
	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/period"
	"leadline/generator/table"
	"leadline/generator/workbook"
)

// tables are what governance gets of some months: the workbook's sheets and the files beside
// it, in this order; nothing where no month is complete.
func (s *site) tables(o *outcome, f *findings, h *history, months []period.Month) []table.Table {
	if len(months) == 0 {
		return nil
	}
	wanted := func(m period.Month) bool { return slices.Contains(months, m) }
	changes, sentences := o.changes(months[len(months)-1]), o.sentences(f, months)
	return []table.Table{
		table.Definitions(s.definitions),
		table.Lineage(h.Definitions, s.tablesOf(), h.Inputs),
		table.Accounting(o.accounts),
		table.Rejections(o.accounts),
		table.Coverage(o.coverage),
		table.Metrics(o.countRows(wanted), o.eachRow(wanted), s.closing()),
		table.Signals(o.rowsOf(countedByPortfolio, wanted)),
		table.Changes(len(changes), slices.Values(changes)),
		table.Told(len(sentences), slices.Values(sentences)),
		table.ControlCoverage(inMonths(o.pairs, wanted, func(p *metric.Pair) period.Month { return p.Month })),
		table.Exceptions(inMonths(o.risks, wanted, monthOfRisk), s.config.Shows(config.ExceptionReasons)),
		table.Bridge(s.definitions, o.rowsOf(isBridge, wanted)),
		table.Delays(o.rowsOf(isPartition, wanted)),
		table.Restatements(h.log),
	}
}

// charts are the small tables that a workbook draws, of the portfolio; those without a month
// that has figures are left out.
func (s *site) charts(o *outcome, months []period.Month) (charts []workbook.Chart) {
	wanted := func(m period.Month) bool { return slices.Contains(months, m) }
	for _, c := range []workbook.Chart{
		{Table: table.DebtBands(o.portfolioRows(isAge, wanted)), Title: "Open findings by age, as each month ended", Axis: "Findings"},
		{Table: table.CoverageStates(o.portfolioRows(isCoverage, wanted)), Title: "Required checks by state, as each month ended", Axis: "Checks of services"},
		{Table: table.ExceptionsLeft(inMonths(o.risks, wanted, monthOfRisk)), Title: "Accepted risks by the time that they had left, as each month ended", Axis: "Accepted risks"},
		{Table: table.DelayShares(o.portfolioRows(isPartition, wanted)), Title: "Where the time went of what was finished in each month", Axis: "Share of all time", Kind: workbook.Shares},
	} {
		if c.Len > 0 && len(c.Columns) > 1 {
			charts = append(charts, c)
		}
	}
	return charts
}

func monthOfRisk(r *metric.Risk) period.Month { return r.Month }

// inMonths are those of the wanted months.
func inMonths[T any](all []T, wanted func(period.Month) bool, of func(*T) period.Month) (some []T) {
	for i := range all {
		if wanted(of(&all[i])) {
			some = append(some, all[i])
		}
	}
	return some
}

func countedByPortfolio(d *metric.Definition, at level.Name) bool {
	return at == level.PortfolioName && d.Policies[at] == metric.Counted
}

func isBridge(d *metric.Definition, _ level.Name) bool {
	_, ok := d.Measure.(*metric.Bridge)
	return ok
}

func isPartition(d *metric.Definition, _ level.Name) bool {
	_, ok := d.Measure.(*metric.Partition)
	return ok
}

// isAge is for ages of findings that fall into bands; work items have none.
func isAge(d *metric.Definition, _ level.Name) bool {
	a, ok := d.Measure.(*metric.Age)
	return ok && a.Of == fact.Finding && len(a.Bands) > 0
}

func isCoverage(d *metric.Definition, _ level.Name) bool {
	_, ok := d.Measure.(*metric.Coverage)
	return ok
}

// rowsOf streams the rows of some metrics that their level may see, in the order of rows.
func (o *outcome) rowsOf(which func(*metric.Definition, level.Name) bool, wanted func(period.Month) bool) iter.Seq[metric.Row] {
	portfolio := [][]metric.Series[level.Portfolio]{o.portfolio}
	return func(yield func(metric.Row) bool) {
		_ = eachRow(chosen(o.teams, which), wanted, yield) && eachRow(chosen(o.services, which), wanted, yield) && eachRow(chosen(portfolio, which), wanted, yield)
	}
}

// portfolioRows are the portfolio's rows of the first metric of some kind: a chart has one.
func (o *outcome) portfolioRows(which func(*metric.Definition, level.Name) bool, wanted func(period.Month) bool) iter.Seq[metric.Row] {
	for _, s := range o.portfolio {
		if s.Policy() == metric.Pooled && which(s.Definition(), level.PortfolioName) {
			return s.Each(wanted)
		}
	}
	return func(func(metric.Row) bool) {}
}

// chosen are the series of some metrics.
func chosen[L level.Level](subjects [][]metric.Series[L], which func(*metric.Definition, level.Name) bool) [][]metric.Series[L] {
	out := make([][]metric.Series[L], len(subjects))
	for i, series := range subjects {
		for _, s := range series {
			if s.Policy() != metric.None && which(s.Definition(), level.NameOf[L]()) {
				out[i] = append(out[i], s)
			}
		}
	}
	return out
}

// rows are the figures of the wanted months as a tidy table: levels, then subjects, then
// metrics, then months.
func (o *outcome) rows(wanted func(period.Month) bool) []metric.Row {
	rows := make([]metric.Row, 0, o.countRows(wanted))
	for r := range o.eachRow(wanted) {
		rows = append(rows, r)
	}
	return rows
}

// eachRow streams rows, which can be millions.
func (o *outcome) eachRow(wanted func(period.Month) bool) iter.Seq[metric.Row] {
	portfolio := [][]metric.Series[level.Portfolio]{o.portfolio}
	return func(yield func(metric.Row) bool) {
		_ = eachRow(o.teams, wanted, yield) && eachRow(o.services, wanted, yield) && eachRow(portfolio, wanted, yield)
	}
}

func eachRow[L level.Level](subjects [][]metric.Series[L], wanted func(period.Month) bool, yield func(metric.Row) bool) bool {
	for _, series := range subjects {
		for _, s := range series {
			for r := range s.Each(wanted) {
				if !yield(r) {
					return false
				}
			}
		}
	}
	return true
}

func (o *outcome) countRows(wanted func(period.Month) bool) int {
	portfolio := [][]metric.Series[level.Portfolio]{o.portfolio}
	return countRows(o.teams, wanted) + countRows(o.services, wanted) + countRows(portfolio, wanted)
}

func countRows[L level.Level](subjects [][]metric.Series[L], wanted func(period.Month) bool) (n int) {
	for _, series := range subjects {
		for _, s := range series {
			n += s.CountRows(wanted)
		}
	}
	return n
}

// allMonths wants every month.
func allMonths(period.Month) bool { return true }

// changes are what the newest months are against those before, in the order of rows.
func (o *outcome) changes(m period.Month) []metric.ChangeRow {
	rows := appendChanges(nil, o.teams, m)
	rows = appendChanges(rows, o.services, m)
	return appendChanges(rows, [][]metric.Series[level.Portfolio]{o.portfolio}, m)
}

func appendChanges[L level.Level](rows []metric.ChangeRow, subjects [][]metric.Series[L], m period.Month) []metric.ChangeRow {
	for _, series := range subjects {
		for _, s := range series {
			rows = s.AppendChange(rows, m)
		}
	}
	return rows
}

// sentences are what the pages of the months tell, in the order of rows.
func (o *outcome) sentences(f *findings, months []period.Month) []table.Sentence {
	rows := appendSentences(nil, o.teams, f.teams, months)
	rows = appendSentences(rows, o.services, f.services, months)
	return appendSentences(rows, [][]metric.Series[level.Portfolio]{o.portfolio}, []*finding.Course[level.Portfolio]{f.portfolio}, months)
}

func appendSentences[L level.Level](rows []table.Sentence, subjects [][]metric.Series[L], found []*finding.Course[L], months []period.Month) []table.Sentence {
	for i, series := range subjects {
		for _, m := range months {
			for k, told := range printed(found[i].At(m)) {
				rows = append(rows, table.Sentence{Level: level.NameOf[L](), Subject: series[0].Subject().ID, Month: m, Order: k + 1,
					Role: told.Role, Pattern: told.Pattern, Version: told.Version, Since: told.Since, Title: told.Title, Text: told.Text(), Caveat: told.Caveat})
			}
		}
	}
	return rows
}

// printed are all sentences that a page has of a month, in the page's order.
func printed[L level.Level](found []finding.Finding[L]) []narrative.Sentence {
	out := append(narrative.Tell(found), narrative.Further(found)...)
	for _, domain := range metric.Domains {
		out = append(out, narrative.Verdicts(found, domain)...)
	}
	return out
}
