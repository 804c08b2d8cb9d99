package metric

import (
	"math/bits"
	"slices"

	"leadline/generator/fact"
)

// evidence is the rules of a partition over the columns of a table.
type evidence struct {
	spans    []span
	held     int               // column of HeldFrom, or -1
	waits    [][2]uint         // by kind of wait, and whether it is for another team: set of kinds of evidence
	delays   *fact.Delays      // nil where no waits are known
	supplied [len(Causes)]bool // of which causes there is evidence at all
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
	if kind := e.kind(); kind < working {
		r.supplied[kind%otherwise] = true
	}
}

// add puts all evidence of one row on its timeline.
func (r *evidence) add(line *timeline, c *fact.Chunk, i int) {
	for _, s := range r.spans {
		line.add(s.kind, c.Values[s.from].Times[i], c.Values[s.to].Times[i])
	}
	if r.delays == nil {
		return
	}
	own, carried := r.delays.Of(c, i)
	r.addDelays(line, own, 0)
	if len(carried) > 0 {
		held := uint32(0)
		if r.held >= 0 {
			held = c.Values[r.held].Times[i]
		}
		r.addDelays(line, carried, held)
	}
}

func (r *evidence) addDelays(line *timeline, delays []fact.Delay, held uint32) {
	for _, d := range delays {
		other := 0
		if d.OtherTeam {
			other = 1
		}
		for kinds := r.waits[d.Kind][other]; kinds != 0; kinds &= kinds - 1 {
			line.add(bits.TrailingZeros(kinds), max(d.From, held), d.To)
		}
	}
}
