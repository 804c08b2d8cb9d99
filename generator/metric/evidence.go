package metric

import (
	"math/bits"
	"slices"

	"leadline/generator/fact"
)

// evidence is the rules of a partition over the columns of a table.
type evidence struct {
	spans    []span
	held     int                   // column of HeldFrom, or -1
	waits    [][2]uint             // by kind of wait, and whether it is for another team: set of kinds of evidence
	delays   *fact.Delays          // nil where no waits are known
	supplied [len(Causes) + 1]bool // of which causes, and last of activity, there is evidence at all
}

// span is an interval between two instants of the same row.
type span struct{ kind, from, to int }

// rules resolves the evidence that the files can give; the rest is unknown.
func (p *Partition) rules(t *fact.Table) *evidence {
	r := &evidence{held: -1, waits: make([][2]uint, len(waitKinds)+1), delays: t.Delays}
	if p.HeldFrom != "" {
		r.held = t.Index(p.HeldFrom)
	}
	for i := range p.Evidence {
		e := &p.Evidence[i]
		if len(e.Waits) > 0 {
			r.addWaits(e)
		} else if from, to := t.Index(e.From), t.Index(e.To); from >= 0 && to >= 0 {
			r.spans = append(r.spans, span{e.kind(), from, to})
			r.supply(e)
		}
	}
	return r
}

func (r *evidence) addWaits(e *Evidence) {
	for code, name := range waitKinds {
		if !slices.Contains(e.Waits, name) {
			continue
		}
		for other := range 2 {
			if e.OtherTeam == nil || *e.OtherTeam == (other == 1) {
				r.waits[code+1][other] |= 1 << e.kind()
			}
		}
		if r.delays != nil && r.delays.Supplied(uint8(code+1)) {
			r.supply(e)
		}
	}
}

func (r *evidence) supply(e *Evidence) {
	if kind := e.kind(); kind == working {
		r.supplied[len(Causes)] = true
	} else {
		r.supplied[kind%otherwise] = true
	}
}

// add puts all evidence of one row on its timeline. until is 0 for a row that has ended. For
// one that has not, it is how far a wait without an end reaches, and the gap in which the row
// still is: its first instant is the latest that is recorded. Activity lies between two acts,
// so it never reaches on.
func (r *evidence) add(line *timeline, c *fact.Chunk, i int, until uint32) {
	latest := uint32(0)
	if until != 0 {
		latest = r.latest(c, i)
	}
	for _, s := range r.spans {
		from, to := c.Values[s.from].Times[i], c.Values[s.to].Times[i]
		if to == 0 && from >= latest && s.kind >= otherwise && s.kind < working {
			to = until
		}
		line.add(s.kind, from, to)
	}
	if r.delays == nil {
		return
	}
	waits := r.delays.Of(c, i)
	r.addDelays(line, waits.Own, 0, until)
	r.addDelays(line, waits.OfItem, 0, until)
	if len(waits.Carried) > 0 {
		held := uint32(0)
		if r.held >= 0 {
			held = c.Values[r.held].Times[i]
		}
		r.addDelays(line, waits.Carried, held, until)
	}
}

// latest is the last recorded instant of a row.
func (r *evidence) latest(c *fact.Chunk, i int) (at uint32) {
	for _, s := range r.spans {
		at = max(at, c.Values[s.from].Times[i], c.Values[s.to].Times[i])
	}
	return at
}

func (r *evidence) addDelays(line *timeline, delays []fact.Delay, held, until uint32) {
	for _, d := range delays {
		other, to := 0, d.To
		if d.OtherTeam {
			other = 1
		}
		if to == 0 {
			to = until
		}
		for kinds := r.waits[d.Kind][other]; kinds != 0; kinds &= kinds - 1 {
			line.add(bits.TrailingZeros(kinds), max(d.From, held), to)
		}
	}
}
