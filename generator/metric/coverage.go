package metric

import (
	"fmt"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Coverage is which part of all required pairs is covered at the end of each month. The
// entity is spans of pairs, each with a state; Seen and Moved hold what the state rests on,
// so that how long evidence stays fresh is part of the definition and of its history.
type Coverage struct {
	Common
	From      string `toml:"from"`
	To        string `toml:"to"`
	State     string `toml:"state"`      // column of covered, stale, absent, unknown
	Seen      string `toml:"seen"`       // instant of the latest evidence
	FreshDays int    `toml:"fresh_days"` // covered by evidence that is older is stale
	Moved     string `toml:"moved"`      // instant at which what was seen went out of date
	GraceDays int    `toml:"grace_days"` // stale for no longer than this is covered still; 0: none
	By        string `toml:"by"`         // category of which every value gets its own share; "" for none
}

// Stats are the share of pairs that are covered, then how many pairs are in each state.
func (c *Coverage) Stats() []string { return []string{"share", "pairs"} }

func (c *Coverage) unit(stat string) unit.Unit {
	if stat == "share" {
		return unit.Share
	}
	return unit.Items
}

// Formula is the measure in one sentence.
func (c *Coverage) Formula() string {
	text := fmt.Sprintf("Of the %ss%s that there are at the month's end: the share in %s covered by evidence (%s) of the last %d days", c.noun(), c.conditionText(), c.State, c.Seen, c.FreshDays)
	if c.GraceDays > 0 {
		text += fmt.Sprintf(", or that went out of date (%s) no more than %d days ago", c.Moved, c.GraceDays)
	}
	if c.By != "" {
		text += "; the same for each " + c.By
	}
	return text + ". Beside it how many are covered, stale, absent and unknown."
}

func (c *Coverage) check(m *measureChecker) {
	if !m.common(&c.Common) {
		return
	}
	for _, key := range []struct{ name, column string }{{"from", c.From}, {"to", c.To}, {"seen", c.Seen}, {"moved", c.Moved}} {
		m.instant(key.name, key.column)
	}
	m.ofCategory("state", c.State)
	if c.By != "" {
		m.ofCategory("by", c.By)
	}
	if c.FreshDays < 1 || c.FreshDays > 3660 {
		m.add(m.table.Position("fresh_days"), fmt.Sprintf("fresh_days is %d", c.FreshDays), "1 to 3660", "say for how many days evidence counts")
	}
	if c.GraceDays < 0 || c.GraceDays > c.FreshDays {
		m.add(m.table.Position("grace_days"), fmt.Sprintf("grace_days is %d", c.GraceDays), "0 to fresh_days", "")
	}
}

// ofCategory checks that a key names a column with few values.
func (m *measureChecker) ofCategory(key, name string) {
	if c, ok := m.column(key, name); ok && c.Kind != event.Category {
		m.add(m.table.Position(key), fmt.Sprintf("%s of %s is not a category", name, m.entity.Name), "a column with few values", "")
	}
}

func (c *Coverage) columns() []string {
	names := append(c.used(), c.From, c.To, c.State, c.Seen, c.Moved)
	if c.By != "" {
		names = append(names, c.By)
	}
	return names
}

// The states in the order in which they are shown.
var coverageStates = [...]string{fact.Covered, fact.Stale, fact.Absent, fact.Unknown}

const (
	covered, stale, unknown = 0, 1, 3 // places in coverageStates
	states                  = len(coverageStates)
)

func (c *Coverage) measure(t *fact.Table, _ *fact.Units, f Frame, r rows) kernel {
	k := &coverages{silence: silenceOf(c), gone: absentAll(c, TooFew, fmt.Sprintf("no %s at the month's end, so there is nothing to take a share of", c.noun())),
		by: categoriesOfSpans(t, c.By, r.frame.Prose), presence: newPresence(r)}
	k.tally = newTally(r, states*(1+len(k.by.labels)))
	judge := newSpanJudge(t, c)
	from, to := t.Index(c.From), t.Index(c.To)
	r.each(func(worker int, chunk *fact.Chunk, mask []uint8) {
		ends := chunk.Values[to].Times
		for i, start := range chunk.Values[from].Times {
			if mask[i] == 0 || start >= f.AsOf {
				continue
			}
			r.openMonths(max(start, 1), ends[i], func(m int, at uint32) {
				cell := r.units.At(chunk.Owner[i], at-1)
				k.presence.see(worker, cell, m)
				state := judge.state(chunk, i, at-1)
				k.tally.add(worker, r.group(cell, m), state)
				if k.by.k >= 0 {
					k.tally.add(worker, r.group(cell, m), states*(1+int(k.by.of(chunk, i)))+state)
				}
			})
		}
	})
	k.tally.merge()
	k.presence.merge()
	return k
}

// spanJudge gives a span's state at an instant, by the definition's windows.
type spanJudge struct {
	stateColumn, seen, moved int
	states                   []int // per code; unknown for a text that is no state
	fresh, grace             uint32
}

func newSpanJudge(t *fact.Table, c *Coverage) *spanJudge {
	const day = 86400
	j := &spanJudge{stateColumn: t.Index(c.State), seen: t.Index(c.Seen), moved: t.Index(c.Moved), fresh: uint32(c.FreshDays) * day, grace: uint32(c.GraceDays) * day}
	dict := t.Dicts[j.stateColumn]
	for code := range dict.Len() {
		j.states = append(j.states, stateOfText(dict.Text(uint32(code))))
	}
	return j
}

func stateOfText(text string) int {
	for i, state := range coverageStates {
		if state == text {
			return i
		}
	}
	return unknown
}

func (j *spanJudge) state(c *fact.Chunk, i int, now uint32) int {
	state, seen, moved := j.states[c.Values[j.stateColumn].Codes[i]], c.Values[j.seen].Times[i], c.Values[j.moved].Times[i]
	if state == stale && moved != 0 && now-moved < j.grace {
		state = covered
	}
	if state == covered && now-seen > j.fresh {
		return stale
	}
	return state
}

// coverages is the kernel of Coverage.
type coverages struct {
	silence  silence
	gone     []Figure
	by       categories
	tally    *tallies
	presence *presence
}

func (k *coverages) month(out []Figure, cells []fact.Cell, m int, _ *merger) []Figure {
	if !k.presence.began(cells, m) {
		return append(out, k.silence.notBegun...)
	}
	all := k.tally.of(cells, m, 0)
	if all.sum() == 0 {
		return append(out, k.gone...)
	}
	out = append(out, all.share(""))
	for i, state := range coverageStates {
		pairs := number("pairs", unit.Items, float64(all[i]), all.sum())
		pairs.Category = state
		out = append(out, pairs)
	}
	for p, name := range k.by.labels {
		if part := k.tally.of(cells, m, states*(1+p)); part.sum() > 0 {
			out = append(out, part.share(name))
		}
	}
	return out
}

// stateCounts is how many pairs are in each of coverageStates.
type stateCounts [states]int

func (n *stateCounts) sum() int { return n[0] + n[1] + n[2] + n[3] }

// share is the covered part of all pairs. What nobody knows is part of all, so that the
// share is never better than what is known; where nothing is known there is no share.
func (n *stateCounts) share(category string) Figure {
	f := absent("share", unit.Share, NoData, "nothing recorded tells whether any of them is covered")
	if all := n.sum(); n[unknown] < all {
		low, high := stat.Wilson(n[covered], all)
		f = Figure{Stat: "share", Unit: unit.Share, Value: float64(n[covered]) / float64(all), Low: low, High: high, N: all, Part: n[covered]}
	}
	f.Category = category
	return f
}

// judge uses a p chart about the pooled share of the settled months.
func (k *coverages) judge(months [][]Figure, settled int) ([]State, Limits) {
	return judgeShares(months, settled)
}
