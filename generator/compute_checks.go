package generator

import (
	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/metric"
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
	c.list(checks)
	c.measure(checks, coverage...)
}

// exceptions measures accepted risks. It uses the rows up, so it comes after others that
// read them.
func (c *computing) exceptions(rows *event.Rows) {
	exceptions, coverage := fact.NewExceptions(rows, c.units)
	c.list(exceptions)
	c.measure(exceptions, coverage...)
}

// list keeps what stands behind the figures of an entity, for the registers that governance
// gets, before its columns go.
func (c *computing) list(t *fact.Table) {
	if c.read.err() != nil {
		return
	}
	for _, d := range c.in.definitions {
		if d.Measure.Entity() == t.Entity {
			c.out.pairs = append(c.out.pairs, metric.Pairs(d, t, c.units, c.in.frame)...)
			c.out.risks = append(c.out.risks, metric.Risks(d, t, c.units, c.in.frame)...)
		}
	}
}

// registered are columns of an entity that no definition reads and a register shows.
func registered(used map[string][]string) map[string][]string {
	if columns, ok := used[fact.Exception]; ok {
		used[fact.Exception] = append(columns, "service_id", "control", "reason_class", "owner_role", "renewals")
	}
	return used
}
