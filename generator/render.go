package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"

	"leadline/generator/fact"
	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/page"
	"leadline/generator/period"
	"leadline/generator/publish"
	"leadline/generator/workbook"
)

// render writes everything that readers get: pages, the workbook, the files pages load.
// The workbook is one stream and pages are many, so they are written side by side.
func render(ctx context.Context, s *site, o *outcome, f *findings, stage *publish.Stage) error {
	s.options.Progress.Stage("writing pages and the workbook")
	var wg sync.WaitGroup
	var pages, book error
	site := s.pages(o, f)
	wg.Go(func() { book = s.writeWorkbook(o, site.PageMonths(), stage) })
	wg.Go(func() { pages = page.Render(ctx, s.templates, site, s.options.Workers, stage.Write) })
	wg.Wait()
	if err := errors.Join(pages, book); err != nil {
		return err
	}
	return s.copyAssets(stage)
}

// pages is the outcome as pages want it.
func (s *site) pages(o *outcome, f *findings) *page.Site {
	p := &page.Site{Name: s.config.Name, Public: s.config.Visibility == "public", AsOf: s.asOf, Definitions: s.definitions, Patterns: s.patterns, Questions: s.questions, Guides: s.guides,
		Unowned: o.units.Unowned(), Portfolio: subject(o.portfolio, o.notes.portfolio, f.portfolio), Accounts: o.accounts, Coverage: o.coverage,
		Freshness: o.freshness, Late: s.lateFor(o.freshness), Policies: policyPages(s.config.Policies)}
	for i := range s.calendar.Months() {
		p.Months = append(p.Months, s.calendar.Month(i))
	}
	if m, ok := s.latest(); ok {
		p.Latest, p.Workbook = m, workbookPath(m.String())
		for n := min(s.config.PageMonths, s.frame().Complete()); n > 0; n-- {
			p.Pages = append(p.Pages, m-period.Month(n-1))
		}
	}
	p.Across = make(map[period.Month][]finding.Spread, len(p.Pages))
	for _, m := range p.Pages {
		p.Across[m] = f.across(m, s.config.Groups.Units)
	}
	s.addTeams(p, o, f)
	p.Portfolio.Talk = page.Talk{Asked: asked(bank(s.questions), f.portfolio, o.portfolio, p.Months), Decisions: o.decisions.Of("")}
	for i, series := range o.services {
		p.Services = append(p.Services, subject(series, o.notes.services[i], f.services[i]))
	}
	return p
}

// addTeams adds the teams: what they have at this stage of the playbook, and what their
// reviews talk about.
func (s *site) addTeams(p *page.Site, o *outcome, f *findings) {
	questions, sets, shown := bank(s.questions), o.units.TeamSets(), s.shownToTeams(o)
	for i, series := range o.teams {
		t := subject(series, o.notes.teams[i], f.teams[i])
		t.Playbook, t.Arrivals, t.Active = s.playbook(t.ID), o.units.Arrivals(t.ID), s.active(sets[i])
		t.Talk = page.Talk{Asked: asked(questions, f.teams[i], shown[i], t.Active), Decisions: o.decisions.Of(t.ID)}
		p.Teams = append(p.Teams, t)
	}
}

// active are the months in which there was such a team.
func (s *site) active(set fact.Set[level.Team]) []period.Month {
	months := []period.Month{}
	for i := range s.calendar.Months() {
		if set.Active(s.calendar.Start(i), s.calendar.End(i)) {
			months = append(months, s.calendar.Month(i))
		}
	}
	return months
}

func subject[L level.Level](series []metric.Series[L], notes []fact.Note[L], f *finding.Course[L]) page.Subject[L] {
	return page.Subject[L]{Subject: series[0].Subject(), Series: series, Notes: notes, Findings: f}
}

// writeWorkbook writes the figures of the months that have pages: a sheet ends at a million
// rows, which a large organisation's whole history passes.
func (s *site) writeWorkbook(o *outcome, pages []period.Month, stage *publish.Stage) error {
	month, ok := s.latest()
	if !ok {
		return nil
	}
	w, err := stage.Create(workbookPath(month.String()))
	if err != nil {
		return err
	}
	book := workbook.Book{Title: s.config.Name + ": " + month.Long(), Site: s.config.Name, Period: month, AsOf: s.asOf,
		DefinitionSet: s.definitionSet(), Definitions: s.definitions, Accounts: o.accounts, Coverage: o.coverage,
		Rows: o.rows(func(m period.Month) bool { return slices.Contains(pages, m) }), Changes: o.changes(month)}
	if err := workbook.Write(w, book); err != nil {
		w.Close()
		return err
	}
	return w.Close()
}

func workbookPath(month string) string {
	return path.Join("downloads", month, "leadline-"+month+".xlsx")
}

// definitionSet is the version of the definitions as a whole: the newest review date.
func (s *site) definitionSet() string {
	newest := ""
	for _, d := range s.definitions {
		newest = max(newest, d.Reviewed)
	}
	return newest
}

// rows are the figures of the wanted months as a tidy table: levels, then subjects, then
// metrics, then months.
func (o *outcome) rows(wanted func(period.Month) bool) []metric.Row {
	portfolio := [][]metric.Series[level.Portfolio]{o.portfolio}
	n := countRows(o.teams, wanted) + countRows(o.services, wanted) + countRows(portfolio, wanted)
	rows := appendRows(make([]metric.Row, 0, n), o.teams, wanted)
	rows = appendRows(rows, o.services, wanted)
	return appendRows(rows, portfolio, wanted)
}

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

func appendRows[L level.Level](rows []metric.Row, subjects [][]metric.Series[L], wanted func(period.Month) bool) []metric.Row {
	for _, series := range subjects {
		for _, s := range series {
			rows = s.AppendRows(rows, wanted)
		}
	}
	return rows
}

// copyAssets puts the files that pages load beside them.
func (s *site) copyAssets(stage *publish.Stage) error {
	entries, err := fs.ReadDir(s.assets, ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() || slices.Contains([]string{".go"}, path.Ext(e.Name())) {
			continue
		}
		data, err := fs.ReadFile(s.assets, e.Name())
		if err != nil {
			return fmt.Errorf("assets/%s: %w", e.Name(), err)
		}
		if err := stage.Write("assets/"+e.Name(), data); err != nil {
			return err
		}
	}
	return nil
}

// policy is the security policy that every page must state before it loads anything: no
// request leaves the site, no script or style stands in a page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"

// checkRules are what the stage is held to; licence texts name their authors' addresses.
func checkRules(workers int) publish.Rules {
	return publish.Rules{Workers: workers, Policy: policy, Vendored: []string{"assets/"}}
}
