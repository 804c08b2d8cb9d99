package fact

import (
	"leadline/generator/event"
)

// Links are what deployment_changes and the deployments themselves say of which change went
// out with which production deployment.
type Links struct{ byKey, bySHA []link }

// BySHA reports whether some link names a commit, so that changes need their merge_sha.
func (l Links) BySHA() bool { return len(l.bySHA) > 0 }

// linkDeployments gives every change the first production deployment of its service that
// carried it, by deployment_changes or by commit (rule 2), and derives deployed_at.
// Changes of a service's first recorded deployment stay unknown: what it carried began
// before recording did.
func (c *Changes) linkDeployments(links Links, d *Deployments) {
	c.deployment = make([]uint32, c.Len())
	owners := c.flatOwners()
	earlier := func(row, dep uint32) {
		if o := owners[row]; o != Unowned && o != d.service[dep] {
			return
		}
		if now := c.deployment[row]; now == 0 || before(d, dep, now-1) {
			c.deployment[row] = dep + 1
		}
	}
	join(c.keys(-1), linkSide(links.byKey), earlier)
	if sha := c.Index("merge_sha"); sha >= 0 {
		join(c.keys(sha), linkSide(links.bySHA), earlier)
	}
	c.deployedAt(d, len(links.byKey)+len(links.bySHA))
}

func linkSide(links []link) side {
	return side{len(links), func(yield func(uint64, uint32)) {
		for _, l := range links {
			yield(l.change, l.deployment)
		}
	}}
}

// before orders deployments by finish, then by place, so that a tie has one answer.
func before(d *Deployments, a, b uint32) bool {
	return d.finished[a] < d.finished[b] || d.finished[a] == d.finished[b] && a < b
}

// NewLinks turns deployment_changes (nil: none) into links to production deployments. Links
// to anything else, a staging deployment or a failed one, say nothing about production.
func NewLinks(rows *event.Rows, d *Deployments) Links {
	l := Links{bySHA: d.bySHA}
	if rows == nil {
		return l
	}
	id, repo := rows.Index("deployment_id"), rows.Index("repo")
	change, sha := rows.Index("change_id"), rows.Index("sha")
	hashes := dictHashes(rows.Dicts[repo])
	l.byKey = make([]link, 0, rows.Len())
	for _, c := range rows.Chunks {
		for i := range c.Rows {
			dep, ok := d.byID.get(c.Columns[id].Hashes[i])
			switch {
			case !ok:
			case change >= 0 && c.Columns[change].Hashes[i] != 0:
				l.byKey = append(l.byKey, link{event.KeyOf(hashes[c.Columns[repo].Codes[i]], c.Columns[change].Hashes[i]), dep})
			case sha >= 0 && c.Columns[sha].Hashes[i] != 0:
				l.bySHA = append(l.bySHA, link{c.Columns[sha].Hashes[i], dep})
			}
		}
	}
	return l
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
