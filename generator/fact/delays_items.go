package fact

import (
	"slices"

	"leadline/generator/event"
)

// heldByItems finds the waits of the work item that each change serves. work_item_ids is held
// as one hash, so a change that names several matches none: which of them a wait held up
// would be a guess.
func (c *Changes) heldByItems(w *Waits) {
	k := c.Index("work_item_ids")
	if k < 0 {
		return
	}
	ids, targets := w.waitingItems()
	c.Delays.item = make([]uint32, c.Len())
	c.Delays.ofItem = w.spells("work_item", len(ids.keys), targets)
	c.eachChunk(func(_ int, chunk *Chunk) {
		for i, id := range chunk.Values[k].Hashes {
			if at, ok := ids.get(id); ok && id != 0 {
				c.Delays.item[chunk.first+uint32(i)] = at + 1
			}
		}
	})
}

// waitingItems are the hashed ids of the work items that waited, and for every wait 1 + the
// number of its item among them.
func (w *Waits) waitingItems() (ids index, targets []uint32) {
	code, of, id := w.code("entity", "work_item"), w.Index("entity"), w.Index("entity_id")
	targets = make([]uint32, w.Len())
	all := make([]uint64, 0, w.Len())
	each := func(visit func(wait uint32, id uint64)) {
		for _, c := range w.Chunks {
			for i, e := range c.Values[of].Bytes {
				if e == code {
					visit(c.first+uint32(i), c.Values[id].Hashes[i])
				}
			}
		}
	}
	each(func(_ uint32, id uint64) { all = append(all, id) })
	slices.Sort(all)
	ids, _ = newIndex(slices.Compact(all))
	each(func(wait uint32, id uint64) {
		if at, ok := ids.get(id); ok {
			targets[wait] = at + 1
		}
	})
	return ids, targets
}

// leftAt derives when a change was no longer on its way to production: when it was deployed
// or abandoned. A merged change of which no deployment is known is on its way until its
// service is deployed again; if that happened, or never, nobody knows when it went out, and
// it left when it was merged. So did one abandoned at an unknown time, before it began. Where
// the states are not read, nobody asked when changes left, and nothing tells it.
func (c *Changes) leftAt(d *Deployments) {
	state, merged, closed := c.Index("state"), c.Index("merged_at"), c.Index("closed_at")
	if state < 0 {
		return
	}
	left := c.derive("left_at", event.Instant)
	c.eachChunk(func(_ int, chunk *Chunk) {
		for i := range chunk.Rows {
			dep, at := c.deployment[chunk.first+uint32(i)], &chunk.Values[left].Times[i]
			switch {
			case dep != 0:
				*at = d.finished[dep-1]
			case chunk.Values[state].Bytes[i] == changeAbandoned:
				*at = max(1, secondsAt(chunk, closed, i))
			case chunk.Values[state].Bytes[i] == changeMerged:
				mergedAt := secondsAt(chunk, merged, i)
				if last, ok := d.latest(chunk.Owner[i], ^uint32(0)); !ok || d.finished[last] >= mergedAt {
					*at = max(1, mergedAt)
				}
			}
		}
	})
}

// The states of changes, as the column holds them.
const (
	changeMerged    = 2
	changeAbandoned = 3
)
