package generator

// enablement measures what teams get from their platform, and what they say of it.
func (c *computing) enablement() {
	c.environmentRequests()
}
