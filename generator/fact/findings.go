package fact

import (
	"cmp"
	"slices"

	"leadline/generator/event"
	"leadline/generator/period"
)

// NewFindings makes one row for every spell in which a finding was open, from the finding
// itself and its recorded history: a finding that was reopened has two. scans tell which
// fixes are verified, exceptions which acceptances expire; any of the tables may be nil. A
// retired service has no open findings: they end with it.
//
// Derived columns, instants 0 where there is none:
//   - opened_at, opened_as and closed_at, closed_as: the spell, with one class at each end;
//     closed_at is never before opened_at.
//   - first: the spell begins with the detection.
//   - baseline_severity: severity at detection.
//   - exposed_from: the spell begins an exposure. Accepting, hiding or fixing without proof
//     does not end one, so a later spell may only continue it; what was judged no weakness,
//     or another finding's duplicate, never was one.
//   - exposed_until: end of that exposure, by a verified fix or with the service.
//   - fixed_at: the verified fix as recorded. Before exposed_from it is a fault of clocks.
//   - first_scan_at and last_scan_at: the first and the last successful scan of its service
//     by its kind of check, whatever the tool.
//   - again_at: it was opened again after this spell.
//   - deadline_at, due_as, due_outcome and in_time: when the finding was due, by what, and
//     what had become of it; on the first spell of what was a weakness; see dues.
//   - lowered_at: since when its severity is below the one at detection, without a linked
//     change; see loweredAt.
//
// Where no file has scans, or none links changes, no fix can be verified, and nobody knows
// when an exposure ended: exposed_until and fixed_at are left out, and with
// them due_outcome and in_time. Without scans nobody
// knows what was looked at, and without events what severity was before: first_scan_at and
// last_scan_at are left out, and lowered_at.
func NewFindings(rows, events, scans, exceptions *event.Rows, u *Units, rules Rules) (*Table, []Coverage) {
	if rows == nil {
		return newTable(Finding, nil), nil
	}
	f := newFindings(rows, u)
	f.readEvents(events)
	f.readExceptions(exceptions)
	f.scans = newScanLog(scans)
	f.dues = newDues(rows, rules)
	f.replayAll()
	t := f.table()
	if scans == nil || rows.Index("linked_change_id") < 0 && (events == nil || events.Index("linked_change_id") < 0) {
		t.drop(t.Index("exposed_until"))
		t.drop(t.Index("fixed_at"))
		t.drop(t.Index("in_time"))
		t.drop(t.Index("due_outcome"))
	}
	if f.dues.coverage() == nil {
		t.drop(t.Index("deadline_at"))
	}
	if scans == nil {
		t.drop(t.Index("first_scan_at"))
		t.drop(t.Index("last_scan_at"))
	}
	if events == nil {
		t.drop(t.Index("lowered_at"))
	}
	return t, append(append(f.coverage(scans != nil), f.dues.coverage()...), t.ownedCoverage("finding → team", u))
}

// OpenedAs and ClosedAs are the classes at both ends of a spell; exactly one each.
var (
	OpenedAs = []string{"introduced", "newly_visible", "unknown_origin", "reopened", "scope_added"}
	ClosedAs = []string{"fixed_verified", "fixed_unverified", "mitigated", "risk_accepted", "accepted_without_expiry",
		"suppressed", "reclassified", "false_positive", "scope_removed", "duplicate", "unclassified"}
)

// Codes of OpenedAs.
const (
	introduced uint8 = 1 + iota
	newlyVisible
	unknownOrigin
	reopened
	scopeAdded
)

// Codes of ClosedAs.
const (
	fixedVerified uint8 = 1 + iota
	fixedUnverified
	mitigated
	riskAccepted
	acceptedWithoutExpiry
	suppressed
	reclassified
	falsePositive
	scopeRemoved
	duplicate
	unclassified
)

// findings is what is known of the findings while their spells are made.
type findings struct {
	rows   *event.Rows
	units  *Units
	places []place // of each finding
	byID   index
	lives  []life // per service code
	dict   *event.Dict
	events []happening
	scans  scanLog
	reason reasonTable

	baseline []uint8 // severity at detection, as an enum byte
	lowered  loweredAt
	looked   map[uint64]looks // by check
	expires  []bool           // an exception with an expiry belongs to it
	spells   []spell
	dues     *dues
	n        findingCounts
}

// spell is one time for which a finding was open.
type spell struct {
	finding            uint32
	opened, closed     period.Seconds // closed 0: still open
	recorded           period.Seconds // its end as recorded
	openedAs, closedAs uint8
	changed            bool   // a change is linked to its end
	first              bool   // begins with the detection
	reason             uint32 // recorded for its end; see reasonTable

	exposedFrom, exposedUntil, fixed period.Seconds
	again                            period.Seconds // opened again
	looked                           looks

	due            period.Seconds // 0: no date
	dueAs, outcome uint8          // codes of DueAs and DueOutcomes
}

