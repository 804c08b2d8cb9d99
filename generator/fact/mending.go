package fact

import (
	"slices"

	"leadline/generator/event"
	"leadline/generator/period"
)

// mending is what deployments say of disturbances, kept until incidents say the rest. From
// both come three flags:
//
//	repair     the deployment was made because of an incident
//	disturbed  its own record shows a disturbance, whether or not anybody wrote an incident
//	captured   an incident tells of that disturbance
//
// A flag that no file gives evidence for is dropped, so that unknown does not read as "no".
type mending struct {
	hotfix    []uint8          // per deployment; nil where no file marks hotfixes
	started   []period.Seconds // per deployment; nil where no file has it
	rollbacks []uint64         // ids of rollbacks
	undone    []uint32         // the deployment that each of them undid

	repair, disturbed, captured []uint8 // the derived columns; nil where nothing uses them
}

// keepMending takes what it needs before linking drops columns and cuts the table.
func (d *Deployments) keepMending(used []string) {
	m, whole := &d.mending, d.Chunks[0]
	if k := d.Index("is_hotfix"); k >= 0 {
		m.hotfix = whole.Values[k].Bytes
	}
	if k := d.Index("started_at"); k >= 0 {
		m.started = whole.Values[k].Times
	}
	flag := func(name string) []uint8 {
		if len(used) > 0 && !slices.Contains(used, name) {
			return nil
		}
		k := d.derive(name, event.Flag)
		fill(whole.Values[k].Bytes, event.FlagFalse)
		return whole.Values[k].Bytes
	}
	m.repair, m.disturbed, m.captured = flag("repair"), flag("disturbed"), flag("captured")
}

func (m *mending) undo(rollback uint64, deployment uint32) {
	m.rollbacks, m.undone = append(m.rollbacks, rollback), append(m.undone, deployment)
}

// mend derives the flags; in is nil where no incidents are exported.
func (d *Deployments) mend(in *incidents) {
	d.markRepairs(in)
	d.markDisturbed()
	d.markCaptured(in)
	d.mending = mending{}
}

func (d *Deployments) markRepairs(in *incidents) {
	m := &d.mending
	named := in.column("resolved_by_deployment_id")
	if m.hotfix == nil && named == nil {
		d.drop(d.Index("repair"))
		return
	}
	if m.repair == nil {
		return
	}
	marked, recorded, linked := 0, 0, 0
	for i, hotfix := range m.hotfix {
		if hotfix == event.FlagTrue {
			m.repair[i] = event.FlagTrue
			marked++
		}
	}
	for _, id := range named {
		if dep, ok := d.byID.get(id); ok && id != 0 {
			m.repair[dep] = event.FlagTrue
			linked++
		}
		recorded += one(id != 0)
	}
	d.Coverage = append(d.Coverage, Coverage{Link: "incident → deployment that resolved it", Rows: len(named), Linked: linked, How: []Count{
		{"no deployment recorded", len(named) - recorded}, {"names a rollback or what is no production deployment", recorded - linked},
		{"deployments marked as hotfix", marked},
	}})
}

func (d *Deployments) markDisturbed() {
	m := &d.mending
	if m.hotfix == nil && !d.kinds {
		d.drop(d.Index("disturbed"))
		return
	}
	for i := range m.disturbed {
		m.disturbed[i] = flagOf(d.rolled[i] == event.FlagTrue || m.isHotfix(i))
	}
}

func (m *mending) isHotfix(i int) bool { return m.hotfix != nil && m.hotfix[i] == event.FlagTrue }

// startedAt is when a deployment began; its finish where nobody recorded it.
func (d *Deployments) startedAt(i int) period.Seconds {
	if s := d.mending.started; s != nil && s[i] != 0 && s[i] <= d.finished[i] {
		return s[i]
	}
	return d.finished[i]
}
