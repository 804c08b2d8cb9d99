package fact

import (
	"slices"

	"leadline/generator/event"
)

// NewCoverageMeasurements gives measurements of test coverage their owners, by service or
// else by repository, and the derived flag on_main. A measurement without a branch counts as
// one of the main branch: exports that name no branch measure only that one.
func NewCoverageMeasurements(rows *event.Rows, u *Units, rules Rules) (*Table, []Coverage) {
	t := newTable(CoverageMeasurement, rows)
	if rows == nil {
		return t, nil
	}
	t.ownBy("service_id", u.serviceOwner, false)
	t.ownBy("repo", u.repoOwner, true)
	t.markMeasuredOnMain(rules.MainBranches)
	return t, []Coverage{t.ownedCoverage("coverage measurement → team", u)}
}

func (t *Table) markMeasuredOnMain(names []string) {
	branch, main := t.Index("branch"), []bool{true}
	if branch >= 0 {
		main = codesWhere(t.Dicts[branch], func(name string) bool { return slices.Contains(names, name) })
		main[0] = true
	}
	k := t.derive("on_main", event.Flag)
	t.eachChunk(func(_ int, c *Chunk) {
		for i := range c.Rows {
			c.Values[k].Bytes[i] = flagOf(main[codeAt(c, branch, i)])
		}
	})
}
