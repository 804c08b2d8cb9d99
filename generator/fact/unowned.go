package fact

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// CountUnowned adds a table's rows to the count of those whose owner belongs to no team at
// any time. Their figures are in no team's page, so readers are told who they are. Of the
// others it is noted which teams they reached; see Arrivals.
func (u *Units) CountUnowned(t *Table) {
	owned := make([]bool, len(u.owners))
	for o, w := range u.owners {
		owned[o] = len(w.spans) > 0 || u.Owned(w.none)
	}
	private := make([][]int, len(t.Chunks))
	t.eachChunk(func(n int, c *Chunk) {
		rows := make([]int, len(owned))
		for _, o := range c.Owner {
			rows[o]++
		}
		private[n] = rows
	})
	u.unownedRows = append(u.unownedRows, make([]int, len(owned)-len(u.unownedRows))...)
	all := make([]int, len(owned))
	for _, rows := range private {
		for o, n := range rows {
			all[o] += n
		}
	}
	u.noteArrivals(t.Entity, all)
	for o, n := range all {
		if !owned[o] {
			u.unownedRows[o] += n
		}
	}
}

// Unowned are the services, repositories and projects that rows name and no team has ever
// owned, with the number of their rows, by name; empty and not nil when there is none.
func (u *Units) Unowned() []Count {
	out := []Count{}
	if len(u.unownedRows) > 0 && u.unownedRows[Unowned] > 0 {
		out = append(out, Count{"rows that name no service, repository, project or team", u.unownedRows[Unowned]})
	}
	var named []Count
	for key, o := range u.ownerOf {
		if int(o) < len(u.unownedRows) && u.unownedRows[o] > 0 {
			named = append(named, Count{strings.TrimSpace(key.kind + " " + key.id), u.unownedRows[o]})
		}
	}
	slices.SortFunc(named, func(a, b Count) int { return cmp.Compare(a.What, b.What) })
	if len(named) > listedUnowned {
		named = slices.Insert(named[:listedUnowned:listedUnowned], listedUnowned, together(named[listedUnowned:]))
	}
	return append(out, named...)
}

// listedUnowned is how many unowned units are named: nobody reads more, and files may name
// any number.
const listedUnowned = 200

func together(rest []Count) Count {
	c := Count{What: fmt.Sprintf("%d further units", len(rest))}
	for _, r := range rest {
		c.Rows += r.Rows
	}
	return c
}
