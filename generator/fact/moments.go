package fact

import (
	"leadline/generator/event"
	"leadline/generator/period"
)

// Moments are instants of something that happened to rows of another table, by that row's
// key: all that is kept of reviews and transitions once they are read.
type Moments struct {
	key []uint64
	at  []period.Seconds
}

func (m Moments) side() side {
	return side{len(m.key), func(yield func(uint64, uint32)) {
		for i, key := range m.key {
			yield(key, uint32(i))
		}
	}}
}

// fillFirst fills the rows of an instant column that are empty with the earliest moment of
// the same key.
func (t *Table) fillFirst(column string, m Moments) {
	if len(m.key) == 0 {
		return
	}
	k := t.derive(column, event.Instant)
	times := t.flatTimes(k)
	recorded := make([]bool, len(times))
	for i, at := range times {
		recorded[i] = at != 0
	}
	join(t.keys(-1), m.side(), func(row, value uint32) {
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

// Reviews are the submissions of reviews that no bot made; nil rows give none.
func Reviews(rows *event.Rows) Moments {
	var m Moments
	if rows == nil {
		return m
	}
	repo, change, at, bot := rows.Index("repo"), rows.Index("change_id"), rows.Index("submitted_at"), rows.Index("is_bot")
	hashes := dictHashes(rows.Dicts[repo])
	m.reserve(rows.Len())
	for _, c := range rows.Chunks {
		for i := range c.Rows {
			if bot < 0 || c.Columns[bot].Bytes[i] != event.FlagTrue {
				m.add(event.KeyOf(hashes[c.Columns[repo].Codes[i]], c.Columns[change].Hashes[i]), c.Columns[at].Times[i])
			}
		}
	}
	return m
}

// Starts are the moments at which work items entered a status of category doing; nil rows
// give none.
func Starts(rows *event.Rows) Moments {
	var m Moments
	if rows == nil || rows.Index("to_category") < 0 {
		return m
	}
	item, at, category := rows.Index("item_id"), rows.Index("at"), rows.Index("to_category")
	doing := enumCode(rows, "to_category", "doing")
	for _, c := range rows.Chunks {
		for i := range c.Rows {
			if c.Columns[category].Bytes[i] == doing {
				m.add(event.KeyOf(c.Columns[item].Hashes[i]), c.Columns[at].Times[i])
			}
		}
	}
	return m
}

func (m *Moments) reserve(n int) {
	m.key, m.at = make([]uint64, 0, n), make([]period.Seconds, 0, n)
}

func (m *Moments) add(key uint64, at period.Seconds) {
	m.key, m.at = append(m.key, key), append(m.at, at)
}

func dictHashes(d *event.Dict) []uint64 {
	out := make([]uint64, d.Len())
	for code := range out {
		out[code] = d.Hash(uint32(code))
	}
	return out
}
