package fact

import (
	"time"

	"leadline/generator/event"
	"leadline/generator/period"
)

// DueAs says where a due date comes from, and DueOutcomes what had become of a finding by
// the end of the month in which it was due, or by the as-of instant.
var (
	DueAs       = []string{"as_exported", "by_policy"}
	DueOutcomes = []string{"on_time", "late", "accepted", "open", "fixed_unverified", "closed_otherwise", "due_before_detection"}
)

// Codes of DueAs and DueOutcomes.
const (
	asExported uint8 = 1 + iota
	byPolicy
)

const (
	dueOnTime uint8 = 1 + iota
	dueLate
	dueAccepted
	dueOpen
	dueUnverified
	dueOtherwise
	dueBeforeDetection
)

// dues sets due dates: the one that was exported, which somebody has decided and may have
// changed since; else by the policy that was in force when the finding was detected.
type dues struct {
	policies []Policy
	calendar *period.Calendar
	asOf     period.Seconds
	due      int    // column; -1 not read
	facts    [4]int // columns, of the facts in the order of their bits
	n        dueCounts
}

// dueCounts is where due dates came from, for readers.
type dueCounts struct{ findings, exported, policy, upgrade, unknown, before, retired, misdated int }

// longestHistory is how many months a site can show; see config.
const longestHistory = 120

func newDues(rows *event.Rows, rules Rules) *dues {
	d := &dues{policies: rules.Policies, asOf: rules.AsOf, due: rows.Index("due_at")}
	for i, name := range []string{"known_exploited", "exposed", "automatable", "technical_impact"} {
		d.facts[i] = rows.Index(name)
	}
	zone := rules.Zone
	if zone == nil {
		zone = time.UTC
	}
	asOf := time.Unix(int64(rules.AsOf), 0).In(zone)
	end := period.MonthOf(asOf.Year(), asOf.Month())
	d.calendar = period.NewCalendar(zone, end-longestHistory, end)
	return d
}

// judge sets the due date of a finding, beside its first spell: it is counted once, however
// often it was opened.
// What its service did not live to see never fell due.
func (d *dues) judge(h *history, c *event.Chunk, row int, severity uint8, l life) {
	s := &h.spells[0]
	if !s.first || s.exposedFrom == 0 {
		return
	}
	d.n.findings++
	due, as := d.date(c, row, h.state.detected, severity)
	switch {
	case due == 0:
		return
	case l.to != 0 && due >= l.to:
		d.n.retired++
		return
	}
	s.due, s.dueAs = due, as
	s.outcome = d.outcome(h.spells)
	d.n.misdated += one(s.outcome == dueBeforeDetection)
}

// date is the due date, 0 for none. One after the year 2105 never comes.
func (d *dues) date(c *event.Chunk, row int, detected period.Seconds, severity uint8) (period.Seconds, uint8) {
	if at := timeAt(c, d.due, row); at != 0 {
		d.n.exported++
		return at, asExported
	}
	p := inForce(d.policies, detected)
	if p == nil {
		d.n.before++
		return 0, 0
	}
	days, ok := p.window(severity, d.known(c, row))
	switch {
	case !ok:
		d.n.unknown++
		return 0, 0
	case days == 0:
		d.n.upgrade++
		return 0, 0
	}
	d.n.policy++
	return period.Seconds(min(uint64(detected)+uint64(days)*86400, uint64(maxInstant))), byPolicy
}

// known are the facts that a row records. Flags and the enum of impact hold their second
// value where the fact holds: true, total.
func (d *dues) known(c *event.Chunk, row int) (k known) {
	for i, column := range d.facts {
		if column < 0 || c.Columns[column].Bytes[row] == 0 {
			continue
		}
		k.facts |= 1 << i
		if c.Columns[column].Bytes[row] == event.FlagTrue {
			k.true |= 1 << i
		}
	}
	return k
}

// outcome looks at the end of the month in which the finding was due, so that months that
// are over stay as they are.
func (d *dues) outcome(spells []spell) uint8 {
	first := &spells[0]
	due := first.due
	if due < first.opened {
		return dueBeforeDetection // a fault of dates: nobody could have been in time
	}
	end := d.asOf
	if m := d.calendar.Index(due); m >= 0 {
		end = min(end, d.calendar.End(m))
	}
	switch {
	case first.fixed != 0 && first.exposedUntil <= due:
		return dueOnTime
	case first.fixed != 0 && first.exposedUntil < end:
		return dueLate
	}
	last := first
	for i := range spells {
		if spells[i].opened < end {
			last = &spells[i]
		}
	}
	if last.closed == 0 || last.closed >= end {
		return dueOpen
	}
	return dueClasses[last.closedAs]
}

// dueClasses is what a closing other than a verified fix makes of what was due.
var dueClasses = [...]uint8{fixedUnverified: dueUnverified, riskAccepted: dueAccepted, acceptedWithoutExpiry: dueAccepted,
	fixedVerified: dueOtherwise, mitigated: dueOtherwise, suppressed: dueOtherwise, reclassified: dueOtherwise, falsePositive: dueOtherwise,
	scopeRemoved: dueOtherwise, duplicate: dueOtherwise, unclassified: dueOtherwise}

// inTime is whether a finding was fixed by its due date; absent where that could not be.
func (s *spell) inTime() uint8 {
	if s.outcome == 0 || s.outcome == dueBeforeDetection {
		return 0
	}
	return flagOf(s.outcome == dueOnTime)
}

// coverage says where due dates come from. Without dates and without policies there is
// nothing to say.
func (d *dues) coverage() []Coverage {
	if d.due < 0 && len(d.policies) == 0 {
		return nil
	}
	n := d.n
	return []Coverage{{Link: "finding → due date", Rows: n.findings, Linked: n.exported + n.policy, How: []Count{
		{"as exported", n.exported}, {"by the policy in force when it was detected", n.policy},
		{"no date: due at the next upgrade", n.upgrade}, {"no date: the facts that the policy asks for are not recorded", n.unknown},
		{"no date: no policy was in force", n.before}, {"its service was retired before: never due", n.retired},
		{"due before it was detected or in scope: left out of the share", n.misdated}}}}
}
