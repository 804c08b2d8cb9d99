package generator

// security measures findings, the checks that find them, and accepted risks.
func (c *computing) security() {
	scans := c.read.table("scans")
	c.requiredChecks(scans)
	c.exceptions()
}
