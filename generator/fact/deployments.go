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
	shas      keyed // the commits that deployments name themselves, until links are made
	kinds     bool  // rows say what kind they are, so that rollbacks are known
	rollbacks int
	mending   mending
	train     []bool // per row: it was released with another service; nil where nobody knows
}

// NewDeployments picks the production deployments out of the deployments table. used are
// the columns that definitions read, as for NewChanges.
func NewDeployments(rows *event.Rows, u *Units, rules Rules, used ...string) *Deployments {
	d := &Deployments{Table: newTable(Deployment, nil)}
	if rows == nil {
		d.finish(nil)
		return d
	}
	picked := pickProduction(rows, u, rules)
	picked.deployed = foldByID(inOrder(picked.deployed, len(u.owners)))
	d.Table = gather(Deployment, rows, picked.deployed)
	d.kinds = d.Index("kind") >= 0
	d.finish(picked.deployed)
	d.keepMending(used)
	d.keepSHA()
	d.markTrains()
	d.release(used, append([]string{"release_group"}, Needs["deployments"]...)...)
	d.markRollbacks(picked.rolledback)
	d.Coverage = append(picked.coverage(), Coverage{Link: "rollback → deployment", Rows: len(picked.rolledback), Linked: d.rollbacks})
	d.split()
	return d
}

// inOrder orders places by owner, finish and id. Exports are often sorted by time, and then
// bringing owners together is all there is to do.
func inOrder(places []place, owners int) []place {
	starts := make([]int, owners+1)
	for _, p := range places {
		starts[p.owner+1]++
	}
	for o := range owners {
		starts[o+1] += starts[o]
	}
	out, next := make([]place, len(places)), slices.Clone(starts)
	for _, p := range places {
		out[next[p.owner]] = p
		next[p.owner]++
	}
	inParallel(owners, func(o int) {
		slices.SortFunc(out[starts[o]:starts[o+1]], func(a, b place) int {
			return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id))
		})
	})
	return out
}

// foldByID keeps the last row of every deployment id: its finish is the last (rule 1).
func foldByID(places []place) []place {
	ids := make([]uint64, len(places))
	for i, p := range places {
		ids[i] = p.id
	}
	if _, distinct := newIndex(ids); distinct == len(ids) {
		return places
	}
	last := make(map[uint64]int, len(places))
	for i, p := range places {
		if j, ok := last[p.id]; !ok || places[j].at <= p.at {
			last[p.id] = i
		}
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
	ids := make([]uint64, len(places))
	for i, p := range places {
		ids[i], d.finished[i], d.service[i] = p.id, p.at, p.owner
	}
	d.byID, _ = newIndex(ids)
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

// keepSHA notes the commit that each deployment names itself.
func (d *Deployments) keepSHA() {
	if k := d.Index("sha"); k >= 0 {
		d.shas = keyed{keys: d.Chunks[0].Values[k].Hashes}
	}
}

// markRollbacks marks, for each rollback, the latest deployment of its service before it.
func (d *Deployments) markRollbacks(rollbacks []place) {
	for _, r := range rollbacks {
		if i, ok := d.latest(r.owner, r.at-1); ok {
			d.rolled[i], d.failed[i] = event.FlagTrue, event.FlagTrue
			d.mending.undo(r.id, i)
			d.rollbacks++
		}
	}
}

// withoutIncidents: where neither incidents nor rollbacks are exported, nobody knows which
// deployments failed, and unknown must not read as none.
func (d *Deployments) withoutIncidents() {
	if !d.kinds {
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
