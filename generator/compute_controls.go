package generator

import (
	"leadline/generator/fact"
)

// readWaits reads the waits before what waited, which asks for them.
func (c *computing) readWaits() {
	c.in.progress.Stage("reading waits")
	c.waits = fact.NewWaits(c.read.table("waits"), c.used[fact.Wait]...)
}

// delays links waits to deployments and changes, and changes to what held them up.
func (c *computing) delays(changes *fact.Changes, deployments *fact.Deployments) {
	c.waits.OfDeployments(deployments)
	c.waits.OfChanges(changes)
	if c.read.used(fact.Change, "waited") {
		changes.DelayedBy(c.waits, deployments, c.used[fact.Change]...)
	}
}

// controls measures waits, once everything that can wait is linked.
func (c *computing) controls() { c.measure(c.waits.Table, c.waits.Coverage()...) }
