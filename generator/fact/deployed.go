package fact

import (
	"leadline/generator/event"
)

// linkDeployments gives every change the first production deployment of its service that
// carried it, by deployment_changes or by commit (rule 2), and derives deployed_at.
// Changes of a service's first recorded deployment stay unknown: what it carried began
// before recording did.
func (c *Changes) linkDeployments(links *event.Rows, d *Deployments) {
	byKey, bySHA := readLinks(links, d)
	bySHA = append(bySHA, d.bySHA...)
	total := 0
	for _, chunk := range c.Chunks {
		total += chunk.Rows
	}
	c.deployment = make([]uint32, total)
	owners := c.flatOwners()
	earlier := func(row, dep uint32) {
		if o := owners[row]; o != Unowned && o != d.service[dep] {
			return
		}
		if now := c.deployment[row]; now == 0 || before(d, dep, now-1) {
			c.deployment[row] = dep + 1
		}
	}
	joinLinks(c.partitionRows(-1), byKey, earlier)
	if sha := c.Index("merge_sha"); sha >= 0 && len(bySHA) > 0 {
		joinLinks(c.partitionRows(sha), bySHA, earlier)
	}
	c.deployedAt(d, len(byKey)+len(bySHA))
}

func joinLinks(rows *partitioned, links []link, match func(row, dep uint32)) {
	join(rows, partition(len(links), func(i int) keyed { return keyed{links[i].change, links[i].deployment} }), match)
}

// before orders deployments by finish, then by place, so that a tie has one answer.
func before(d *Deployments, a, b uint32) bool {
	return d.finished[a] < d.finished[b] || d.finished[a] == d.finished[b] && a < b
}

// readLinks turns deployment_changes into links to production deployments; links to
// anything else (a staging deployment, a failed one) say nothing about production.
func readLinks(rows *event.Rows, d *Deployments) (byKey, bySHA []link) {
	if rows == nil {
		return nil, nil
	}
	id, repo := rows.Index("deployment_id"), rows.Index("repo")
	change, sha := rows.Index("change_id"), rows.Index("sha")
	hashes := dictHashes(rows.Dicts[repo])
	byKey = make([]link, 0, rows.Len())
	for _, c := range rows.Chunks {
		for i := range c.Rows {
			dep, ok := d.byID.get(c.Columns[id].Hashes[i])
			if !ok {
				continue
			}
			switch {
			case change >= 0 && c.Columns[change].Hashes[i] != 0:
				byKey = append(byKey, link{event.KeyOf(hashes[c.Columns[repo].Codes[i]], c.Columns[change].Hashes[i]), dep})
			case sha >= 0 && c.Columns[sha].Hashes[i] != 0:
				bySHA = append(bySHA, link{c.Columns[sha].Hashes[i], dep})
			}
		}
	}
	return byKey, bySHA
}

func (t *Table) flatOwners() []Owner {
	out := make([]Owner, 0, t.Len())
	for _, c := range t.Chunks {
		out = append(out, c.Owner...)
	}
	return out
}

// deployedAt derives the column, hands each deployed change without a service of its own
// to the deployment's service, and counts the coverage over merged changes.
func (c *Changes) deployedAt(d *Deployments, links int) {
	deployed := c.derive("deployed_at", event.Instant)
	state, merged := c.Index("state"), uint8(2)
	var count struct{ merged, linked, first, none int }
	for n, chunk := range c.Chunks {
		for i := range chunk.Rows {
			isMerged := state < 0 || chunk.Values[state].Bytes[i] == merged
			dep := c.deployment[c.offsets[n]+i]
			if isMerged {
				count.merged++
			}
			switch {
			case dep == 0:
				count.none += one(isMerged)
			case d.first(dep - 1):
				count.first += one(isMerged)
			default:
				count.linked += one(isMerged)
				chunk.Values[deployed].Times[i] = d.finished[dep-1]
			}
			if dep != 0 && chunk.Owner[i] == Unowned {
				chunk.Owner[i] = d.service[dep-1]
			}
		}
	}
	c.Coverage = append(c.Coverage, Coverage{Link: "merged change → production deployment", Rows: count.merged, Linked: count.linked, How: []Count{
		{"links recorded", links}, {"carried by a service's first recorded deployment, so unknown", count.first}, {"no deployment recorded", count.none},
	}})
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// deploymentsOf finds the deployments of a few changes, by change key.
func (c *Changes) deploymentsOf(wanted map[uint64]uint32) {
	for n, chunk := range c.Chunks {
		for i, key := range chunk.key {
			if _, ok := wanted[key]; ok {
				wanted[key] = c.deployment[c.offsets[n]+i]
			}
		}
	}
}
