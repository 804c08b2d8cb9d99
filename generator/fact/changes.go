package fact

import (
	"leadline/generator/event"
)

// Changes are all changes, each with the deployment that carried it (rule 2).
type Changes struct {
	*Table
	Coverage   []Coverage
	deployment []uint32 // per row over all chunks: 1 + index in Deployments, 0 unknown
	offsets    []int    // first row of each chunk
}

// NewChanges links changes to deployments and to their first review: changes without a
// recorded one get the first review by a person.
func NewChanges(rows *event.Rows, links Links, reviews Moments, d *Deployments, u *Units) *Changes {
	c := &Changes{Table: newTable(Change, rows)}
	for n, at := 0, 0; n < len(c.Chunks); n++ {
		c.offsets = append(c.offsets, at)
		at += c.Chunks[n].Rows
	}
	if rows == nil {
		return c
	}
	c.ownBy("service_id", u.serviceOwner, false)
	c.fillReadyFromOpened()
	c.fillFirst("first_review_at", reviews)
	c.linkDeployments(links, d)
	c.ownBy("repo", u.repoOwner, true)
	return c
}

// fillReadyFromOpened: a change that was never a draft is ready for review when it is opened.
func (c *Changes) fillReadyFromOpened() {
	opened := c.Index("opened_at")
	if opened < 0 {
		return
	}
	ready := c.derive("ready_at", event.Instant)
	for _, chunk := range c.Chunks {
		for i, at := range chunk.Values[ready].Times {
			if at == 0 {
				chunk.Values[ready].Times[i] = chunk.Values[opened].Times[i]
			}
		}
	}
}
