package fact

import (
	"cmp"
	"slices"
	"sort"

	"leadline/generator/event"
	"leadline/generator/period"
)

// markCaptured says which disturbances an incident tells of. For a deployment that was
// rolled back: an incident belongs to it (rule 4) or names the rollback as what resolved it.
// For a hotfix: an incident names it as what resolved it, or one of its service was open
// while it was deployed or had begun within the incident window before its finish.
func (d *Deployments) markCaptured(in *incidents) {
	m := &d.mending
	if in == nil {
		d.drop(d.Index("captured"))
		return
	}
	if m.captured == nil {
		return
	}
	for i, e := range in.evidence {
		if at := in.deployment[i]; e != noEvidence && d.rolled[at] == event.FlagTrue {
			m.captured[at] = event.FlagTrue
		}
	}
	d.captureNamed(in.column("resolved_by_deployment_id"))
	open := openings(in)
	for i := range m.hotfix {
		if m.isHotfix(i) && open.explain(d.service[i], d.startedAt(i), d.finished[i], in.rules.window()) {
			m.captured[i] = event.FlagTrue
		}
	}
}

// captureNamed takes incidents at their word: of hotfixes and of rollbacks.
func (d *Deployments) captureNamed(ids []uint64) {
	m := &d.mending
	rollbacks, _ := newIndex(m.rollbacks)
	for _, id := range ids {
		if id == 0 {
			continue
		}
		if dep, ok := d.byID.get(id); ok && m.isHotfix(int(dep)) {
			m.captured[dep] = event.FlagTrue
		}
		if r, ok := rollbacks.get(id); ok {
			m.captured[m.undone[r]] = event.FlagTrue
		}
	}
}

// column is an identifier column of the incidents; nil where no file has it.
func (in *incidents) column(name string) []uint64 {
	if in == nil {
		return nil
	}
	if k := in.t.Index(name); k >= 0 {
		return in.chunk.Values[k].Hashes
	}
	return nil
}

// opening is one incident. until is the latest resolution among those of its service that
// began no later; an incident without a resolution is over when it begins, because one that
// nobody closed would otherwise explain every later hotfix.
type opening struct {
	owner        Owner
	start, until period.Seconds
}

// incidentHistory is all incidents, by service and start.
type incidentHistory []opening

func openings(in *incidents) incidentHistory {
	start, end := in.t.Index("started_at"), in.t.Index("resolved_at")
	if start < 0 {
		return nil
	}
	var out incidentHistory
	for i, at := range in.chunk.Values[start].Times {
		if at == 0 || in.chunk.Owner[i] == Unowned {
			continue
		}
		until := at
		if end >= 0 {
			until = max(at, in.chunk.Values[end].Times[i])
		}
		out = append(out, opening{in.chunk.Owner[i], at, until})
	}
	slices.SortFunc(out, func(a, b opening) int { return cmp.Or(cmp.Compare(a.owner, b.owner), cmp.Compare(a.start, b.start)) })
	for i := 1; i < len(out); i++ {
		if out[i].owner == out[i-1].owner {
			out[i].until = max(out[i].until, out[i-1].until)
		}
	}
	return out
}

// explain reports whether an incident of the service was open at some time from start to
// finish, or had begun at most window before finish.
func (h incidentHistory) explain(owner Owner, start, finish, window period.Seconds) bool {
	i := sort.Search(len(h), func(i int) bool {
		return h[i].owner > owner || h[i].owner == owner && h[i].start > finish
	})
	if i == 0 || h[i-1].owner != owner {
		return false
	}
	last := h[i-1]
	return finish-last.start <= window || last.until >= start
}
