package fact

import (
	"fmt"
	"slices"

	"leadline/generator/event"
	"leadline/generator/period"
)

// Delay is one recorded wait that has ended.
type Delay struct {
	From, To  period.Seconds
	Kind      uint8 // as the column kind of waits holds it
	OtherTeam bool  // it was for another team
}

// Delays are the waits of each change and of the deployment that carried it.
type Delays struct {
	own, carried spells
	deployment   []uint32 // per change: 1 + number of its deployment, 0 unknown
	supplied     []int    // waits of changes and deployments, linked or not, by Kind
}

// Of are the waits of the i-th change of a chunk, and those of its deployment, both lent.
func (d *Delays) Of(c *Chunk, i int) (own, carried []Delay) {
	row := c.first + uint32(i)
	if dep := d.deployment[row]; dep != 0 {
		carried = d.carried.of(dep - 1)
	}
	return d.own.of(row), carried
}

// Supplied reports whether any file has waits of a kind, of changes or of deployments. If
// none does, how long changes waited so is unknown.
func (d *Delays) Supplied(kind uint8) bool { return d.supplied[kind] > 0 }

// DelayedBy links waits to the changes that they held up and derives the flag waited. Where
// there are no waits at all the flag is absent: nobody knows.
func (c *Changes) DelayedBy(w *Waits, d *Deployments) {
	if w.Len() == 0 || c.Len() == 0 {
		return
	}
	c.Delays = &Delays{own: w.spells("change", c.Len()), carried: w.spells("deployment", len(d.finished)), deployment: c.deployment, supplied: w.supplied()}
	waited := c.derive("waited", event.Flag)
	c.eachChunk(func(_ int, chunk *Chunk) {
		for i := range chunk.Rows {
			own, carried := c.Delays.Of(chunk, i)
			chunk.Values[waited].Bytes[i] = flagOf(len(own)+len(carried) > 0)
		}
	})
	c.Coverage = append(c.Coverage, c.evidence(w))
}

// spells are the delays of things that are numbered, side by side.
type spells struct {
	starts []uint32 // of each thing in all; one more than there are things
	all    []Delay
}

func (s *spells) of(thing uint32) []Delay { return s.all[s.starts[thing]:s.starts[thing+1]] }

// spells sorts the ended waits of one entity by what they are of. A wait without an end says
// that something waited and not how long: it is no evidence of time.
func (w *Waits) spells(entity string, things int) spells {
	code, of, kind, from, to, other := w.code("entity", entity), w.Index("entity"), w.Index("kind"), w.Index("requested_at"), w.Index("ended_at"), w.Index("other_team")
	s := spells{starts: make([]uint32, things+1)}
	if to < 0 {
		return s
	}
	each := func(visit func(thing uint32, c *Chunk, i int)) {
		for _, c := range w.Chunks {
			for i, e := range c.Values[of].Bytes {
				if target := w.target[c.first+uint32(i)]; e == code && target != 0 && c.Values[to].Times[i] != 0 {
					visit(target-1, c, i)
				}
			}
		}
	}
	each(func(thing uint32, _ *Chunk, _ int) { s.starts[thing]++ })
	total := uint32(0)
	for i, n := range s.starts {
		s.starts[i], total = total, total+n
	}
	s.all = make([]Delay, total)
	next := slices.Clone(s.starts)
	each(func(thing uint32, c *Chunk, i int) {
		s.all[next[thing]] = Delay{c.Values[from].Times[i], c.Values[to].Times[i], c.Values[kind].Bytes[i], codeAt(c, other, i) != 0}
		next[thing]++
	})
	return s
}

// supplied counts the waits of changes and deployments by kind.
func (w *Waits) supplied() []int {
	of, kind := w.Index("entity"), w.Index("kind")
	change, deployment := w.code("entity", "change"), w.code("entity", "deployment")
	n := make([]int, len(w.Columns[kind].Values)+1)
	for _, c := range w.Chunks {
		for i, e := range c.Values[of].Bytes {
			n[c.Values[kind].Bytes[i]] += one(e == change || e == deployment)
		}
	}
	return n
}

// evidence says which kinds of evidence of waiting there are: what no file has is unknown.
func (c *Changes) evidence(w *Waits) Coverage {
	cov := Coverage{Link: "change → recorded wait", Rows: c.Len()}
	waited := c.Index("waited")
	for _, chunk := range c.Chunks {
		for _, flag := range chunk.Values[waited].Bytes {
			cov.Linked += one(flag == event.FlagTrue)
		}
	}
	for i, kind := range w.Columns[w.Index("kind")].Values {
		what := fmt.Sprintf("%s waits of changes and deployments", kind)
		n := c.Delays.supplied[i+1]
		if n == 0 {
			what = fmt.Sprintf("no %s waits were supplied, so waiting of this kind is unknown, not zero", kind)
		}
		cov.How = append(cov.How, Count{what, n})
	}
	return cov
}
