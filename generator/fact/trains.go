package fact

import (
	"leadline/generator/event"
)

// markTrains notes which deployments went out together with those of another service: they
// name one release_group. Nothing is noted where no file has groups: nobody knows.
func (d *Deployments) markTrains() {
	k := d.Index("release_group")
	if k < 0 || len(d.Chunks) == 0 {
		return
	}
	groups := d.Chunks[0].Values[k].Hashes
	firsts, _ := newIndex(groups)
	several := make([]bool, len(groups)) // by the first deployment of a group
	for i, group := range groups {
		first, _ := firsts.get(group)
		several[first] = several[first] || group != 0 && d.service[i] != d.service[first]
	}
	d.train = make([]bool, len(groups))
	for i, group := range groups {
		first, _ := firsts.get(group)
		d.train[i] = several[first]
	}
}

// coordinatedAt derives when a change went out in a release of several services at once: it
// is the finish of its deployment, and absent for all others.
func (c *Changes) coordinatedAt(d *Deployments) {
	if d.train == nil {
		return
	}
	k := c.derive("coordinated_at", event.Instant)
	c.eachChunk(func(_ int, chunk *Chunk) {
		for i, dep := range c.deployment[chunk.first:][:chunk.Rows] {
			if dep != 0 && d.train[dep-1] {
				chunk.Values[k].Times[i] = d.finished[dep-1]
			}
		}
	})
}
