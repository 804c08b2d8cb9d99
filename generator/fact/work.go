package fact

import (
	"slices"

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
	return t, []Coverage{t.ownedCoverage("work item → team", u)}
}

// flagWhere derives a flag from the text of a category column, once per code.
func (t *Table) flagWhere(name string, category int, test func(string) bool) {
	flags := codesWhere(t.Dicts[category], test)
	k := t.derive(name, event.Flag)
	for _, c := range t.Chunks {
		for i, code := range c.Values[category].Codes {
			c.Values[k].Bytes[i] = flagOf(flags[code])
		}
	}
}

// ownItems finds each item's owner once per distinct (service, team, project).
func (t *Table) ownItems(u *Units) {
	service, team, project := t.Index("service_id"), t.Index("team_id"), t.Index("project")
	owners := map[[3]uint32]Owner{}
	for _, c := range t.Chunks {
		for i := range c.Rows {
			key := [3]uint32{codeAt(c, service, i), codeAt(c, team, i), codeAt(c, project, i)}
			o, ok := owners[key]
			if !ok {
				o = u.itemOwner(t.textOf(service, key[0]), t.textOf(team, key[1]), t.textOf(project, key[2]))
				owners[key] = o
			}
			c.Owner[i] = o
		}
	}
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
	cov := Coverage{Link: link, Rows: t.Len()}
	for _, c := range t.Chunks {
		for _, o := range c.Owner {
			cov.Linked += one(owned[o])
		}
	}
	cov.How = []Count{{"no owner recorded", cov.Rows - cov.Linked}}
	return cov
}
