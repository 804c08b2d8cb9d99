package fact

import (
	"cmp"
	"slices"
	"strings"

	"leadline/generator/event"
	"leadline/generator/period"
)

// The states of a required check of a service. They say what scans and deployments tell;
// how long a scan stays fresh is for the definition to say, which has ScannedAt for it.
const (
	Covered = "covered" // a successful scan was of the version in production, or names no version
	Stale   = "stale"   // successful scans there were, but none of the version in production
	Absent  = "absent"  // no successful scan so far, although the kind of check is recorded for somebody
	Unknown = "unknown" // no scan of the kind is recorded for anybody so far: nobody knows
)

// NewRequiredChecks follows every check that a service is required to have through its
// states. Each row is a span [valid_from, valid_to) in which nothing changed; the spans of a
// service and check fill the time of its requirement without a gap or an overlap, up to the
// service's retirement. The requirement comes from service_checks and never from what a
// scanner happens to list. Without scans there are spans and no states.
func NewRequiredChecks(rows, scans *event.Rows, releases *Releases, u *Units) (*Table, []Coverage) {
	if rows == nil {
		return newTable(RequiredCheck, nil), nil
	}
	c := &checks{units: u, releases: releases, services: rows.Dicts[rows.Index("service_id")], kinds: rows.Dicts[rows.Index("check_kind")]}
	c.require(rows)
	if scans == nil {
		for i := range c.pairs {
			c.pairs[i].changes = []change{{state: Unknown}}
		}
		return c.table(false), nil
	}
	coverage := c.scan(scans)
	inParallel(len(c.pairs), func(i int) { c.pairs[i].follow(releases.of(c.pairs[i].owner)) })
	return c.table(true), []Coverage{coverage}
}

// checks are the required pairs of a service and a kind of check.
type checks struct {
	units           *Units
	releases        *Releases
	services, kinds *event.Dict
	pairs           []pair
}

// pair is one required check of one service.
type pair struct {
	owner         Owner
	service, kind uint32 // codes
	required      []interval
	known         period.Seconds // since when scans of the kind are recorded for anybody; 0 never
	scans         []checkScan    // successful ones
	changes       []change       // of state, earliest first; the first is at 0
}

// interval is closed-open; to 0 has no end.
type interval struct{ from, to period.Seconds }

// require reads the requirements and unites what overlaps of one pair, so that nothing is
// counted twice.
func (c *checks) require(rows *event.Rows) {
	owners := codesTo(c.services, c.units.serviceOwner)
	service, kind := rows.Index("service_id"), rows.Index("check_kind")
	eachRow(rows, func(r row) {
		p := pair{service: r.chunk.Columns[service].Codes[r.i], kind: r.chunk.Columns[kind].Codes[r.i]}
		p.owner = owners[p.service]
		i := interval{r.time("valid_from"), firstOf(r.time("valid_to"), c.units.Retirement(p.owner))}
		if i.to == 0 || i.from < i.to {
			p.required = []interval{i}
			c.pairs = append(c.pairs, p)
		}
	})
	slices.SortFunc(c.pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.owner, b.owner), strings.Compare(c.kinds.Text(a.kind), c.kinds.Text(b.kind)), cmp.Compare(a.required[0].from, b.required[0].from))
	})
	united := c.pairs[:0]
	for _, p := range c.pairs {
		if n := len(united); n > 0 && united[n-1].owner == p.owner && united[n-1].kind == p.kind {
			united[n-1].required = unite(united[n-1].required, p.required[0])
		} else {
			united = append(united, p)
		}
	}
	c.pairs = united
}

// unite adds an interval that begins no earlier than the last one.
func unite(all []interval, next interval) []interval {
	last := &all[len(all)-1]
	switch {
	case last.to == 0:
	case next.from > last.to:
		all = append(all, next)
	case next.to == 0 || next.to > last.to:
		last.to = next.to
	}
	return all
}

// table cuts every pair's states by its requirement into rows.
func (c *checks) table(states bool) *Table {
	b := newSpanTable(c.services, c.kinds)
	for _, p := range c.pairs {
		p.spans(func(from, to period.Seconds, ch change) { b.add(p, from, to, ch) })
	}
	t := b.table()
	if !states {
		t.Keep([]string{"service_id", "check_kind", "valid_from", "valid_to"})
	}
	t.split()
	return t
}

// spans gives the states of a pair that hold while it is required, cut to that time.
func (p *pair) spans(visit func(from, to period.Seconds, ch change)) {
	n := 0 // the change that holds
	for _, i := range p.required {
		for from, to := i.from, period.Seconds(0); ; from = to {
			for n+1 < len(p.changes) && p.changes[n+1].at <= from {
				n++
			}
			if to = i.to; n+1 < len(p.changes) {
				to = firstOf(to, p.changes[n+1].at)
			}
			if visit(from, to, p.changes[n]); to == i.to {
				break
			}
		}
	}
}
