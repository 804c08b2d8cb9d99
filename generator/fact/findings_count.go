package fact

import (
	"slices"
	"strings"

	"leadline/generator/event"
	"leadline/generator/period"
)

// findingCounts is what became of findings, for readers.
type findingCounts struct {
	withEvents, reopened                          int
	misdated, dueBefore, undated, outside         int
	closedAgain, statuses, orphans                int
	fixed, changed, scanned, verified             int
	accepted, expiring, dismissed, unclassifiable int
	reasons                                       map[string]int // of unclassified closings
}

func (f *findings) count(h *history) {
	f.n.withEvents += one(len(h.events) > 0)
	for i := range h.spells {
		s := &h.spells[i]
		f.n.reopened += one(s.openedAs == reopened)
		if s.closedAs == 0 || s.closedAs == fixedVerified || s.closedAs == fixedUnverified {
			continue
		}
		f.n.dismissed++
		if s.closedAs == unclassified {
			f.n.unclassifiable++
			if f.n.reasons == nil {
				f.n.reasons = map[string]int{}
			}
			f.n.reasons[f.reason.text[s.reason]]++
		}
	}
}

// coverage is printed on the pages that depend on findings.
func (f *findings) coverage(scanned bool) []Coverage {
	n := f.n
	verified := Coverage{Link: "fixed finding → change and later scan without it", Rows: n.fixed, Linked: n.verified, How: []Count{
		{"a change is linked", n.changed}, {"a later scan of the same kind succeeded", n.scanned}}}
	if !scanned {
		verified.How = append(verified.How, Count{"no scans are exported, so nothing can be verified", n.fixed})
	}
	return []Coverage{
		{Link: "finding → recorded history", Rows: len(f.places), Linked: n.withEvents, How: []Count{
			{"times opened again", n.reopened}, {"closed before they were opened, as recorded", n.misdated}, {"due before they were detected, as recorded", n.dueBefore},
			{"closed and nobody knows when, left out", n.undated}, {"outside the life of their service, left out", n.outside},
			{"closed again while closed, the first counts", n.closedAgain}, {"events with a status that is not understood", n.statuses},
			{"events of findings that are not exported", n.orphans}}},
		verified,
		{Link: "accepted risk → exception with an expiry", Rows: n.accepted, Linked: n.expiring},
		{Link: "closing other than a fix → its class", Rows: n.dismissed, Linked: n.dismissed - n.unclassifiable, How: n.unclassified()},
	}
}

// namedFrom is how many closings a reason needs to be printed. It is text that somebody may
// have written, so what is rare or long is only counted.
const (
	namedFrom    = 5
	namedLongest = 40
)

// unclassified lists the reasons that no class is known for.
func (n *findingCounts) unclassified() (how []Count) {
	others := 0
	for text, rows := range n.reasons {
		switch {
		case text == "":
			how = append(how, Count{"no reason recorded", rows})
		case rows >= namedFrom && len(text) <= namedLongest:
			how = append(how, Count{"reason not understood: " + text, rows})
		default:
			others += rows
		}
	}
	if others > 0 {
		how = append(how, Count{"other reasons that are not understood", others})
	}
	slices.SortFunc(how, func(a, b Count) int { return strings.Compare(a.What, b.What) })
	return how
}

// rowReader reads the columns of findings that their state is in; any may be missing.
type rowReader struct {
	detected, due, resolved, reopened, status, reason, change, origin int
	check                                                             int
	tool                                                              func(*event.Chunk, int) uint64
	open, fixed, introduced, newlyVisible                             uint8
}

func newRowReader(rows *event.Rows) rowReader {
	return rowReader{detected: rows.Index("detected_at"), due: rows.Index("due_at"), resolved: rows.Index("resolved_at"), reopened: rows.Index("reopened_at"),
		status: rows.Index("status"), reason: rows.Index("dismissed_reason"), change: rows.Index("linked_change_id"), origin: rows.Index("origin"),
		check: rows.Index("check_kind"), tool: hashesAt(rows, "tool"),
		open: enumCode(rows, "status", "open"), fixed: enumCode(rows, "status", "fixed"),
		introduced: enumCode(rows, "origin", "introduced"), newlyVisible: enumCode(rows, "origin", "newly_visible")}
}

func timeAt(c *event.Chunk, k, i int) period.Seconds {
	if k < 0 {
		return 0
	}
	return c.Columns[k].Times[i]
}

// read is a finding's own row. Its reason and change belong to its last closing. One that
// was resolved and is open again is not said to be fixed or dismissed; without a reason for
// the latter it was closed as fixed.
func (r rowReader) read(c *event.Chunk, i int, reasons reasonTable) snapshot {
	s := snapshot{detected: timeAt(c, r.detected, i), resolved: timeAt(c, r.resolved, i), reopened: timeAt(c, r.reopened, i),
		closed: c.Columns[r.status].Bytes[i] != r.open, origin: unknownOrigin, class: fixedUnverified}
	if r.change >= 0 {
		s.changed = c.Columns[r.change].Hashes[i] != 0
	}
	if r.origin >= 0 {
		switch c.Columns[r.origin].Bytes[i] {
		case 0:
		case r.introduced:
			s.origin = introduced
		case r.newlyVisible:
			s.origin = newlyVisible
		}
	}
	code := uint32(0)
	if r.reason >= 0 {
		code = c.Columns[r.reason].Codes[i]
	}
	if dismissed := s.closed && c.Columns[r.status].Bytes[i] != r.fixed; dismissed || !s.closed && code != 0 {
		s.reason = reasons.own + code
		s.class = reasons.class[s.reason]
	}
	return s
}

// checkOf is what looks for the finding.
func (r rowReader) checkOf(c *event.Chunk, i int, service uint64) (s scanned) {
	if r.check >= 0 && c.Columns[r.check].Bytes[i] != 0 {
		s.check = checkKey(service, c.Columns[r.check].Bytes[i])
	}
	s.tool = r.tool(c, i)
	return s
}
