package fact

import (
	"math/bits"

	"leadline/generator/event"
	"leadline/generator/period"
)

// repeatWithin is how long after a failure a pass of the same commit still says that the
// failure was not the commit's: beyond it, what runs around the commit has changed as well.
// Our own constant, not a published one.
const repeatWithin = 7 * 24 * 3600

// markRepeats derives, of every failed run whose commit is recorded, whether a run of the
// same repository, pipeline and commit passed later (passed_on_repeat), and when the first
// of them finished (repeated_until). Runs that did not fail, and failures without a commit,
// have neither: what cannot be known is not a no. Where no failure has a commit nothing is
// derived.
//
// Failures are few and successes many, so failures are indexed and successes looked up.
func (t *Table) markRepeats(rows *event.Rows) []Coverage {
	x, ok := newRepeats(t, rows)
	if !ok {
		return nil
	}
	if x.collect(); len(x.keys) > 0 || x.failures == 0 {
		x.build()
		x.match()
		x.mark()
	}
	return []Coverage{x.coverage()}
}

// repeats is the failures of a table, by commit.
type repeats struct {
	table                               *Table
	sha, repo, pipeline, outcome, ended int
	repos, pipelines                    []uint64 // hashes by code
	failed                              [256]bool
	passed                              uint8
	failures                            int // with or without a commit

	rows   []uint32         // of the failures with a commit, ascending
	keys   []uint64         // of their commits
	until  []period.Seconds // when it passed, 0 for never
	filter []uint64         // bit set of the keys' low bits: most commits never failed
	index  index
	next   []uint32 // 1 + the next failure of the same commit, 0 none
}

func newRepeats(t *Table, rows *event.Rows) (*repeats, bool) {
	x := &repeats{table: t, sha: t.Index("sha"), repo: t.Index("repo"), pipeline: t.Index("pipeline"),
		outcome: t.Index("outcome"), ended: t.Index("finished_at")}
	if min(x.sha, x.repo, x.pipeline, x.outcome, x.ended) < 0 {
		return nil, false
	}
	x.repos, x.pipelines = dictHashes(t.Dicts[x.repo]), dictHashes(t.Dicts[x.pipeline])
	for _, name := range []string{"failure", "error", "timeout"} {
		x.failed[enumCode(rows, "outcome", name)] = true
	}
	x.passed = enumCode(rows, "outcome", "success")
	return x, true
}

// key is the commit of a row in its repository and pipeline; 0 where none is recorded.
func (x *repeats) key(c *Chunk, i int) uint64 {
	sha := c.Values[x.sha].Hashes[i]
	if sha == 0 {
		return 0
	}
	return event.KeyOf(x.repos[c.Values[x.repo].Codes[i]], x.pipelines[c.Values[x.pipeline].Codes[i]], sha)
}

// collect lists the failures in the order of the rows.
func (x *repeats) collect() {
	parts := make([]repeats, len(x.table.Chunks))
	x.table.eachChunk(func(n int, c *Chunk) {
		p := &parts[n]
		for i, outcome := range c.Values[x.outcome].Bytes {
			if !x.failed[outcome] {
				continue
			}
			p.failures++
			if key := x.key(c, i); key != 0 {
				p.rows, p.keys = append(p.rows, c.first+uint32(i)), append(p.keys, key)
			}
		}
	})
	for i := range parts {
		x.failures += parts[i].failures
		x.rows, x.keys = append(x.rows, parts[i].rows...), append(x.keys, parts[i].keys...)
	}
	x.until = make([]period.Seconds, len(x.rows))
}

// build indexes the failures by commit, with a chain through those of the same one, and
// fills the filter: sixteen bits a failure let about one success in sixteen through in vain.
func (x *repeats) build() {
	x.index = index{x.keys, make([]uint32, 1<<bits.Len(uint(2*len(x.keys))))}
	x.next = make([]uint32, len(x.keys))
	x.filter = make([]uint64, 1<<max(0, bits.Len(uint(16*len(x.keys)))-6))
	for i, key := range x.keys {
		at := x.index.slot(key)
		x.next[i], x.index.slots[at] = x.index.slots[at], uint32(i)+1
		word, bit := x.bit(key)
		x.filter[word] |= bit
	}
}

func (x *repeats) bit(key uint64) (word, bit uint64) {
	return key >> 38 & uint64(len(x.filter)-1), 1 << (key >> 32 & 63)
}

// repeat is a success of a commit that failed: the first of its failures, and when.
type repeat struct {
	failure uint32
	at      period.Seconds
}

// match gives every failure the earliest pass after it. Blocks are looked through on all
// cores, what they find is applied here: the earliest is the same in any order.
func (x *repeats) match() {
	found := make([][]repeat, len(x.table.Chunks))
	x.table.eachChunk(func(n int, c *Chunk) {
		for i, outcome := range c.Values[x.outcome].Bytes {
			if outcome != x.passed {
				continue
			}
			key := x.key(c, i)
			if word, bit := x.bit(key); key == 0 || x.filter[word]&bit == 0 {
				continue
			}
			if failure, ok := x.index.get(key); ok {
				found[n] = append(found[n], repeat{failure, c.Values[x.ended].Times[i]})
			}
		}
	})
	ends := x.table.flatTimes(x.ended)
	for _, passes := range found {
		for _, pass := range passes {
			x.apply(pass, ends)
		}
	}
}

func (x *repeats) apply(pass repeat, ends []period.Seconds) {
	for n := pass.failure + 1; n != 0; n = x.next[n-1] {
		failed, until := ends[x.rows[n-1]], &x.until[n-1]
		if pass.at > failed && pass.at-failed <= repeatWithin && (*until == 0 || pass.at < *until) {
			*until = pass.at
		}
	}
}

// mark writes the derived columns.
func (x *repeats) mark() {
	passed, until := x.table.derive("passed_on_repeat", event.Flag), x.table.derive("repeated_until", event.Instant)
	i := 0
	for _, c := range x.table.Chunks {
		for ; i < len(x.rows) && x.rows[i] < c.first+uint32(c.Rows); i++ {
			row := x.rows[i] - c.first
			c.Values[passed].Bytes[row], c.Values[until].Times[row] = flagOf(x.until[i] != 0), x.until[i]
		}
	}
}

func (x *repeats) coverage() Coverage {
	again := len(x.until) - count(x.until, 0)
	return Coverage{Link: "failed pipeline run → commit", Rows: x.failures, Linked: len(x.rows), How: []Count{
		{"passed on the same commit within 7 days", again}, {"did not", len(x.rows) - again}, {"commit not recorded", x.failures - len(x.rows)}}}
}

func count[T comparable](values []T, of T) int {
	n := 0
	for _, v := range values {
		if v == of {
			n++
		}
	}
	return n
}
