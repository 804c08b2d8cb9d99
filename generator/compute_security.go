package generator

// security measures findings, the checks that find them, and accepted risks.
func (c *computing) security() {
	scans, exceptions := c.read.table("scans"), c.read.table("exceptions")
	c.requiredChecks(scans)
	c.exceptions(exceptions)
}
