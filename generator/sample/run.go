package sample

import (
	"context"
	"sync"

	"leadline/generator/download"
)

// unit is a piece of work: some services and teams in one month. Units are made by
// several workers at once and written in order, so the order of rows never depends on them.
type unit struct{ month, block int }

// block is how many services a unit holds: with 1,500 services and 1e8 events, some
// hundred thousand rows.
const block = 48

func (p *plan) units() []unit {
	var out []unit
	for m := range p.opt.Months {
		for b := 0; b*block < len(p.services); b++ {
			out = append(out, unit{m, b})
		}
	}
	return out
}

// run makes all units and hands their sheets to the sinks in order. At most two sheets a
// worker exist at a time, which bounds the memory.
func (p *plan) run(ctx context.Context, sinks *sinks) error {
	units := p.units()
	slots := make([]chan *sheet, len(units))
	for i := range slots {
		slots[i] = make(chan *sheet, 1)
	}
	free := make(chan *sheet, 2*p.opt.Workers+2)
	for range cap(free) {
		free <- nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var workers sync.WaitGroup
	next := make(chan int)
	for range p.opt.Workers {
		workers.Go(func() {
			for s := range free { // first a sheet, then a unit: the next one due always has a sheet
				i, ok := <-next
				if !ok {
					return
				}
				slots[i] <- p.make(units[i], s)
			}
		})
	}
	go func() {
		defer close(next)
		for i := range units {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	err := p.collect(ctx, sinks, units, slots, free)
	cancel()
	close(free)
	workers.Wait()
	return err
}

func (p *plan) collect(ctx context.Context, sinks *sinks, units []unit, slots []chan *sheet, free chan *sheet) error {
	for i, u := range units {
		select {
		case s := <-slots[i]:
			if err := sinks.write(u.month, s); err != nil {
				return err
			}
			free <- s
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// make fills a sheet, a used one where there is one.
func (p *plan) make(u unit, out *sheet) *sheet {
	if out == nil {
		out = &sheet{}
		for s := range out {
			out[s] = download.NewBatch(columnsOf(stream(s)), 0)
		}
	}
	for _, b := range out {
		b.Reset()
	}
	if u == (unit{}) {
		(&cell{p: p, out: out}).organise()
	}
	c := cell{p: p, out: out, m: u.month}
	for i := u.block * block; i < min(len(p.services), (u.block+1)*block); i++ {
		c.ofService(p.services[i])
	}
	blocks := (len(p.services) + block - 1) / block
	for i, t := range p.teams {
		if i%blocks == u.block && p.exists(t, u.month) {
			c.ofTeam(t)
		}
	}
	p.repeat(out)
	return out
}

func (c *cell) begin(purpose uint64, who int) { c.draw = newDraw(c.p.opt.Seed, purpose, who, c.m) }

func (c *cell) ofService(s *service) {
	c.s, c.t, c.owner, c.numbers, c.changed = s, c.p.tempoOf(s, c.m), s.owner(c.p.days.starts[c.m]), 0, 0
	c.made, c.live, c.building = c.made[:0], c.live[:0], c.building[:0]
	c.side = newDraw(c.p.opt.Seed, forWaits, s.index, c.m)
	c.plannedWork()
	c.begin(forDelivery, s.index)
	c.deliver()
	c.begin(forRuns, s.index)
	c.outages()
	c.pipelines()
	c.begin(forSecurity, s.index)
	c.secure()
	c.begin(forChecks, s.index)
	c.scan()
	c.cover()
}

func (c *cell) ofTeam(t *team) {
	c.s, c.t, c.owner, c.numbers = nil, c.p.teamTempo(t, c.m), t, 0
	c.begin(forItemRows, t.index)
	c.board(t)
	c.begin(forEnvironments, t.index)
	c.environments(t)
	c.begin(forSurvey, t.index)
	c.survey(t)
}

// repeat writes one deployment and one review of a unit twice, as an export does that is
// asked for overlapping days (mixed only).
func (p *plan) repeat(out *sheet) {
	if p.opt.Format != "mixed" {
		return
	}
	for _, s := range []stream{deployments, reviews, items} {
		if n := out[s].Len(); n > 3 {
			out[s].CopyRow(out[s], n/2)
		}
	}
}
