package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sync"
	"time"

	"leadline/generator/fact"
	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/page"
	"leadline/generator/period"
	"leadline/generator/publish"
)

// render writes everything that readers get: pages, the workbook, the files pages load.
// Files come first, because a page tells their sizes; each is one stream, so they are written
// side by side.
func render(ctx context.Context, s *site, o *outcome, f *findings, h *history, stage *publish.Stage) error {
	s.options.Progress.Stage("writing the workbook, the downloads and pages")
	site := s.pages(o, f)
	site.Run, site.Restatements, site.Inputs = h.Run, h.log, h.Inputs
	if built, err := time.Parse(time.RFC3339, h.Built); err == nil { // none is given to most builds
		site.Built = built.In(s.config.Zone)
	}
	if m, ok := s.latest(); ok {
		site.Workbook = s.workbookPath(h, m)
	}
	tables := s.tables(o, f, h, site.PageMonths())
	files := s.downloads(o, tables)
	err := together(
		func() error { return s.writeWorkbooks(ctx, o, f, h, stage) },
		func() error { return writeDownloads(files, stage) },
	)
	if err != nil {
		return err
	}
	if err := h.keep(stage); err != nil {
		return err
	}
	if err := s.describe(files, o.accounts, site, stage); err != nil {
		return err
	}
	if s.kept, err = s.keep(stage); err != nil {
		return err
	}
	if s.kept != nil {
		site.Keep = s.kept.page
	}
	if err := page.Render(ctx, s.templates, site, s.options.Workers, stage.Write); err != nil {
		return err
	}
	return s.copyAssets(stage)
}

// together does several things at a time.
func together(things ...func() error) error {
	var wg sync.WaitGroup
	errs := make([]error, len(things))
	for i, thing := range things {
		wg.Go(func() { errs[i] = thing() })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// pages is the outcome as pages want it.
func (s *site) pages(o *outcome, f *findings) *page.Site {
	p := &page.Site{
		Name: s.config.Name, Base: s.config.BaseURL, DueDays: s.config.DueDays, AsOf: s.asOf,
		Public: s.config.Indexed(), Restricted: s.config.Restricted(), Statement: s.config.Statement(),
		Definitions: s.definitions, Patterns: s.patterns, Questions: s.questions, Guides: s.guides,
		Portfolio: subject(o.portfolio, o.notes.portfolio, f.portfolio),
		Accounts:  o.accounts, Coverage: o.coverage, Closing: s.closing(), Tables: s.tablesOf(),
		Freshness: o.freshness, Late: s.lateFor(o.freshness), Policies: policyPages(s.config.Policies),
	}
	for i := range s.calendar.Months() {
		p.Months = append(p.Months, s.calendar.Month(i))
	}
	if m, ok := s.latest(); ok {
		p.Latest, p.Pages = m, s.pageMonths()
	}
	p.Alone, p.Hidden = s.alone(), o.hidden
	if !p.Alone {
		p.Unowned = o.units.Unowned()
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

// definitionSet is the version of the definitions as a whole: the newest review date.
func (s *site) definitionSet() string {
	newest := ""
	for _, d := range s.definitions {
		newest = max(newest, d.Reviewed)
	}
	return newest
}

// copyAssets puts the files that pages load beside them.
func (s *site) copyAssets(stage *publish.Stage) error {
	entries, err := fs.ReadDir(s.assets, ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) == ".go" {
			continue
		}
		data, err := fs.ReadFile(s.assets, e.Name())
		if err != nil {
			return fmt.Errorf("assets/%s: %w", e.Name(), err)
		}
		if err := stage.Write("assets/"+e.Name(), slim(e.Name(), data)); err != nil {
			return err
		}
	}
	return nil
}

// policy is the security policy that every page must state before it loads anything: no
// request leaves the site, no script or style stands in a page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
