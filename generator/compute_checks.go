package generator

import (
	"leadline/generator/event"
	"leadline/generator/fact"
)

// keepReleases keeps what was in production when, if somebody needs to know; it must come
// before deployments are linked, which uses their rows up.
func (c *computing) keepReleases(deployments *event.Rows) {
	if c.read.needed(fact.RequiredCheck) {
		c.releases = fact.NewReleases(deployments, c.units, c.in.rules)
	}
}

// requiredChecks measures which of the checks that services must have cover them.
func (c *computing) requiredChecks(scans *event.Rows) {
	if !c.read.needed(fact.RequiredCheck) {
		return
	}
	c.in.progress.Stage("reading required checks and linking scans to them")
	checks, coverage := fact.NewRequiredChecks(c.read.table("service_checks"), scans, c.releases, c.units)
	c.releases = nil
	c.measure(checks, coverage...)
}

// exceptions measures accepted risks. It uses the rows up, so it comes after others that
// read them.
func (c *computing) exceptions(rows *event.Rows) {
	exceptions, coverage := fact.NewExceptions(rows, c.units)
	c.measure(exceptions, coverage...)
}
