package generator

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"leadline/assets"
	"leadline/content"
	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/finding"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/period"
	"leadline/generator/publish"
	"leadline/templates"
)

// site is what people wrote, opened and checked: site.toml, definitions, templates, assets.
type site struct {
	options     Options
	config      *config.Site
	written     []byte // site.toml
	root        string
	asOf        time.Time
	sources     map[string][]event.Source
	definitions []*metric.Definition
	questions   []*finding.Questions
	patterns    []*finding.Pattern
	guides      []*narrative.Guide
	content     fs.FS
	templates   fs.FS
	assets      fs.FS
	calendar    *period.Calendar
	made        string      // what the build is made from, as it began; see last.go
	stamps      []time.Time // of the event files, then
	last        last        // of the build before; zero where nothing is remembered
	kept        *kept       // nil where nothing is remembered
}

// open reads site.toml, the definitions and the names of the event files, and reports the
// problems of all of them together.
func open(o Options) (*site, error) {
	data, err := os.ReadFile(o.Config)
	if err != nil {
		return nil, diag.Problems{{Position: diag.Position{File: o.Config}, Found: cannotRead(err),
			Expected: "the site's configuration", Do: "name it with --config, or write one: README shows the smallest"}}
	}
	c, err := config.Parse(o.Config, data)
	if err != nil {
		return nil, err
	}
	s := &site{options: o, config: c, written: data, root: filepath.Dir(o.Config), asOf: asOf(o, c)}
	s.templates = newOverlay(s.folder(c.Overlay.Templates), templates.Files)
	s.assets = newOverlay(s.folder(c.Overlay.Assets), assets.Files)
	s.content = newOverlay(s.folder(c.Overlay.Content), content.Files)
	var problems diag.Problems
	s.sources, err = resolveSources(disk(s.root), c)
	problems = addProblems(problems, err)
	problems = addProblems(problems, s.take())
	problems = addProblems(problems, s.read(s.content))
	problems = addProblems(problems, s.checkCorrections())
	problems = addProblems(problems, s.listed(publish.NewCanaries()))
	problems.Sort()
	s.calendar = newCalendar(s.asOf, c)
	return s, problems.Err()
}

func (s *site) folder(name string) string {
	if name == "" {
		return ""
	}
	return disk(s.root).full(name)
}

func cannotRead(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return "cannot be read: " + err.Error()
}

// asOf is the end of the data: the flag, else site.toml, else the start of today.
func asOf(o Options, c *config.Site) time.Time {
	switch {
	case !o.AsOf.IsZero():
		return o.AsOf.In(c.Zone)
	case !c.AsOf.IsZero():
		return c.AsOf.In(c.Zone)
	default:
		year, month, day := o.Now.In(c.Zone).Date()
		return period.DayStart(year, month, day, c.Zone)
	}
}

// newCalendar ends with the month of the last instant before the as-of instant.
func newCalendar(asOf time.Time, c *config.Site) *period.Calendar {
	last := asOf.Add(-time.Second).In(c.Zone)
	end := period.MonthOf(last.Year(), last.Month())
	return period.NewCalendar(c.Zone, end-period.Month(c.HistoryMonths)+1, end)
}

// input is what compute needs of the site.
func (s *site) input() input {
	at, frame, pages := period.Seconds(s.asOf.Unix()), s.frame(), s.pageMonths()
	frame.Shapes = len(pages)
	return input{
		files: disk(s.root), sources: s.sources, definitions: s.definitions, shows: s.config.Shows, people: publish.NewCanaries(), progress: s.options.Progress,
		rules: fact.Rules{Policies: remediation(s.config.Policies), ProductionEnvironments: s.config.ProductionEnvironments, MainBranches: s.config.MainBranches,
			DefectTypes: s.config.DefectTypes, IncidentWindow: s.config.IncidentWindow, AsOf: at, Zone: s.config.Zone},
		frame:   frame,
		shapes:  pages,
		reading: event.Options{AsOf: at, Workers: s.options.Workers, Strict: s.options.Strict, KeepGoing: s.options.KeepGoing, Progress: s.options.Progress.Rows},
	}
}

// frame is the time that figures are computed over and the floors that apply to them.
func (s *site) frame() metric.Frame {
	return metric.Frame{Calendar: s.calendar, Weeks: period.NewWeeks(s.calendar), AsOf: period.Seconds(s.asOf.Unix()),
		People: s.config.Groups.People, Survey: s.config.Groups.SurveyPeople, Units: s.config.Groups.Units, Prose: s.config.Prose(), Workers: s.options.Workers}
}

// protected are the folders that must never be replaced by output.
func (s *site) protected() []string {
	out := []string{s.root}
	for _, sources := range s.sources {
		for _, source := range sources {
			for _, f := range source.Files {
				out = append(out, disk(s.root).full(f))
			}
		}
	}
	return out
}

// checkOut refuses an output within a folder that the site is made from: the next build would
// read what this one writes.
func (s *site) checkOut() error {
	out, err := filepath.Abs(s.options.Out)
	if err != nil {
		return err
	}
	for _, name := range s.config.Overlay.Folders() {
		folder, err := filepath.Abs(s.folder(name))
		if err != nil {
			return err
		}
		if rel, err := filepath.Rel(folder, out); err == nil && filepath.IsLocal(rel) {
			return diag.Problem{Position: diag.Position{File: s.options.Out}, Found: "lies in " + name + ", of which the site is made", Expected: "a directory of its own", Do: "choose another output"}
		}
	}
	return nil
}

// latest is the newest complete month, and whether there is one.
func (s *site) latest() (period.Month, bool) {
	n := s.frame().Complete()
	if n == 0 {
		return 0, false
	}
	return s.calendar.Month(n - 1), true
}

func (s *site) report(o *outcome) *Report {
	r := &Report{Site: s.config.Name, Out: s.options.Out, Indexed: s.config.Indexed(), Metrics: len(s.definitions)}
	if m, ok := s.latest(); ok {
		r.Month = m.Long()
	}
	if o == nil {
		return r
	}
	r.Teams, r.Services, r.Rejects = len(o.teams), len(o.services), o.rejects
	r.Rejects.Sort()
	r.Rejected = int64(len(o.rejects))
	for _, a := range o.accounts {
		r.Rows, r.Duplicate, r.OutOfScope = r.Rows+a.Read, r.Duplicate+a.Duplicate, r.OutOfScope+a.OutOfScope
	}
	r.Warnings = slices.Concat(late(o.freshness), o.doubts, s.doubtfulDecisions(o))
	return r
}
