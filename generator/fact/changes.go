package fact

import (
	"slices"

	"leadline/generator/event"
)

// Changes are all changes, each with the deployment that carried it (rule 2).
type Changes struct {
	*Table
	Coverage   []Coverage
	deployment []uint32 // per row of the table: 1 + index in Deployments, 0 unknown
}

// NewChanges links changes to deployments and to their first review: changes without a
// recorded one get the first review by a person. used are the columns that definitions
// read: others go as soon as linking is done with them, and none named keeps all.
func NewChanges(rows *event.Rows, links Links, reviews Moments, d *Deployments, u *Units, used ...string) *Changes {
	c := &Changes{Table: newTable(Change, rows)}
	if rows == nil {
		return c
	}
	c.ownBy("service_id", u.serviceOwner, false)
	c.fillFrom("ready_at", "opened_at") // never a draft: ready for review when it was opened
	c.release(used, "service_id", "opened_at")
	recorded := links.len()
	c.link(links, reviews, d)
	c.release(used, "merge_sha")
	c.deployedAt(d)
	if wants(used, "coordinated_at") {
		c.coordinatedAt(d)
	}
	c.Coverage = []Coverage{c.coverage(d, recorded)}
	c.ownBy("repo", u.repoOwner, true)
	if wants(used, "left_at") {
		c.leftAt(d)
	}
	c.release(used, "repo", "state", "closed_at")
	return c
}

// wants reports whether a column that linking could make is asked for; where no used column
// is named, all are.
func wants(used []string, name string) bool { return len(used) == 0 || slices.Contains(used, name) }
