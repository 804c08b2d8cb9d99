package generator

import (
	"leadline/generator/fact"
)

// pipelines measures pipeline runs, which nothing is linked to.
func (c *computing) pipelines() {
	c.in.progress.Stage("reading pipeline runs")
	runs, coverage := fact.NewPipelineRuns(c.read.table("pipeline_runs"), c.units, c.in.rules, c.used[fact.PipelineRun]...)
	c.mainIsKnown(runs, "pipeline_runs")
	c.measure(runs, coverage...)
}

// delivery links changes to the deployments that carried them and incidents to the
// deployments that they belong to, and measures all three.
func (c *computing) delivery() {
	c.in.progress.Stage("reading deployments")
	rows := c.read.table("deployments")
	c.settingsFit(rows, "environment", "production_environments", c.in.rules.ProductionEnvironments)
	c.keepReleases(rows)
	deployments := fact.NewDeployments(rows, c.units, c.in.rules, c.used[fact.Deployment]...)
	c.in.progress.Stage("reading links and reviews")
	links := fact.NewLinks(c.read.table("deployment_changes"), deployments)
	reviews := fact.Reviews(c.read.table("change_reviews"))
	c.readWaits()
	c.in.progress.Stage("reading changes and linking them to deployments")
	if !links.BySHA() && !c.read.used(fact.Change, "merge_sha") {
		c.read.skip("changes", "merge_sha")
	}
	changes := fact.NewChanges(c.read.table("changes"), links, reviews, deployments, c.units, c.used[fact.Change]...)
	links, reviews = fact.Links{}, fact.Moments{}
	c.delays(changes, deployments)
	c.in.progress.Stage("reading incidents")
	incidents, coverage := fact.NewIncidents(c.read.table("incidents"), deployments, changes, c.units, c.in.rules)
	c.in.progress.Stage("measuring deployments, changes and incidents")
	c.measure(deployments.Table, deployments.Coverage...)
	c.measure(changes.Table, changes.Coverage...)
	c.measure(incidents, coverage...)
}
