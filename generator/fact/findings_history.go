package fact

import (
	"cmp"
	"slices"

	"leadline/generator/event"
	"leadline/generator/period"
)

// happening is one event of a finding's history, understood: it opens the finding, or
// closes it as a class.
type happening struct {
	finding uint32
	at      period.Seconds
	seq     int32
	class   uint8 // a code of ClosedAs; 0: it opens
	changed bool
	reason  uint32
}

// readEvents understands status and severity events. The severity at detection is what the
// earliest severity event changed from.
func (f *findings) readEvents(rows *event.Rows) {
	f.reason = newReasons(rows, f.rows)
	if rows == nil {
		f.lowered = newLowered(f.baseline, nil)
		return
	}
	id, seq, at, field := rows.Index("finding_id"), rows.Index("seq"), rows.Index("at"), rows.Index("field")
	status, from := enumCode(rows, "field", "status"), rows.Index("from")
	m := meaningsOf(rows)
	var severities []severityEvent
	earliest := make([]happening, len(f.places))
	for _, c := range rows.Chunks {
		for i, hash := range c.Columns[id].Hashes {
			row, ok := f.byID.get(hash)
			if !ok {
				f.n.orphans++
				continue
			}
			h := happening{finding: row, at: c.Columns[at].Times[i], seq: c.Columns[seq].Counts[i]}
			h.changed = rows.Index("linked_change_id") >= 0 && c.Columns[rows.Index("linked_change_id")].Hashes[i] != 0
			if c.Columns[field].Bytes[i] == status {
				f.readStatus(h, m.statusOf(c, i), m.reasonAt(c, i))
				continue
			}
			if e := &earliest[row]; from >= 0 && (e.at == 0 || earlier(h, *e)) {
				if s := m.from[c.Columns[from].Codes[i]]; s != 0 {
					*e, f.baseline[row] = h, s
				}
			}
			if m.toColumn >= 0 {
				severities = append(severities, severityEvent{h, m.severity[c.Columns[m.toColumn].Codes[i]]})
			}
			f.readSeverity(h, m, c, i)
		}
	}
	f.lowered = newLowered(f.baseline, severities)
	slices.SortFunc(f.events, func(a, b happening) int {
		return cmp.Or(cmp.Compare(a.finding, b.finding), cmp.Compare(a.at, b.at), cmp.Compare(a.seq, b.seq), cmp.Compare(a.class, b.class))
	})
}

// earlier reports whether an event comes first: by time, then by its number, because exports
// do not keep their order.
func earlier(a, b happening) bool { return a.at < b.at || a.at == b.at && a.seq < b.seq }

func (f *findings) readStatus(h happening, state, reason uint32) {
	switch {
	case state == stateUnknown:
		f.n.statuses++
		return
	case state == stateDismissed:
		h.class, h.reason = f.reason.class[reason], reason
	default:
		h.class, h.reason = uint8(state), reason // stateOpen is 0, else a code of ClosedAs
	}
	f.events = append(f.events, h)
}

// readSeverity: no severity at all is below any line of reporting. Where no change brought
// that about, the finding was reclassified; where it rises again, it is open again.
func (f *findings) readSeverity(h happening, m meanings, c *event.Chunk, i int) {
	if m.toColumn < 0 {
		return
	}
	switch to := m.severity[c.Columns[m.toColumn].Codes[i]]; {
	case to == severityNone && !h.changed:
		h.class = reclassified
		f.events = append(f.events, h)
	case to != 0 && to != severityNone && m.fromSeverity(c, i) == severityNone:
		f.events = append(f.events, h)
	}
}

// replayAll makes the spells of all findings.
func (f *findings) replayAll() {
	r := newRowReader(f.rows)
	next := 0
	for row, p := range f.places {
		first := next
		for next < len(f.events) && f.events[next].finding == uint32(row) {
			next++
		}
		c := f.rows.Chunks[p.chunk]
		h := history{row: uint32(row), events: f.events[first:next], state: r.read(c, int(p.row), f.reason), n: &f.n}
		service := c.Columns[f.rows.Index("service_id")].Codes[p.row]
		life := f.lives[service]
		if due := timeAt(c, r.due, int(p.row)); due != 0 && due < h.state.detected {
			f.n.dueBefore++ // counted; see dues
		}
		if !h.replay() || !h.keepWithin(life) {
			continue
		}
		check := r.checkOf(c, int(p.row), f.dict.Hash(service))
		f.judge(&h, check)
		h.expose(life)
		h.link(f.looksOf(check.check))
		f.dues.judge(&h, c, int(p.row), f.baseline[row], life)
		f.count(&h)
		f.spells = append(f.spells, h.spells...)
	}
}

