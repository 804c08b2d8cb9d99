package fact

import (
	"cmp"
	"slices"
	"sort"

	"leadline/generator/event"
	"leadline/generator/period"
)

// Deployments are the production deployments of all services (rule 1), ordered by service
// and finish, with what the other tables need to link to them.
//
// A production deployment is a row with an environment of the site's production
// environments and outcome success that put something into production: rows of kind
// rolledback and removed are not deployments, but a rollback marks the deployment before it.
type Deployments struct {
	*Table
	Coverage  []Coverage
	finished  []period.Seconds
	service   []Owner
	failed    []uint8 // the derived column
	rolled    []uint8
	byID      index
	bySHA     []link
	rollbacks int
}

// link says that a change, known by the hash of its key or commit, went out with a deployment.
type link struct {
	change     uint64
	deployment uint32
}

// NewDeployments picks the production deployments out of the deployments table.
func NewDeployments(rows *event.Rows, u *Units, rules Rules) *Deployments {
	d := &Deployments{Table: newTable(Deployment, nil)}
	if rows == nil {
		d.finish(nil)
		return d
	}
	picked := pickProduction(rows, u, rules)
	slices.SortFunc(picked.deployed, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.owner, b.owner), cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id))
	})
	picked.deployed = foldByID(picked.deployed)
	d.Table = gather(Deployment, rows, picked.deployed)
	d.finish(picked.deployed)
	d.linkSHA()
	d.markRollbacks(picked.rolledback)
	d.Coverage = append(picked.coverage(), Coverage{Link: "rollback → deployment", Rows: len(picked.rolledback), Linked: d.rollbacks})
	return d
}

// place is where a deployment's row lies, with what orders it.
type place struct {
	owner      Owner
	at         period.Seconds
	id         uint64
	chunk, row uint32
}

type production struct {
	deployed, rolledback        []place
	rows, other, blank, unfinal int
}

func pickProduction(rows *event.Rows, u *Units, rules Rules) production {
	var p production
	service, environment := rows.Index("service_id"), rows.Index("environment")
	finished, id := rows.Index("finished_at"), rows.Index("deployment_id")
	outcome, kind := rows.Index("outcome"), rows.Index("kind")
	inProduction := codesWhere(rows.Dicts[environment], rules.production)
	owners := codesTo(rows.Dicts[service], u.serviceOwner)
	success := enumCode(rows, "outcome", "success")
	rolledback, removed := enumCode(rows, "kind", "rolledback"), enumCode(rows, "kind", "removed")
	for n, c := range rows.Chunks {
		p.rows += c.Rows
		for i := range c.Rows {
			env := c.Columns[environment].Codes[i]
			switch {
			case env == 0:
				p.blank++
				continue
			case !inProduction[env]:
				p.other++
				continue
			case c.Columns[outcome].Bytes[i] != success:
				p.unfinal++
				continue
			}
			at := place{owners[c.Columns[service].Codes[i]], c.Columns[finished].Times[i], c.Columns[id].Hashes[i], uint32(n), uint32(i)}
			k := uint8(0)
			if kind >= 0 {
				k = c.Columns[kind].Bytes[i]
			}
			switch {
			case k != 0 && k == rolledback:
				p.rolledback = append(p.rolledback, at)
			case k != 0 && k == removed:
				p.other++
			default:
				p.deployed = append(p.deployed, at)
			}
		}
	}
	return p
}

func (p production) coverage() []Coverage {
	return []Coverage{{Link: "deployment row → production deployment", Rows: p.rows, Linked: len(p.deployed), How: []Count{
		{"of another environment or a removal", p.other}, {"environment not recorded", p.blank},
		{"not successful", p.unfinal}, {"rollbacks", len(p.rolledback)},
	}}}
}

// foldByID keeps the last row of every deployment id: its finish is the last (rule 1).
func foldByID(places []place) []place {
	last := make(map[uint64]int, len(places))
	folded := false
	for i, p := range places {
		if j, ok := last[p.id]; ok {
			folded = true
			if places[j].at > p.at {
				continue
			}
		}
		last[p.id] = i
	}
	if !folded {
		return places
	}
	kept := places[:0:0]
	for i, p := range places {
		if last[p.id] == i {
			kept = append(kept, p)
		}
	}
	return kept
}

func (d *Deployments) finish(places []place) {
	d.finished, d.service = make([]period.Seconds, len(places)), make([]Owner, len(places))
	d.byID = newIndex(len(places))
	for i, p := range places {
		d.finished[i], d.service[i] = p.at, p.owner
		d.byID.put(p.id, uint32(i))
	}
	failed, rolled := d.derive("failed", event.Flag), d.derive("rolled_back", event.Flag)
	if len(d.Chunks) == 0 {
		return
	}
	c := d.Chunks[0]
	copy(c.Owner, d.service)
	d.failed, d.rolled = c.Values[failed].Bytes, c.Values[rolled].Bytes
	fill(d.failed, event.FlagFalse)
	fill(d.rolled, event.FlagFalse)
}

// linkSHA notes the commit that each deployment names itself.
func (d *Deployments) linkSHA() {
	k := d.Index("sha")
	if k < 0 {
		return
	}
	for i, sha := range d.Chunks[0].Values[k].Hashes {
		if sha != 0 {
			d.bySHA = append(d.bySHA, link{sha, uint32(i)})
		}
	}
}

// markRollbacks marks, for each rollback, the latest deployment of its service before it.
func (d *Deployments) markRollbacks(rollbacks []place) {
	for _, r := range rollbacks {
		if i, ok := d.latest(r.owner, r.at-1); ok {
			d.rolled[i], d.failed[i] = event.FlagTrue, event.FlagTrue
			d.rollbacks++
		}
	}
}

// withoutIncidents: where neither incidents nor rollbacks are exported, nobody knows which
// deployments failed, and unknown must not read as none.
func (d *Deployments) withoutIncidents() {
	if d.Index("kind") < 0 {
		d.drop(d.Index("failed"))
		d.drop(d.Index("rolled_back"))
	}
}

// latest is the latest deployment of a service that finished at or before t.
func (d *Deployments) latest(service Owner, t period.Seconds) (uint32, bool) {
	i := sort.Search(len(d.service), func(i int) bool {
		return d.service[i] > service || d.service[i] == service && d.finished[i] > t
	})
	if i == 0 || d.service[i-1] != service {
		return 0, false
	}
	return uint32(i - 1), true
}

// first reports whether i is its service's first recorded production deployment.
func (d *Deployments) first(i uint32) bool { return i == 0 || d.service[i-1] != d.service[i] }
