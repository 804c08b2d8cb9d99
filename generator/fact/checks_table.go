package fact

import (
	"leadline/generator/event"
	"leadline/generator/period"
)

// spanTable is the rows of required checks while they are made.
type spanTable struct {
	states                          *event.Dict
	services, kinds                 *event.Dict
	owners                          []Owner
	service, kind, state            []uint32
	from, to, scannedAt, outdatedAt []period.Seconds
}

func newSpanTable(services, kinds *event.Dict) *spanTable {
	b := &spanTable{states: event.NewDict(), services: services, kinds: kinds}
	for _, state := range []string{Covered, Stale, Absent, Unknown} {
		b.states.Code([]byte(state))
	}
	return b
}

func (b *spanTable) add(p pair, from, to period.Seconds, c change) {
	b.owners = append(b.owners, p.owner)
	b.service, b.kind = append(b.service, p.service), append(b.kind, p.kind)
	b.state = append(b.state, b.states.Lookup(c.state))
	b.from, b.to = append(b.from, from), append(b.to, to)
	b.scannedAt, b.outdatedAt = append(b.scannedAt, c.scanned), append(b.outdatedAt, c.outdated)
}

func (b *spanTable) table() *Table {
	t := &Table{Entity: RequiredCheck, owners: b.owners}
	c := &Chunk{Rows: len(b.owners), Owner: b.owners}
	add := func(name string, kind event.Kind, dict *event.Dict, v event.Values) {
		t.Columns, t.Dicts = append(t.Columns, event.Column{Name: name, Kind: kind}), append(t.Dicts, dict)
		c.Values = append(c.Values, v)
	}
	add("service_id", event.Category, b.services, event.Values{Codes: b.service})
	add("check_kind", event.Category, b.kinds, event.Values{Codes: b.kind})
	add("valid_from", event.Instant, nil, event.Values{Times: b.from})
	add("valid_to", event.Instant, nil, event.Values{Times: b.to})
	add("state", event.Category, b.states, event.Values{Codes: b.state})
	add("scanned_at", event.Instant, nil, event.Values{Times: b.scannedAt})
	add("outdated_at", event.Instant, nil, event.Values{Times: b.outdatedAt})
	t.Chunks = []*Chunk{c}
	return t
}