func newFindings(rows *event.Rows, u *Units) *findings {
	f := &findings{rows: rows, units: u, dict: rows.Dicts[rows.Index("service_id")], looked: map[uint64]looks{}}
	var ids []uint64
	id := rows.Index("finding_id")
	for n, c := range rows.Chunks {
		ids = append(ids, c.Columns[id].Hashes...)
		for i := range c.Rows {
			f.places = append(f.places, place{chunk: uint32(n), row: uint32(i)})
		}
	}
	f.byID, _ = newIndex(ids)
	f.expires = make([]bool, len(ids))
	f.baseline = gatherColumn(rows, rows.Index("severity"), f.places).Bytes
	for code := range f.dict.Len() {
		f.lives = append(f.lives, u.lifeOf(f.dict.Text(uint32(code))))
	}
	return f
}

// readExceptions notes which findings have an accepted risk that expires.
func (f *findings) readExceptions(rows *event.Rows) {
	if rows == nil || rows.Index("finding_id") < 0 || rows.Index("expires_at") < 0 {
		return
	}
	finding, expires := rows.Index("finding_id"), rows.Index("expires_at")
	for _, c := range rows.Chunks {
		for i, id := range c.Columns[finding].Hashes {
			if row, ok := f.byID.get(id); ok && id != 0 && c.Columns[expires].Times[i] != 0 {
				f.expires[row] = true
			}
		}
	}
}

// table gathers the findings' own columns once for every spell and adds the derived ones.
func (f *findings) table() *Table {
	slices.SortFunc(f.spells, func(a, b spell) int {
		return cmp.Or(cmp.Compare(a.finding, b.finding), cmp.Compare(a.opened, b.opened))
	})
	places := make([]place, len(f.spells))
	for i, s := range f.spells {
		places[i] = f.places[s.finding]
	}
	t := gather(Finding, f.rows, places)
	instant := func(name string, of func(*spell) period.Seconds) {
		t.add(event.Column{Name: name, Kind: event.Instant}, event.Values{Times: each(f.spells, of)})
	}
	bytes := func(name string, values []string, of func(*spell) uint8) {
		kind := event.Enum
		if values == nil {
			kind = event.Flag
		}
		t.add(event.Column{Name: name, Kind: kind, Values: values}, event.Values{Bytes: each(f.spells, of)})
	}
	instant("opened_at", func(s *spell) period.Seconds { return s.opened })
	instant("closed_at", func(s *spell) period.Seconds { return s.closed })
	instant("exposed_from", func(s *spell) period.Seconds { return s.exposedFrom })
	instant("exposed_until", func(s *spell) period.Seconds { return s.exposedUntil })
	instant("fixed_at", func(s *spell) period.Seconds { return s.fixed })
	instant("first_scan_at", func(s *spell) period.Seconds { return s.looked.first })
	instant("last_scan_at", func(s *spell) period.Seconds { return s.looked.last })
	instant("again_at", func(s *spell) period.Seconds { return s.again })
	instant("lowered_at", func(s *spell) period.Seconds { return f.lowered[s.finding] })
	bytes("opened_as", OpenedAs, func(s *spell) uint8 { return s.openedAs })
	bytes("closed_as", ClosedAs, func(s *spell) uint8 { return s.closedAs })
	bytes("baseline_severity", severities, func(s *spell) uint8 { return f.baseline[s.finding] })
	instant("deadline_at", func(s *spell) period.Seconds { return s.due })
	bytes("due_as", DueAs, func(s *spell) uint8 { return s.dueAs })
	bytes("due_outcome", DueOutcomes, func(s *spell) uint8 { return s.outcome })
	bytes("in_time", nil, (*spell).inTime)
	bytes("first", nil, func(s *spell) uint8 { return flagOf(s.first) })
	t.ownBy("service_id", f.units.serviceOwner, false)
	if t.Len() > 0 {
		t.split()
	}
	return t
}

func each[T any](spells []spell, of func(*spell) T) []T {
	out := make([]T, len(spells))
	for i := range spells {
		out[i] = of(&spells[i])
	}
	return out
}

// add puts a column beside those of a table of one chunk.
func (t *Table) add(c event.Column, v event.Values) {
	t.Columns, t.Dicts = append(t.Columns, c), append(t.Dicts, nil)
	t.Chunks[0].Values = append(t.Chunks[0].Values, v)
}
