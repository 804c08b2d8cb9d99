package metric

import (
	"cmp"
	"slices"
	"strings"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/period"
)

// Risk is an accepted risk that was open as a month ended: what stands behind a figure of a
// Stock that falls due. It names a control and a role, never a finding and never a person.
type Risk struct {
	Month            period.Month
	Metric           string
	Version          string
	Service, Control string
	Class            string // of the reason
	Role             string // of its owner; "" where none is recorded
	Approved         period.Seconds
	Expires          period.Seconds // 0 never
	At               period.Seconds // the month's end, or as-of: what DaysLeft counts from
	Renewals         int            // approvals that came before it in its chain; -1 where none are recorded
	Within           int            // the fewest of the definition's days within which it expires; 0 for none of them
}

// The states of an accepted risk.
const (
	RiskExpired  = "expired"   // its time is over and nobody closed or renewed it
	RiskExpiring = "expiring"  // it expires within the definition's longest look ahead
	RiskLater    = "later"     // it expires after that
	RiskNoExpiry = "no-expiry" // no end was ever set
)

// State is one of RiskExpired, RiskExpiring, RiskLater, RiskNoExpiry.
func (r *Risk) State() string {
	switch {
	case r.Expires == 0:
		return RiskNoExpiry
	case r.Expires < r.At: // as furtherCount: by the last second of the month
		return RiskExpired
	case r.Within > 0:
		return RiskExpiring
	default:
		return RiskLater
	}
}

// DaysLeft is how many whole days it still has, negative where they are over; it means
// nothing for one without an end.
func (r *Risk) DaysLeft() int {
	const day = 86400
	left := int64(r.Expires) - int64(r.At)
	if left < 0 {
		return -int((-left + day - 1) / day)
	}
	return int(left / day)
}

// Risks lists the risks that were open at every month's end, or as-of, in the order of
// months, services, controls and approvals. A definition of another kind, of things that do
// not fall due, or one that services may not see, has none.
func Risks(d *Definition, t *fact.Table, u *fact.Units, f Frame) (out []Risk) {
	s, ok := d.Measure.(*Stock)
	r, known := listing(d, t, u, f)
	if !ok || !known || s.Due == "" {
		return nil
	}
	k := riskColumns{t, s, t.Index(s.Due), t.Index("renewals"), t.Index("service_id"), t.Index("control"), t.Index("reason_class"), t.Index("owner_role")}
	from, to := t.Index(s.From), t.Index(s.To)
	r.each(func(_ int, c *fact.Chunk, mask []uint8) {
		for i, start := range c.Values[from].Times {
			if mask[i] == 0 || start == 0 || start >= f.AsOf {
				continue
			}
			r.openMonths(start, c.Values[to].Times[i], func(m int, at uint32) {
				risk := k.at(c, i, at)
				if !f.Prose {
					risk.Control, risk.Class, risk.Role = withoutProse(risk.Control), withoutProse(risk.Class), withoutProse(risk.Role)
				}
				risk.Month, risk.Metric, risk.Version, risk.Approved = f.Calendar.Month(m), d.ID, d.Version, start
				out = append(out, risk)
			})
		}
	})
	slices.SortStableFunc(out, func(a, b Risk) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), strings.Compare(a.Service, b.Service), strings.Compare(a.Control, b.Control), cmp.Compare(a.Approved, b.Approved),
			cmp.Compare(a.Expires, b.Expires), strings.Compare(a.Class, b.Class), strings.Compare(a.Role, b.Role), cmp.Compare(a.Renewals, b.Renewals))
	})
	return out
}

// riskColumns are where a risk's parts are; -1 for what no file has.
type riskColumns struct {
	table                                         *fact.Table
	stock                                         *Stock
	due, renewals, service, control, reason, role int
}

func (k *riskColumns) at(c *fact.Chunk, i int, at period.Seconds) Risk {
	r := Risk{At: at, Renewals: -1, Service: textAt(k.table, c, k.service, i), Control: textAt(k.table, c, k.control, i),
		Class: textAt(k.table, c, k.reason, i), Role: textAt(k.table, c, k.role, i)}
	if k.renewals >= 0 && c.Values[k.renewals].Counts[i] != event.AbsentCount {
		r.Renewals = int(c.Values[k.renewals].Counts[i])
	}
	if k.due < 0 {
		return r
	}
	r.Expires = c.Values[k.due].Times[i]
	for _, days := range k.stock.Within {
		if now := at - 1; r.Expires > now && r.Expires-now <= uint32(days)*86400 {
			r.Within = days
			break
		}
	}
	return r
}
