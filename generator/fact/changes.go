package fact

import (
	"leadline/generator/event"
	"leadline/generator/period"
)

// Changes are all changes, each with the deployment that carried it (rule 2).
type Changes struct {
	*Table
	Coverage   []Coverage
	deployment []uint32 // per row over all chunks: 1 + index in Deployments, 0 unknown
	offsets    []int    // first row of each chunk
}

// NewChanges links changes to deployments and to their first review. links and reviews may
// be nil; changes without a recorded first review get the first review by a person.
func NewChanges(rows, links, reviews *event.Rows, d *Deployments, u *Units, rules Rules) *Changes {
	c := &Changes{Table: newTable(Change, rows)}
	for n, at := 0, 0; n < len(c.Chunks); n++ {
		c.offsets = append(c.offsets, at)
		at += c.Chunks[n].Rows
	}
	if rows == nil {
		return c
	}
	c.ownBy("service_id", u.serviceOwner, false)
	c.fillReadyFromOpened()
	c.fillFirst("first_review_at", reviewsByPeople(reviews))
	c.linkDeployments(links, d)
	c.ownBy("repo", u.repoOwner, true)
	return c
}

// rowKey gives the key of the i-th change over all chunks, by the chunk's own keys or by
// the hashes of a column.
func (t *Table) rowKeys(column int) (n int, key func(i int) uint64) {
	var keys []uint64
	for _, c := range t.Chunks {
		if column < 0 {
			keys = append(keys, c.key...)
		} else {
			keys = append(keys, c.Values[column].Hashes...)
		}
	}
	return len(keys), func(i int) uint64 { return keys[i] }
}

// partitionRows splits the table's rows by key (column < 0) or by a hashed column.
func (t *Table) partitionRows(column int) *partitioned {
	n, key := t.rowKeys(column)
	return partition(n, func(i int) keyed { return keyed{key(i), uint32(i)} })
}

// fillReadyFromOpened: a change that was never a draft is ready for review when it is opened.
func (c *Changes) fillReadyFromOpened() {
	opened := c.Index("opened_at")
	if opened < 0 {
		return
	}
	ready := c.derive("ready_at", event.Instant)
	for _, chunk := range c.Chunks {
		for i, at := range chunk.Values[ready].Times {
			if at == 0 {
				chunk.Values[ready].Times[i] = chunk.Values[opened].Times[i]
			}
		}
	}
}

// moments are instants of something that happened to rows of another table.
type moments struct {
	key []uint64
	at  []period.Seconds
}

// fillFirst fills the rows of an instant column that are empty with the earliest moment of
// the same key.
func (t *Table) fillFirst(column string, m moments) {
	if len(m.key) == 0 {
		return
	}
	k := t.derive(column, event.Instant)
	times := t.flatTimes(k)
	recorded := make([]bool, len(times))
	for i, at := range times {
		recorded[i] = at != 0
	}
	moments := partition(len(m.key), func(i int) keyed { return keyed{m.key[i], uint32(i)} })
	join(t.partitionRows(-1), moments, func(row, value uint32) {
		if at := m.at[value]; !recorded[row] && at != 0 && (times[row] == 0 || at < times[row]) {
			times[row] = at
		}
	})
	t.setTimes(k, times)
}

func (t *Table) flatTimes(k int) []period.Seconds {
	out := make([]period.Seconds, 0, t.Len())
	for _, c := range t.Chunks {
		out = append(out, c.Values[k].Times...)
	}
	return out
}

// setTimes gives the chunks their parts of one long column.
func (t *Table) setTimes(k int, times []period.Seconds) {
	for _, c := range t.Chunks {
		c.Values[k].Times, times = times[:c.Rows:c.Rows], times[c.Rows:]
	}
}

// reviewsByPeople are the submissions of reviews that no bot made.
func reviewsByPeople(rows *event.Rows) moments {
	var m moments
	if rows == nil {
		return m
	}
	repo, change, at, bot := rows.Index("repo"), rows.Index("change_id"), rows.Index("submitted_at"), rows.Index("is_bot")
	hashes := dictHashes(rows.Dicts[repo])
	for _, c := range rows.Chunks {
		for i := range c.Rows {
			if bot >= 0 && c.Columns[bot].Bytes[i] == event.FlagTrue {
				continue
			}
			m.key = append(m.key, event.KeyOf(hashes[c.Columns[repo].Codes[i]], c.Columns[change].Hashes[i]))
			m.at = append(m.at, c.Columns[at].Times[i])
		}
	}
	return m
}

func dictHashes(d *event.Dict) []uint64 {
	out := make([]uint64, d.Len())
	for code := range out {
		out[code] = d.Hash(uint32(code))
	}
	return out
}
