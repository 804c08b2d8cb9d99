package fact

import (
	"fmt"
	"slices"

	"leadline/generator/event"
	"leadline/generator/period"
)

// Delay is one recorded wait.
type Delay struct {
	From, To  period.Seconds // To is 0 where no end is recorded
	Kind      uint8          // as the column kind of waits holds it
	OtherTeam bool           // it was for another team
}

// Delays are the waits of each change, of the deployment that carried it and of the work item
// that it serves.
type Delays struct {
	own, carried, ofItem spells
	deployment           []uint32 // per change: 1 + number of its deployment, 0 unknown
	item                 []uint32 // per change: 1 + number of its work item among those that waited, 0 none; nil: unknown
	supplied             []int    // waits of changes, deployments and work items, linked or not, by Kind
}

// Held are the waits that may have held one change; all are lent.
type Held struct{ Own, Carried, OfItem []Delay }

// Of are the waits of the i-th change of a chunk.
func (d *Delays) Of(c *Chunk, i int) (h Held) {
	row := c.first + uint32(i)
	h.Own = d.own.of(row)
	if dep := d.deployment[row]; dep != 0 {
		h.Carried = d.carried.of(dep - 1)
	}
	if d.item != nil && d.item[row] != 0 {
		h.OfItem = d.ofItem.of(d.item[row] - 1)
	}
	return h
}

// Supplied reports whether any file has waits of a kind, of what can hold a change. If none
// does, how long changes waited so is unknown.
func (d *Delays) Supplied(kind uint8) bool { return d.supplied[kind] > 0 }

// DelayedBy links waits to the changes that they held up and derives the flag waited. Where
// there are no waits at all the flag is absent: nobody knows. used is as for NewChanges.
func (c *Changes) DelayedBy(w *Waits, d *Deployments, used ...string) {
	defer c.release(used, "work_item_ids")
	if w.Len() == 0 || c.Len() == 0 {
		return
	}
	c.Delays = &Delays{own: w.spells("change", c.Len(), w.target), carried: w.spells("deployment", len(d.finished), w.target), deployment: c.deployment}
	c.heldByItems(w)
	c.Delays.supplied = w.supplied(c.Delays.item != nil)
	waited := c.derive("waited", event.Flag)
	c.eachChunk(func(_ int, chunk *Chunk) {
		for i := range chunk.Rows {
			h := c.Delays.Of(chunk, i)
			chunk.Values[waited].Bytes[i] = flagOf(len(h.Own)+len(h.Carried)+len(h.OfItem) > 0)
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

// spells sorts the waits of one entity by what they are of: targets has 1 + its number for
// every wait, 0 for none.
func (w *Waits) spells(entity string, things int, targets []uint32) spells {
	code, of, kind, from, to, other := w.code("entity", entity), w.Index("entity"), w.Index("kind"), w.Index("requested_at"), w.Index("ended_at"), w.Index("other_team")
	s := spells{starts: make([]uint32, things+1)}
	each := func(visit func(thing uint32, c *Chunk, i int)) {
		for _, c := range w.Chunks {
			for i, e := range c.Values[of].Bytes {
				if target := targets[c.first+uint32(i)]; e == code && target != 0 {
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
		s.all[next[thing]] = Delay{c.Values[from].Times[i], secondsAt(c, to, i), c.Values[kind].Bytes[i], codeAt(c, other, i) != 0}
		next[thing]++
	})
	return s
}

// supplied counts the waits of what can hold a change by kind; those of work items do where
// changes name them.
func (w *Waits) supplied(items bool) []int {
	of, kind := w.Index("entity"), w.Index("kind")
	change, deployment, item := w.code("entity", "change"), w.code("entity", "deployment"), w.code("entity", "work_item")
	n := make([]int, len(w.Columns[kind].Values)+1)
	for _, c := range w.Chunks {
		for i, e := range c.Values[of].Bytes {
			n[c.Values[kind].Bytes[i]] += one(e == change || e == deployment || items && e == item)
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
		what := fmt.Sprintf("%s waits of changes, their deployments and work items", kind)
		n := c.Delays.supplied[i+1]
		if n == 0 {
			what = fmt.Sprintf("no %s waits were supplied, so waiting of this kind is unknown, not zero", kind)
		}
		cov.How = append(cov.How, Count{what, n})
	}
	return cov
}

func secondsAt(c *Chunk, k, i int) period.Seconds {
	if k < 0 {
		return 0
	}
	return c.Values[k].Times[i]
}
