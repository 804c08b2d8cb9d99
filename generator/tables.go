package generator

import (
	"iter"
	"slices"

	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/period"
	"leadline/generator/table"
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
		table.Metrics(o.countRows(wanted), o.eachRow(wanted), s.closing()),
		table.Changes(len(changes), slices.Values(changes)),
		table.Told(len(sentences), slices.Values(sentences)),
		table.Accounting(o.accounts),
		table.Rejections(o.accounts),
		table.Coverage(o.coverage),
		table.Restatements(h.log),
	}
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
