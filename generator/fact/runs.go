package fact

import (
	"leadline/generator/event"
)

// NewPipelineRuns gives pipeline runs their owners, the derived flag on_main (the run was of
// one of the site's main branches; runs without a branch are neither), and what markRepeats
// derives where commits were read. used are the columns that definitions read, as for NewChanges.
func NewPipelineRuns(rows *event.Rows, u *Units, rules Rules, used ...string) (*Table, []Coverage) {
	t := newTable(PipelineRun, rows)
	if rows == nil {
		return t, nil
	}
	t.ownBy("service_id", u.serviceOwner, false)
	t.ownBy("repo", u.repoOwner, true)
	t.release(used, "service_id")
	repeats := t.markRepeats(rows)
	t.release(used, "repo", "sha", "pipeline")
	if k := t.Index("branch"); k >= 0 {
		t.markMain(k, rules.MainBranches)
	}
	return t, append([]Coverage{t.ownedCoverage("pipeline run → team", u)}, repeats...)
}

func (t *Table) markMain(branch int, names []string) {
	if t.Columns[branch].Kind == event.Flag { // read as whether it is a main branch
		t.Columns[branch].Name = "on_main"
		return
	}
	main := map[uint64]bool{}
	for _, name := range names {
		main[event.HashString(name)] = true
	}
	k := t.derive("on_main", event.Flag)
	t.eachChunk(func(_ int, c *Chunk) {
		for i, hash := range c.Values[branch].Hashes {
			if hash != 0 {
				c.Values[k].Bytes[i] = flagOf(main[hash])
			}
		}
	})
}
