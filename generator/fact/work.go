package fact

import (
	"slices"
	"sync"

	"leadline/generator/event"
)

// NewWorkItems gives work items their owners, a start from their transitions where none is
// recorded, and the derived flag is_defect.
func NewWorkItems(rows *event.Rows, starts Moments, u *Units, rules Rules) (*Table, []Coverage) {
	t := newTable(WorkItem, rows)
	if rows == nil {
		return t, nil
	}
	t.fillFirst("started_at", starts)
	t.ownItems(u)
	if k := t.Index("type"); k >= 0 {
		t.flagWhere("is_defect", k, func(kind string) bool { return slices.Contains(rules.DefectTypes, kind) })
	}
	t.markDropped()
	return t, []Coverage{t.ownedCoverage("work item → team", u)}
}

// flagWhere derives a flag from the text of a category column, once per code.
func (t *Table) flagWhere(name string, category int, test func(string) bool) {
	flags := codesWhere(t.Dicts[category], test)
	k := t.derive(name, event.Flag)
	t.eachChunk(func(_ int, c *Chunk) {
		for i, code := range c.Values[category].Codes {
			c.Values[k].Bytes[i] = flagOf(flags[code])
		}
	})
}

// ownItems finds each item's owner once per distinct (service, team, project).
func (t *Table) ownItems(u *Units) {
	service, team, project := t.Index("service_id"), t.Index("team_id"), t.Index("project")
	var mu sync.Mutex // of u, which makes owners as they are met
	inRuns(len(t.Chunks), func(_, from, to int) {
		var known itemCache
		for _, c := range t.Chunks[from:to] {
			for i := range c.Rows {
				key := itemKey{codeAt(c, service, i), codeAt(c, team, i), codeAt(c, project, i)}
				met := known.of(key)
				if met.key != key {
					mu.Lock()
					*met = metItem{key, u.itemOwner(t.textOf(service, key[0]), t.textOf(team, key[1]), t.textOf(project, key[2]))}
					mu.Unlock()
				}
				c.Owner[i] = met.owner
			}
		}
	})
}

// itemKey is the codes of service, team and project.
type itemKey [3]uint32

type metItem struct {
	key   itemKey
	owner Owner
}

// itemCache remembers the owners met last: one for each place that keys hash to. The zero
// key, of an item that names nothing, is Unowned.
type itemCache [1 << 12]metItem

func (c *itemCache) of(key itemKey) *metItem {
	hash := (key[0]*0x9e3779b1 ^ key[1]) * 0x85ebca6b // spread by golden ratio, then as in MurmurHash3's finaliser
	hash = (hash ^ key[2]) * 0xc2b2ae35
	return &c[hash>>20]
}

func codeAt(c *Chunk, k, i int) uint32 {
	if k < 0 {
		return 0
	}
	return c.Values[k].Codes[i]
}

func (t *Table) textOf(k int, code uint32) string {
	if k < 0 {
		return ""
	}
	return t.Dicts[k].Text(code)
}

// ownedCoverage counts the rows whose owner belongs to some team at some time.
func (t *Table) ownedCoverage(link string, u *Units) Coverage {
	owned := make([]bool, len(u.owners))
	for o, w := range u.owners {
		owned[o] = len(w.spans) > 0 || u.Owned(w.none)
	}
	cov, linked := Coverage{Link: link, Rows: t.Len()}, make([]int, len(t.Chunks))
	t.eachChunk(func(n int, c *Chunk) {
		for _, o := range c.Owner {
			linked[n] += one(owned[o])
		}
	})
	for _, n := range linked {
		cov.Linked += n
	}
	cov.How = []Count{{"no owner recorded", cov.Rows - cov.Linked}}
	return cov
}
