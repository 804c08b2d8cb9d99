package fact

import (
	"cmp"
	"slices"
	"sort"

	"leadline/generator/event"
	"leadline/generator/period"
)

// scanLog is the successful scans, by service and kind of check, in order of time.
type scanLog []scan

type scan struct {
	check uint64 // service and kind of check
	at    period.Seconds
	tool  uint64         // hash; 0 not recorded
	rules period.Seconds // when its rule set was first seen; 0 not recorded
}

// scanned is what a finding must be looked for with: its service and kind of check (0: not
// recorded, so no scan is known to look for it) and its tool.
type scanned struct{ check, tool uint64 }

func checkKey(service uint64, kind uint8) uint64 { return event.KeyOf(service, uint64(kind)) }

// newScanLog reads the scans table; nil gives none, and then no fix is verified.
func newScanLog(rows *event.Rows) (log scanLog) {
	if rows == nil {
		return nil
	}
	service, kind, at, outcome := rows.Index("service_id"), rows.Index("check_kind"), rows.Index("finished_at"), rows.Index("outcome")
	success := rows.Dicts[outcome].Lookup("success")
	services := dictHashes(rows.Dicts[service])
	tools, sets := hashesAt(rows, "tool"), hashesAt(rows, "rule_set")
	seen := map[[3]uint64]period.Seconds{} // by kind, tool and rule set: when first
	var names [][3]uint64
	for _, c := range rows.Chunks {
		for i, t := range c.Columns[at].Times {
			name := [3]uint64{uint64(c.Columns[kind].Bytes[i]), tools(c, i), sets(c, i)}
			if first, ok := seen[name]; !ok || t < first {
				seen[name] = t
			}
			if code := c.Columns[outcome].Codes[i]; code != 0 && code == success {
				log = append(log, scan{check: checkKey(services[c.Columns[service].Codes[i]], c.Columns[kind].Bytes[i]), at: t, tool: name[1]})
				names = append(names, name)
			}
		}
	}
	for i, name := range names {
		if name[2] != 0 {
			log[i].rules = seen[name]
		}
	}
	slices.SortFunc(log, func(a, b scan) int {
		return cmp.Or(cmp.Compare(a.check, b.check), cmp.Compare(a.at, b.at), cmp.Compare(a.tool, b.tool), cmp.Compare(a.rules, b.rules))
	})
	return log
}

// hashesAt reads a category column as hashes; 0 where it is blank or in no file.
func hashesAt(rows *event.Rows, column string) func(c *event.Chunk, i int) uint64 {
	k := rows.Index(column)
	if k < 0 {
		return func(*event.Chunk, int) uint64 { return 0 }
	}
	hashes := dictHashes(rows.Dicts[k])
	hashes[0] = 0
	return func(c *event.Chunk, i int) uint64 { return hashes[c.Columns[k].Codes[i]] }
}

// verifies reports whether a successful scan for the finding ended after its closing and
// before it was opened again (0: it was not), with rules no older than those that found it:
// a scan that no longer looks does not verify. Tool and rule set are compared where both
// sides record them.
func (log scanLog) verifies(f scanned, opened, closed, again period.Seconds) bool {
	if f.check == 0 {
		return false
	}
	rules := log.rulesAt(f, opened)
	for i := log.after(f.check, closed); i < len(log) && log[i].check == f.check && (again == 0 || log[i].at < again); i++ {
		if s := &log[i]; s.by(f.tool) && (s.rules == 0 || s.rules >= rules) {
			return true
		}
	}
	return false
}

// rulesAt is when the rule set of the latest scan up to an instant was first seen; 0 where
// none is recorded.
func (log scanLog) rulesAt(f scanned, t period.Seconds) period.Seconds {
	for i := log.after(f.check, t) - 1; i >= 0 && log[i].check == f.check; i-- {
		if log[i].by(f.tool) {
			return log[i].rules
		}
	}
	return 0
}

// after is the place of the first scan of a check that ended later than t.
func (log scanLog) after(check uint64, t period.Seconds) int {
	return sort.Search(len(log), func(i int) bool { return log[i].check > check || log[i].check == check && log[i].at > t })
}

// looks are the first and the last successful scan of a check; zero for none.
type looks struct{ first, last period.Seconds }

func (f *findings) looksOf(check uint64) looks {
	l, ok := f.looked[check]
	if !ok && check != 0 {
		from, to := f.scans.after(check-1, maxInstant), f.scans.after(check, maxInstant)
		if from < to {
			l = looks{f.scans[from].at, f.scans[to-1].at}
		}
		f.looked[check] = l
	}
	return l
}

const maxInstant = ^period.Seconds(0)

func (s *scan) by(tool uint64) bool { return tool == 0 || s.tool == 0 || s.tool == tool }

// judge settles the classes that need more than the finding's own history: fixes that a
// scan confirms, and acceptances that expire.
func (f *findings) judge(h *history, check scanned) {
	for i := range h.spells {
		s := &h.spells[i]
		var again period.Seconds
		if i+1 < len(h.spells) {
			again = h.spells[i+1].opened
		}
		switch s.closedAs {
		case fixedUnverified:
			scanned := f.scans.verifies(check, s.opened, s.closed, again)
			f.n.fixed++
			f.n.changed += one(s.changed)
			f.n.scanned += one(scanned)
			if s.changed && scanned {
				s.closedAs = fixedVerified
				f.n.verified++
			}
		case acceptedWithoutExpiry:
			f.n.accepted++
			if f.expires[h.row] {
				s.closedAs = riskAccepted
				f.n.expiring++
			}
		}
	}
}