// snapshot is what the finding's own row says of its state.
type snapshot struct {
	detected, resolved, reopened period.Seconds
	closed                       bool
	origin, class                uint8 // codes of OpenedAs and, where closed or resolved, of ClosedAs
	changed                      bool
	reason                       uint32
}

// history replays one finding.
type history struct {
	row    uint32
	events []happening
	state  snapshot
	spells []spell
	n      *findingCounts
}

func (h *history) open(at period.Seconds, as uint8) {
	h.spells = append(h.spells, spell{finding: h.row, opened: at, openedAs: as, first: len(h.spells) == 0})
}

func (h *history) close(at period.Seconds, as uint8, changed bool, reason uint32) {
	s := h.last()
	s.closed, s.recorded, s.closedAs, s.changed, s.reason = max(at, s.opened), at, as, changed, reason
	if at < s.opened {
		h.n.misdated++
	}
}

func (h *history) last() *spell { return &h.spells[len(h.spells)-1] }

// replay makes the spells. Of several closings in a row the first counts; one that is open
// already is not opened again. It is false where the finding is closed and nobody knows
// since when.
func (h *history) replay() bool {
	h.open(h.state.detected, h.state.origin)
	for _, e := range h.events {
		isOpen := h.last().closed == 0
		switch {
		case e.class != 0 && isOpen:
			h.close(e.at, e.class, e.changed, e.reason)
		case e.class != 0:
			h.n.closedAgain++
		case !isOpen:
			h.open(max(e.at, h.last().closed), reopened)
		}
	}
	return h.reconcile()
}

// reconcile completes the history from the finding's own row, which alone tells the state
// where no event does.
func (h *history) reconcile() bool {
	s, last := h.state, h.last()
	switch isOpen := last.closed == 0; {
	case isOpen && s.closed && s.resolved == 0:
		h.n.undated++
		return false
	case isOpen && s.resolved != 0 && (s.closed || s.reopened >= s.resolved && (last.first || s.resolved >= last.opened)): // else it is an earlier one, kept
		h.close(s.resolved, s.class, s.changed, s.reason)
		if !s.closed {
			h.open(max(s.reopened, h.last().closed), reopened)
		}
	case !isOpen && !s.closed && s.reopened >= last.closed:
		h.open(s.reopened, reopened)
	case !isOpen && s.closed:
		h.completeLast()
	}
	return true
}

// completeLast gives the end that events tell what only the finding's row says of it.
func (h *history) completeLast() {
	s, last := h.state, h.last()
	last.changed = last.changed || s.changed
	if last.closedAs == unclassified && last.reason == 0 {
		last.closedAs, last.reason = s.class, s.reason
	}
}

// keepWithin cuts the spells to the service's life: one that began before is added to the
// scope with the service, one still open at its end is removed with it. It is false where
// nothing is left.
func (h *history) keepWithin(l life) bool {
	kept := h.spells[:0]
	for _, s := range h.spells {
		if l.to != 0 && s.opened >= l.to || s.closed != 0 && s.closed <= l.from && s.opened < l.from {
			continue
		}
		if s.opened < l.from {
			s.opened, s.openedAs = l.from, scopeAdded
		}
		if l.to != 0 && (s.closed == 0 || s.closed > l.to) {
			s.closed, s.recorded, s.closedAs, s.changed = l.to, l.to, scopeRemoved, false
		}
		kept = append(kept, s)
	}
	if h.spells = kept; len(kept) == 0 {
		h.n.outside++
	}
	return len(kept) > 0
}

// expose finds the exposures. The clock runs from the detection, through everything that
// leaves the weakness where it is, to a verified fix or to the end of the service.
func (h *history) expose(l life) {
	if as := h.last().closedAs; as == falsePositive || as == duplicate {
		return
	}
	var running *spell
	for i := range h.spells {
		s := &h.spells[i]
		if running == nil {
			running = s
			s.exposedFrom = s.opened
		}
		switch s.closedAs {
		case fixedVerified:
			running.exposedUntil, running.fixed = s.closed, s.recorded
			running = nil
		case scopeRemoved:
			running.exposedUntil = s.closed
			running = nil
		}
	}
	if running != nil {
		running.exposedUntil = l.to
	}
}

// link notes beside every spell when the finding was opened again, and when its check looked.
func (h *history) link(l looks) {
	for i := range h.spells {
		h.spells[i].looked = l
		if i+1 < len(h.spells) {
			h.spells[i].again = h.spells[i+1].opened
		}
	}
}
