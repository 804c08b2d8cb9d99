package fact

import (
	"leadline/generator/event"
)

// Links are what deployment_changes and the deployments themselves say of which change went
// out with which production deployment.
type Links struct{ byKey, bySHA partitioned }

// BySHA reports whether some link names a commit, so that changes need their merge_sha.
func (l Links) BySHA() bool { return len(l.bySHA.entries) > 0 }

func (l Links) len() int { return len(l.byKey.entries) + len(l.bySHA.entries) }

// NewLinks turns deployment_changes (nil: none) into links to production deployments. Links
// to anything else, a staging deployment or a failed one, say nothing about production.
// Rows are used up: keys and deployments are written in the place of what was read.
func NewLinks(rows *event.Rows, d *Deployments) Links {
	var byKey, bySHA []keyed
	if rows != nil {
		byKey, bySHA = linksOf(rows, d)
	}
	bySHA = append(bySHA, d.shas)
	d.shas = keyed{}
	return Links{partition(byKey), partition(bySHA)}
}

func linksOf(rows *event.Rows, d *Deployments) (byKey, bySHA []keyed) {
	id, repo := rows.Index("deployment_id"), rows.Index("repo")
	change, sha := rows.Index("change_id"), rows.Index("sha")
	hashes := dictHashes(rows.Dicts[repo])
	byKey, bySHA = make([]keyed, len(rows.Chunks)), make([]keyed, len(rows.Chunks))
	inParallel(len(rows.Chunks), func(n int) {
		c := rows.Chunks[n]
		values := c.Columns[repo].Codes
		if sha >= 0 {
			bySHA[n] = keyed{keys: c.Columns[sha].Hashes, values: values}
		}
		if change >= 0 {
			byKey[n] = keyed{keys: c.Columns[change].Hashes, values: values}
		}
		for i, name := range c.Columns[id].Hashes {
			dep, ok := d.byID.get(name)
			if change >= 0 && byKey[n].keys[i] != 0 {
				byKey[n].keys[i] = keyIf(ok, hashes[values[i]], byKey[n].keys[i])
				ok = false // the change says it; its commit need not
			}
			if sha >= 0 && !ok {
				bySHA[n].keys[i] = 0
			}
			values[i] = dep
		}
	})
	return byKey, bySHA
}

// keyIf is the key of a change, or none.
func keyIf(ok bool, parts ...uint64) uint64 {
	if !ok {
		return 0
	}
	return event.KeyOf(parts...)
}

// link gives every change its first review by a person, where none is recorded, and the
// first production deployment of its service that carried it, by deployment_changes or by
// commit (rule 2).
func (c *Changes) link(links Links, reviews Moments, d *Deployments) {
	c.deployment = make([]uint32, c.Len())
	earlier := func(row, dep uint32) {
		if o := c.owners[row]; o != Unowned && o != d.service[dep] {
			return
		}
		if now := c.deployment[row]; now == 0 || before(d, dep, now-1) {
			c.deployment[row] = dep + 1
		}
	}
	probes := []probe{{links.byKey, earlier}}
	if review, any := c.first("first_review_at", reviews); any {
		probes = append(probes, review)
	}
	join(c.keys(-1), probes...)
	if sha := c.Index("merge_sha"); sha >= 0 && links.BySHA() {
		join(c.keys(sha), probe{links.bySHA, earlier})
	}
}

// before orders deployments by finish, then by place, so that a tie has one answer.
func before(d *Deployments, a, b uint32) bool {
	return d.finished[a] < d.finished[b] || d.finished[a] == d.finished[b] && a < b
}

// deployedAt derives the column and hands each deployed change without a service of its
// own to the deployment's service. Changes of a service's first recorded deployment stay
// unknown: what it carried began before recording did.
func (c *Changes) deployedAt(d *Deployments) {
	deployed := c.derive("deployed_at", event.Instant)
	c.eachChunk(func(_ int, chunk *Chunk) {
		for i, dep := range c.deployment[chunk.first:][:chunk.Rows] {
			if dep == 0 {
				continue
			}
			if !d.first(dep - 1) {
				chunk.Values[deployed].Times[i] = d.finished[dep-1]
			}
			if chunk.Owner[i] == Unowned {
				chunk.Owner[i] = d.service[dep-1]
			}
		}
	})
}

// coverage counts over merged changes.
func (c *Changes) coverage(d *Deployments, links int) Coverage {
	type count struct{ merged, none, first int }
	counts, state, merged := make([]count, len(c.Chunks)), c.Index("state"), uint8(2)
	c.eachChunk(func(n int, chunk *Chunk) {
		var k count
		for i, dep := range c.deployment[chunk.first:][:chunk.Rows] {
			if state < 0 || chunk.Values[state].Bytes[i] == merged {
				k.merged++
				k.none += one(dep == 0)
				k.first += one(dep != 0 && d.first(dep-1))
			}
		}
		counts[n] = k
	})
	var all count
	for _, k := range counts {
		all = count{all.merged + k.merged, all.none + k.none, all.first + k.first}
	}
	return Coverage{Link: "merged change → production deployment", Rows: all.merged, Linked: all.merged - all.none - all.first, How: []Count{
		{"links recorded", links}, {"carried by a service's first recorded deployment, so unknown", all.first}, {"no deployment recorded", all.none},
	}}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// deploymentsOf finds the deployments of a few changes, by change key: 1 + its number for
// each key that wanted holds, 0 where there is none.
func (c *Changes) deploymentsOf(wanted index) []uint32 {
	out := make([]uint32, len(wanted.keys))
	c.eachChunk(func(_ int, chunk *Chunk) {
		for i, key := range chunk.key {
			if at, ok := wanted.get(key); ok {
				out[at] = c.deployment[chunk.first+uint32(i)]
			}
		}
	})
	return out
}
