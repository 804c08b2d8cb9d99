package fact

import (
	"leadline/generator/event"
)

// Waits are all recorded waits. A wait belongs to whoever owns what waited: a change, a
// deployment, a work item or an environment request, found by its key. Each kind of owner is
// asked as soon as its table is linked, because tables are dropped when they are measured.
type Waits struct {
	*Table
	target []uint32 // per row: 1 + row of the change, or 1 + number of the deployment, that waited; 0 unknown
}

// NewWaits takes over the waits table; nil rows are no waits. used is as for NewChanges.
func NewWaits(rows *event.Rows, used ...string) *Waits {
	t := newTable(Wait, rows)
	w := &Waits{t, make([]uint32, t.Len())}
	if rows != nil && wants(used, "asked_again_at") {
		w.askedAgain()
	}
	return w
}

// code is the byte by which a column holds an enum value; 0 when there is no such column.
func (t *Table) code(column, value string) uint8 {
	if k := t.Index(column); k >= 0 {
		for i, v := range t.Columns[k].Values {
			if v == value {
				return uint8(i + 1)
			}
		}
	}
	return 0
}

// OfChanges gives the waits of changes their owners and finds which change each is of.
func (w *Waits) OfChanges(c *Changes) { w.of("change", c.Table) }

// Of gives the waits of one entity ("work_item", "environment_request") the owners of the
// rows of its table, which must have been read with its keys.
func (w *Waits) Of(entity string, t *Table) { w.of(entity, t) }

func (w *Waits) of(entity string, t *Table) {
	side, any := w.keysOf(entity)
	if !any {
		return
	}
	join(t.keys(-1), probe{partition(side), func(row, wait uint32) {
		w.owners[wait], w.target[wait] = t.owners[row], row+1
	}})
}

// keysOf is the event keys that the waits of one entity name. A change is named by its
// repository and its id, anything else by its id alone.
func (w *Waits) keysOf(entity string) (side []keyed, any bool) {
	code, of, id, repo := w.code("entity", entity), w.Index("entity"), w.Index("entity_id"), w.Index("repo")
	if code == 0 {
		return nil, false
	}
	repos := dictHashes(w.Dicts[repo])
	for _, c := range w.Chunks {
		keys := make([]uint64, c.Rows)
		for i, e := range c.Values[of].Bytes {
			if e != code {
				continue
			}
			any = true
			if keys[i] = event.KeyOf(c.Values[id].Hashes[i]); entity == "change" {
				keys[i] = event.KeyOf(repos[c.Values[repo].Codes[i]], c.Values[id].Hashes[i])
			}
		}
		side = append(side, keyed{keys: keys, first: c.first})
	}
	return side, any
}

// OfDeployments gives the waits of production deployments their owners and finds which
// deployment each is of.
func (w *Waits) OfDeployments(d *Deployments) {
	code, of, id := w.code("entity", "deployment"), w.Index("entity"), w.Index("entity_id")
	if code == 0 {
		return
	}
	w.eachChunk(func(_ int, c *Chunk) {
		for i, e := range c.Values[of].Bytes {
			if e != code {
				continue
			}
			if dep, ok := d.byID.get(c.Values[id].Hashes[i]); ok {
				c.Owner[i], w.target[c.first+uint32(i)] = d.service[dep], dep+1
			}
		}
	})
}

// Coverage counts, by what waited, the waits that belong to nothing that is known.
func (w *Waits) Coverage() []Coverage {
	of := w.Index("entity")
	if of < 0 {
		return nil
	}
	names := []string{"of a change that is not exported, or named without its repo", "of a work item that is not exported",
		"of a deployment that is not exported or not to production", "of an environment request that is not exported"}
	cov := Coverage{Link: "wait → what waited", Rows: w.Len()}
	unknown := make([]int, len(names)+1)
	for _, c := range w.Chunks {
		for i, e := range c.Values[of].Bytes {
			unknown[e] += one(w.target[c.first+uint32(i)] == 0)
		}
	}
	cov.Linked = cov.Rows
	for i, name := range names {
		cov.Linked -= unknown[i+1]
		cov.How = append(cov.How, Count{name, unknown[i+1]})
	}
	return []Coverage{cov}
}
