package fact

import (
	"leadline/generator/event"
)

// NewIncidents links incidents to the deployments that they belong to (rule 4) and marks
// those deployments as failed (rule 5). Incidents of another than a production environment
// are left out; one without an environment counts.
//
// Derived columns: linked (true when it belongs to a deployment) and inferred (true when
// only time and service say so).
func NewIncidents(rows *event.Rows, d *Deployments, c *Changes, u *Units, rules Rules) (*Table, []Coverage) {
	if rows == nil {
		d.withoutIncidents()
		d.mend(nil)
		return newTable(Incident, nil), nil
	}
	t := gather(Incident, rows, productionIncidents(rows, rules))
	t.ownBy("service_id", u.serviceOwner, false)
	t.fillFrom("started_at", "detected_at") // a start that nobody recorded: it began when it was detected
	in := &incidents{t: t, d: d, chunk: t.Chunks[0], rules: rules, evidence: make([]uint8, t.Len()), deployment: make([]uint32, t.Len())}
	in.explicit("caused_by_deployment_id")
	in.byChange(c, u)
	in.infer()
	in.mark()
	d.mend(in)
	in.markWeekTime()
	in.markRepeats()
	return t, []Coverage{in.coverage(rows.Len() - t.Len())}
}

func productionIncidents(rows *event.Rows, rules Rules) []place {
	k := rows.Index("environment")
	var production []bool
	if k >= 0 {
		production = codesWhere(rows.Dicts[k], rules.production)
	}
	var out []place
	for n, c := range rows.Chunks {
		for i := range c.Rows {
			if k < 0 || c.Columns[k].Codes[i] == 0 || production[c.Columns[k].Codes[i]] {
				out = append(out, place{chunk: uint32(n), row: uint32(i)})
			}
		}
	}
	return out
}

// Evidence for the link between an incident and a deployment.
const (
	noEvidence uint8 = iota
	byDeployment
	byChange
	inferred
)

type incidents struct {
	t          *Table
	d          *Deployments
	chunk      *Chunk
	rules      Rules
	evidence   []uint8
	deployment []uint32
}

func (in *incidents) set(i int, deployment uint32, evidence uint8) {
	in.deployment[i], in.evidence[i] = deployment, evidence
}

func (in *incidents) explicit(column string) {
	k := in.t.Index(column)
	if k < 0 {
		return
	}
	for i, id := range in.chunk.Values[k].Hashes {
		if dep, ok := in.d.byID.get(id); ok && id != 0 {
			in.set(i, dep, byDeployment)
		}
	}
}

// byChange links incidents that name a change of their service's repository.
func (in *incidents) byChange(c *Changes, u *Units) {
	k, service := in.t.Index("caused_by_change_id"), in.t.Index("service_id")
	if k < 0 {
		return
	}
	keys, some := make([]uint64, len(in.evidence)), false
	for i, id := range in.chunk.Values[k].Hashes {
		if id != 0 && in.evidence[i] == noEvidence {
			repo := u.repoOf[in.t.Dicts[service].Text(in.chunk.Values[service].Codes[i])]
			keys[i], some = event.KeyOf(event.HashString(repo), id), true
		}
	}
	if !some {
		return
	}
	wanted, _ := newIndex(keys)
	deployment := c.deploymentsOf(wanted)
	for i, key := range keys {
		if first, _ := wanted.get(key); key != 0 && deployment[first] != 0 {
			in.set(i, deployment[first]-1, byChange)
		}
	}
}

// infer links an incident without a link to the latest production deployment of its
// service that finished at or before its start, within the incident window.
func (in *incidents) infer() {
	started := in.t.Index("started_at")
	if started < 0 {
		return
	}
	for i, at := range in.chunk.Values[started].Times {
		if in.evidence[i] != noEvidence || at == 0 {
			continue
		}
		if dep, ok := in.d.latest(in.chunk.Owner[i], at); ok && at-in.d.finished[dep] <= in.rules.window() {
			in.set(i, dep, inferred)
		}
	}
}

func (in *incidents) mark() {
	linked, guess := in.t.derive("linked", event.Flag), in.t.derive("inferred", event.Flag)
	for i, e := range in.evidence {
		in.chunk.Values[linked].Bytes[i] = flagOf(e != noEvidence)
		in.chunk.Values[guess].Bytes[i] = flagOf(e == inferred)
		if e != noEvidence {
			in.d.failed[in.deployment[i]] = event.FlagTrue
		}
	}
}

func flagOf(b bool) uint8 {
	if b {
		return event.FlagTrue
	}
	return event.FlagFalse
}

func (in *incidents) coverage(elsewhere int) Coverage {
	var n [inferred + 1]int
	for _, e := range in.evidence {
		n[e]++
	}
	return Coverage{Link: "incident → production deployment", Rows: len(in.evidence), Linked: len(in.evidence) - n[noEvidence], How: []Count{
		{"deployment recorded", n[byDeployment]}, {"change recorded", n[byChange]}, {"inferred from time and service", n[inferred]},
		{"unmatched", n[noEvidence]}, {"outside production, left out", elsewhere},
	}}
}
