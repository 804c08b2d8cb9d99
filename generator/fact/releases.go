package fact

import (
	"leadline/generator/event"
	"leadline/generator/period"
)

// Releases are what was in production when: every production deployment and rollback with
// the commit and the version that it names, by service and finish. They are what is kept of
// deployments for those who must know which version was running.
type Releases struct {
	all    []release
	starts []int // of each owner's releases in all; one more than there are owners
}

// release is a version from the instant at which it went into production.
type release struct {
	at period.Seconds
	identity
}

// identity is what tells a version of a service: hashes of its commit and of its version
// number; 0 where none is named.
type identity struct{ sha, version uint64 }

func (a identity) named() bool { return a != identity{} }

// NewReleases picks the releases out of the deployments table by rule 1; nil rows give none.
func NewReleases(rows *event.Rows, u *Units, rules Rules) *Releases {
	if rows == nil {
		return &Releases{}
	}
	picked := pickProduction(rows, u, rules)
	places := inOrder(append(picked.deployed, picked.rolledback...), len(u.owners))
	r := &Releases{all: make([]release, len(places)), starts: make([]int, len(u.owners)+1)}
	columns := releaseColumns{rows.Index("sha"), rows.Index("version"), rows.Index("kind"), enumCode(rows, "kind", "rolledback")}
	for i, p := range places {
		r.all[i] = release{p.at, columns.identity(rows.Chunks[p.chunk], p.row)}
		r.starts[p.owner+1]++
		if first := i - r.starts[p.owner+1] + 1; !r.all[i].named() && i-2 >= first && columns.back(rows.Chunks[p.chunk], p.row) {
			r.all[i].identity = r.all[i-2].identity // what ran before the deployment that was undone
		}
	}
	for o := range u.owners {
		r.starts[o+1] += r.starts[o]
	}
	return r
}

type releaseColumns struct {
	sha, version, kind int
	rolledback         uint8
}

func (k releaseColumns) identity(c *event.Chunk, row uint32) identity {
	return identity{hashAt(c.Columns, k.sha, row), hashAt(c.Columns, k.version, row)}
}

func (k releaseColumns) back(c *event.Chunk, row uint32) bool {
	return k.kind >= 0 && c.Columns[k.kind].Bytes[row] == k.rolledback
}

func hashAt(columns []event.Values, k int, row uint32) uint64 {
	if k < 0 {
		return 0
	}
	return columns[k].Hashes[row]
}

// of are a service's releases, earliest first.
func (r *Releases) of(service Owner) []release {
	if int(service)+1 >= len(r.starts) {
		return nil // named after the deployments were read: never deployed
	}
	return r.all[r.starts[service]:r.starts[service+1]]
}
