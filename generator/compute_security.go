package generator

import (
	"leadline/generator/fact"
)

// security measures findings, the checks that find them, and accepted risks.
func (c *computing) security() {
	c.in.progress.Stage("reading findings and their history")
	events, scans, exceptions := c.read.table("finding_events"), c.read.table("scans"), c.read.table("exceptions")
	findings, coverage := fact.NewFindings(c.read.table("vulnerabilities"), events, scans, exceptions, c.units, c.in.rules)
	c.measure(findings, coverage...)
	c.requiredChecks(scans)
	c.exceptions(exceptions)
}
