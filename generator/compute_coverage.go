package generator

import (
	"leadline/generator/fact"
)

// testCoverage measures what tests cover, which nothing is linked to.
func (c *computing) testCoverage() {
	c.in.progress.Stage("reading measurements of test coverage")
	measurements, coverage := fact.NewCoverageMeasurements(c.read.table("coverage"), c.units, c.in.rules)
	c.mainIsKnown(measurements, "coverage")
	c.measure(measurements, coverage...)
}
