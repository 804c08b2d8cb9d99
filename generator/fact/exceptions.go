package fact

import (
	"leadline/generator/event"
	"leadline/generator/period"
)

// NewExceptions gives accepted risks their owners and their end: when they were closed,
// when a later approval renewed them (or one risk would count twice), or when their service
// was retired. One that expires goes on: that nobody closed or renewed it is what readers
// must see.
//
// An approval renews the one that it names, if it came later; so chains have an end. Flag
// renewed_twice: it is at least the second renewal of its chain.
func NewExceptions(rows *event.Rows, u *Units) (*Table, []Coverage) {
	t := newTable(Exception, rows)
	if rows == nil {
		return t, nil
	}
	t.ownBy("service_id", u.serviceOwner, false)
	x := &exceptions{approved: t.flatTimes(t.Index("approved_at"))}
	x.ended = make([]period.Seconds, len(x.approved))
	if k := t.Index("closed_at"); k >= 0 {
		x.ended = t.flatTimes(k)
	}
	for i, o := range t.owners {
		x.ended[i] = firstOf(x.ended[i], u.Retirement(o))
	}
	coverage := []Coverage{t.ownedCoverage("exception → team", u)}
	if k := t.Index("renewal_of"); k >= 0 {
		coverage = append(coverage, x.renew(t.flatHashes(t.Index("exception_id")), t.flatHashes(k)))
		t.setFlags("renewed_twice", func(row int) bool { return x.renews[row] >= 0 && x.renews[x.renews[row]] >= 0 })
		t.setCounts("renewals", x.renewals)
	}
	t.setTimes(t.derive("ended_at", event.Instant), x.ended)
	return t, coverage
}

type exceptions struct {
	approved, ended []period.Seconds
	renews          []int // the row that each renews; -1 none
}

// renew ends every exception when the first of its renewals is approved.
func (x *exceptions) renew(ids, of []uint64) Coverage {
	c := Coverage{Link: "renewal → exception that it renews"}
	known, _ := newIndex(ids)
	x.renews = make([]int, len(ids))
	missing, early := 0, 0
	for i, id := range of {
		x.renews[i] = -1
		if id == 0 {
			continue
		}
		c.Rows++
		switch row, ok := known.get(id); {
		case !ok:
			missing++
		case x.approved[row] >= x.approved[i]:
			early++
		default:
			c.Linked++
			x.renews[i], x.ended[row] = int(row), firstOf(x.ended[row], x.approved[i])
		}
	}
	c.How = []Count{{"it is in no file", missing}, {"approved no later than what it renews", early}}
	return c
}

// renewals is how many approvals came before a row's in its chain.
func (x *exceptions) renewals(row int) (n int32) {
	for row = x.renews[row]; row >= 0; row = x.renews[row] { // approvals get earlier, so this ends
		n++
	}
	return n
}

// setCounts derives a count from the number of a row.
func (t *Table) setCounts(name string, count func(row int) int32) {
	k := t.derive(name, event.Count)
	t.eachChunk(func(_ int, c *Chunk) {
		for i := range c.Values[k].Counts {
			c.Values[k].Counts[i] = count(int(c.first) + i)
		}
	})
}

// flatHashes are the hashes of a column of all chunks.
func (t *Table) flatHashes(k int) []uint64 {
	out := make([]uint64, 0, t.Len())
	for _, c := range t.Chunks {
		out = append(out, c.Values[k].Hashes...)
	}
	return out
}

// setFlags derives a flag from the number of a row.
func (t *Table) setFlags(name string, test func(row int) bool) {
	k := t.derive(name, event.Flag)
	t.eachChunk(func(_ int, c *Chunk) {
		for i := range c.Values[k].Bytes {
			c.Values[k].Bytes[i] = flagOf(test(int(c.first) + i))
		}
	})
}
