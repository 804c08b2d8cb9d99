package generator

import (
	"context"
	"io/fs"
	"slices"

	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/page"
	"leadline/generator/period"
	"leadline/generator/publish"
)

// input is everything that figures are computed from.
type input struct {
	files       fs.FS
	sources     map[string][]event.Source // by table
	definitions []*metric.Definition
	rules       fact.Rules
	frame       metric.Frame
	reading     event.Options
	shows       func(config.Text) bool // of what people wrote
	people      *publish.Canaries      // collects what columns of people hold
	progress    Progress
	shapes      []period.Month // months of which pages show how the values lie; nil: figures alone are wanted
	explain     explanations   // whose rows are wanted; none in a build
}

// outcome is every figure, and what became of every row.
type outcome struct {
	units     *fact.Units
	teams     [][]metric.Series[level.Team]    // per team of units.TeamSets, per definition
	services  [][]metric.Series[level.Service] // per service of units.ServiceSets
	portfolio []metric.Series[level.Portfolio]
	notes     notes
	accounts  []event.Account
	freshness []event.Freshness // by table, then by files
	coverage  []fact.Coverage
	decisions *fact.Decisions
	pairs     []metric.Pair                // of all months
	risks     []metric.Risk                // of all months
	hidden    map[period.Month]page.Hidden // person-derived figures of units that are withheld
	rejects   diag.Problems
	doubts    []string          // about settings that fit nothing
	people    *publish.Canaries // what columns of people hold
}

// compute reads, links and measures: the left half of the picture. Tables are read when
// they are linked and dropped when they are measured, so that memory follows the largest
// table and not their sum; the largest, pipeline runs, comes first, when nothing else is
// held. Every step is a method beside its own kind of events.
func compute(ctx context.Context, in input) (*outcome, error) {
	c := newComputing(ctx, in)
	c.pipelines()
	c.delivery()
	c.work()
	c.security()
	c.enablement()
	c.testCoverage()
	c.controls()
	c.teamsKnown()
	if err := c.read.err(); err != nil {
		return c.out, err
	}
	in.progress.Stage("evaluating")
	c.read.collect()
	c.out.units = c.units
	c.out.notes = notesOf(c.units, c.in.frame)
	c.out.evaluate(c.measured, c.units, in)
	return c.out, ctx.Err()
}

// computing is what the steps of compute share: what they read with, and what they have
// measured so far. After a problem nothing more is measured, but everything is still read,
// so that all problems are reported.
type computing struct {
	in       input
	used     map[string][]string // columns of each entity that definitions read
	read     *reader
	units    *fact.Units
	measured []*metric.Measured
	releases *fact.Releases // from delivery to security; nil where no definition needs them
	waits    *fact.Waits    // of everything that can wait, until all of that is linked
	out      *outcome
}

func newComputing(ctx context.Context, in input) *computing {
	c := &computing{in: in, used: registered(usedColumns(in.definitions)), out: &outcome{people: in.people}, waits: fact.NewWaits(nil)}
	in.explain.columns(c.used)
	c.read = newReader(ctx, in, c.used, c.out)
	in.progress.Stage("reading teams, services and ownership")
	c.in.frame.Annotations = fact.NewAnnotations(c.read.table("annotations"))
	c.out.decisions = fact.NewDecisions(c.read.table("decisions"))
	if !in.shows(config.AnnotationTexts) {
		c.in.frame.Annotations.Silence()
	}
	if !in.shows(config.DecisionTexts) {
		c.out.decisions.Silence()
	}
	c.units = fact.NewUnits(c.read.table("teams"), c.read.table("services"), c.read.table("ownership"))
	return c
}

// measure computes every definition of one entity and keeps only what was measured.
func (c *computing) measure(t *fact.Table, coverage ...fact.Coverage) {
	c.out.coverage = append(c.out.coverage, coverage...)
	if c.read.err() != nil {
		return
	}
	c.units.CountUnowned(t)
	t.Keep(c.used[t.Entity])
	for _, d := range c.in.definitions {
		if d.Measure.Entity() == t.Entity {
			m := metric.Compute(d, t, c.units, c.in.frame)
			if err := m.Err(); err != nil {
				c.read.problems = append(c.read.problems, diag.Problem{Position: diag.Position{File: d.File}, Found: err.Error(),
					Expected: "figures that agree with each other", Do: "this is a defect of Leadline: report it, and leave the metric out until it is mended"})
			}
			c.measured = append(c.measured, m)
			c.in.explain.look(d, t, c.units, c.in.frame)
		}
	}
}

// usedColumns are the columns of each entity that some definition reads. Entities of
// person-derived metrics also need their people columns, to be counted and never shown.
func usedColumns(definitions []*metric.Definition) map[string][]string {
	used := map[string][]string{}
	for _, d := range definitions {
		entity := d.Measure.Entity()
		used[entity] = append(used[entity], metric.Columns(d.Measure)...)
		if d.People && entity == fact.Change {
			used[entity] = append(used[entity], "author_id")
		}
	}
	return used
}

// evaluate asks for every figure that a level may see.
func (o *outcome) evaluate(measured []*metric.Measured, u *fact.Units, in input) {
	slices.SortFunc(measured, func(a, b *metric.Measured) int { return compareDomains(a.Definition(), b.Definition()) })
	o.teams = evaluateSets(measured, u.TeamSets(), in)
	o.services = evaluateSets(measured, u.ServiceSets(), in)
	metric.Look(measured, u.Portfolio()) // one list of all that the portfolio could say
	o.portfolio = evaluateSets(measured, []fact.Set[level.Portfolio]{u.Portfolio()}, in)[0]
}

func evaluateSets[L level.Level](measured []*metric.Measured, sets []fact.Set[L], in input) [][]metric.Series[L] {
	out := make([][]metric.Series[L], len(sets))
	for i := range out {
		out[i] = make([]metric.Series[L], len(measured))
	}
	inParallel(len(sets)*len(measured), in.frame.Workers, func(i int) {
		set, m := i/len(measured), i%len(measured)
		out[set][m] = metric.Evaluate(measured[m], sets[set])
		if len(in.shapes) > 0 {
			out[set][m] = metric.AddShapes(out[set][m], measured[m], sets[set], in.shapes)
			out[set][m] = metric.AddMatrix(out[set][m], measured[m], sets[set], in.shapes)
		}
	})
	return out
}
