package generator

import (
	"leadline/generator/fact"
)

// environmentRequests measures how teams get environments.
func (c *computing) environmentRequests() {
	c.in.progress.Stage("reading environment requests")
	requests, coverage := fact.NewEnvironmentRequests(c.read.table("environment_requests"), c.units)
	c.measure(requests, coverage...)
}
