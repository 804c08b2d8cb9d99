package fact

import (
	"leadline/generator/event"
	"leadline/generator/period"
)

// Moments are instants of something that happened to rows of another table, by that row's
// key: all that is kept of reviews and transitions once they are read.
type Moments struct{ entries partitioned }

// fillFirst fills the rows of an instant column that are empty with the earliest moment of
// the same key.
func (t *Table) fillFirst(column string, m Moments) {
	if p, any := t.first(column, m); any {
		join(t.keys(-1), p)
	}
}

// first is the probe of fillFirst; any is false when there are no moments.
func (t *Table) first(column string, m Moments) (p probe, any bool) {
	if len(m.entries.entries) == 0 {
		return p, false
	}
	recorded := t.recorded(column)
	k := t.derive(column, event.Instant)
	times := t.flatTimes(k)
	t.setTimes(k, times)
	return probe{m.entries, func(row, at uint32) {
		if now := times[row]; at != 0 && (now == 0 || at < now) && (recorded == nil || !recorded[row]) {
			times[row] = at
		}
	}}, true
}

// recorded is which rows have a value of an instant column; nil when it was not read.
func (t *Table) recorded(column string) []bool {
	k := t.Index(column)
	if k < 0 {
		return nil
	}
	out := make([]bool, t.Len())
	t.eachChunk(func(_ int, c *Chunk) {
		for i, at := range c.Values[k].Times {
			out[int(c.first)+i] = at != 0
		}
	})
	return out
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

// Reviews are the submissions of reviews that no bot made; nil rows give none. It makes its
// keys in the place of the rows' own, so rows are used up.
func Reviews(rows *event.Rows) Moments {
	if rows == nil {
		return Moments{}
	}
	repo, change, at, bot := rows.Index("repo"), rows.Index("change_id"), rows.Index("submitted_at"), rows.Index("is_bot")
	hashes := dictHashes(rows.Dicts[repo])
	return momentsOf(rows, change, at, func(c *event.Chunk, i int) uint64 {
		if bot >= 0 && c.Columns[bot].Bytes[i] == event.FlagTrue {
			return 0
		}
		return event.KeyOf(hashes[c.Columns[repo].Codes[i]], c.Columns[change].Hashes[i])
	})
}

// Starts are the moments at which work items entered a status of category doing; nil rows
// give none. Rows are used up.
func Starts(rows *event.Rows) Moments {
	if rows == nil || rows.Index("to_category") < 0 {
		return Moments{}
	}
	item, at, category := rows.Index("item_id"), rows.Index("at"), rows.Index("to_category")
	doing := enumCode(rows, "to_category", "doing")
	return momentsOf(rows, item, at, func(c *event.Chunk, i int) uint64 {
		if c.Columns[category].Bytes[i] != doing {
			return 0
		}
		return event.KeyOf(c.Columns[item].Hashes[i])
	})
}

// momentsOf keys the times of a column; key 0 leaves a row out.
func momentsOf(rows *event.Rows, id, at int, key func(c *event.Chunk, i int) uint64) Moments {
	side := make([]keyed, len(rows.Chunks))
	inParallel(len(side), func(n int) {
		c := rows.Chunks[n]
		keys := c.Columns[id].Hashes
		for i := range keys {
			keys[i] = key(c, i)
		}
		side[n] = keyed{keys: keys, values: c.Columns[at].Times}
	})
	return Moments{partition(side)}
}

func dictHashes(d *event.Dict) []uint64 {
	out := make([]uint64, d.Len())
	for code := range out {
		out[code] = d.Hash(uint32(code))
	}
	return out
}

// fillFrom fills the rows of an instant column that are empty from another column of the
// same row, if any file has it.
func (t *Table) fillFrom(column, other string) {
	from := t.Index(other)
	if from < 0 {
		return
	}
	k := t.derive(column, event.Instant)
	t.eachChunk(func(_ int, c *Chunk) {
		times := c.Values[k].Times
		for i, at := range times {
			if at == 0 {
				times[i] = c.Values[from].Times[i]
			}
		}
	})
}
