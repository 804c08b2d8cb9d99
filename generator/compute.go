package generator

import (
	"context"
	"io/fs"
	"slices"

	"leadline/generator/diag"
	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
)

// input is everything that figures are computed from.
type input struct {
	files       fs.FS
	sources     map[string][]event.Source // by table
	definitions []*metric.Definition
	rules       fact.Rules
	frame       metric.Frame
	reading     event.Options
	progress    Progress
}

// outcome is every figure, and what became of every row.
type outcome struct {
	units     *fact.Units
	teams     [][]metric.Series[level.Team]    // per team of units.TeamSets, per definition
	services  [][]metric.Series[level.Service] // per service of units.ServiceSets
	portfolio []metric.Series[level.Portfolio]
	accounts  []event.Account
	coverage  []fact.Coverage
	rejects   diag.Problems
}

// compute reads, links and measures: the left half of the picture. Tables are read when
// they are linked and dropped when they are measured, so that memory follows the largest
// table and not their sum; the largest, pipeline runs, comes first, when nothing else is held.
func compute(ctx context.Context, in input) (*outcome, error) {
	out := &outcome{}
	used := usedColumns(in.definitions)
	read := newReader(ctx, in, used, out)
	var measured []*metric.Measured

	in.progress.Stage("reading teams, services and ownership")
	units := fact.NewUnits(read.table("teams"), read.table("services"), read.table("ownership"))
	in.progress.Stage("reading pipeline runs")
	runs, runCoverage := fact.NewPipelineRuns(read.table("pipeline_runs"), units, in.rules, used[fact.PipelineRun]...)
	measured = append(measured, measure(in, runs, units, used)...)
	runs = nil

	in.progress.Stage("reading deployments")
	deployments := fact.NewDeployments(read.table("deployments"), units, in.rules, used[fact.Deployment]...)
	in.progress.Stage("reading links and reviews")
	links := fact.NewLinks(read.table("deployment_changes"), deployments)
	reviews := fact.Reviews(read.table("change_reviews"))
	in.progress.Stage("reading changes and linking them to deployments")
	if !links.BySHA() && !read.used(fact.Change, "merge_sha") {
		read.skip("changes", "merge_sha")
	}
	changes := fact.NewChanges(read.table("changes"), links, reviews, deployments, units, used[fact.Change]...)
	links, reviews = fact.Links{}, fact.Moments{}
	in.progress.Stage("reading incidents")
	incidents, incidentCoverage := fact.NewIncidents(read.table("incidents"), deployments, changes, units, in.rules)
	if err := read.err(); err != nil {
		return out, err
	}
	in.progress.Stage("measuring deployments, changes and incidents")
	measured = append(measured, measure(in, deployments.Table, units, used)...)
	measured = append(measured, measure(in, changes.Table, units, used)...)
	measured = append(measured, measure(in, incidents, units, used)...)
	out.coverage = slices.Concat(deployments.Coverage, changes.Coverage, incidentCoverage)
	deployments, changes, incidents = nil, nil, nil

	in.progress.Stage("reading work items")
	starts := fact.Starts(read.table("work_item_transitions"))
	items, itemCoverage := fact.NewWorkItems(read.table("work_items"), starts, units, in.rules)
	measured = append(measured, measure(in, items, units, used)...)
	items, starts = nil, fact.Moments{}
	out.coverage = slices.Concat(out.coverage, itemCoverage, runCoverage)
	if err := read.err(); err != nil {
		return out, err
	}
	in.progress.Stage("evaluating")
	collect()
	out.units = units
	out.evaluate(measured, units, in.frame.Workers)
	return out, ctx.Err()
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

// measure computes every definition of one entity and keeps only what was measured.
func measure(in input, t *fact.Table, u *fact.Units, used map[string][]string) []*metric.Measured {
	t.Keep(used[t.Entity])
	var out []*metric.Measured
	for _, d := range in.definitions {
		if d.Measure.Entity() == t.Entity {
			out = append(out, metric.Compute(d, t, u, in.frame))
		}
	}
	return out
}

// evaluate asks for every figure that a level may see.
func (o *outcome) evaluate(measured []*metric.Measured, u *fact.Units, workers int) {
	slices.SortFunc(measured, func(a, b *metric.Measured) int { return compareDomains(a.Definition(), b.Definition()) })
	o.teams = evaluateSets(measured, u.TeamSets(), workers)
	o.services = evaluateSets(measured, u.ServiceSets(), workers)
	o.portfolio = evaluateSets(measured, []fact.Set[level.Portfolio]{u.Portfolio()}, workers)[0]
}

func evaluateSets[L level.Level](measured []*metric.Measured, sets []fact.Set[L], workers int) [][]metric.Series[L] {
	out := make([][]metric.Series[L], len(sets))
	inParallel(len(sets), workers, func(i int) {
		for _, m := range measured {
			out[i] = append(out[i], metric.Evaluate(m, sets[i]))
		}
	})
	return out
}
