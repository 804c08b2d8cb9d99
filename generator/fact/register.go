package fact

import (
	"cmp"
	"slices"

	"leadline/generator/event"
	"leadline/generator/period"
)

// Register is every accepted risk with its dates, so that what was open at any month's end
// can be listed. It holds no person: who owns a risk is a role.
type Register struct{ risks []risk }

type risk struct {
	id, service, control, reason, owner string
	approved, expires, ended            period.Seconds
	renewals                            int
}

// RegisterRow is one accepted risk that was open at the end of a month.
type RegisterRow struct {
	ID       string // "" in public
	Service  string
	Control  string
	Reason   string // its class; "" in public, or not recorded
	Owner    string // a role; "" in public, or not recorded
	Owned    bool   // a role is recorded
	Approved period.Seconds
	Expires  period.Seconds // 0: never
	DaysLeft int            // until it expires, begun ones counted; 0 and below: expired, whole days ago; without meaning where it never does
	Renewals int            // how often its chain was renewed before it
	State    RegisterState
}

// RegisterState is what a reader has to do about an accepted risk: as the figures of
// exceptions-expiring count it, but each in one state only.
type RegisterState uint8

// The states.
const (
	NeverExpires RegisterState = iota
	Expired                    // and still open
	Within30
	Within60
	Within90
	ExpiresLater
)

// String is the state in words.
func (s RegisterState) String() string {
	return [...]string{"no expiry", "expired and still open", "expires within 30 days", "expires within 60 days", "expires within 90 days", "expires later"}[s]
}

// At lists what was open in the last second before end, by service, control and date. In
// public what people wrote freely is left out: ids, reasons and the names of roles.
func (r *Register) At(end period.Seconds, public bool) (rows []RegisterRow) {
	if r == nil {
		return nil
	}
	for i := range r.risks {
		x := &r.risks[i]
		if x.approved >= end || x.ended != 0 && x.ended < end {
			continue
		}
		row := RegisterRow{ID: x.id, Service: x.service, Control: x.control, Reason: x.reason, Owner: x.owner, Owned: x.owner != "",
			Approved: x.approved, Expires: x.expires, Renewals: x.renewals}
		row.DaysLeft, row.State = x.left(end)
		if public {
			row.ID, row.Reason, row.Owner = "", "", ""
		}
		rows = append(rows, row)
	}
	return rows
}

// left is how many days remain after the last second before end.
func (x *risk) left(end period.Seconds) (days int, s RegisterState) {
	const day = 86400
	left := int64(x.expires) - int64(end) + 1
	switch {
	case x.expires == 0:
		return 0, NeverExpires
	case left <= 0:
		return int(left / day), Expired
	case left <= 30*day:
		s = Within30
	case left <= 60*day:
		s = Within60
	case left <= 90*day:
		s = Within90
	default:
		s = ExpiresLater
	}
	return int((left + day - 1) / day), s
}

// NewRegister lists accepted risks as NewExceptions has linked them. Columns that no file
// has are empty.
func NewRegister(t *Table) *Register {
	r := &Register{}
	text := func(name string) func(c *Chunk, i int) string {
		k := t.Index(name)
		return func(c *Chunk, i int) string {
			if k < 0 {
				return ""
			}
			return t.Dicts[k].Text(c.Values[k].Codes[i])
		}
	}
	instant := func(name string) func(c *Chunk, i int) period.Seconds {
		k := t.Index(name)
		return func(c *Chunk, i int) period.Seconds {
			if k < 0 {
				return 0
			}
			return c.Values[k].Times[i]
		}
	}
	id, service, control, reason, owner := text("exception_id"), text("service_id"), text("control"), text("reason_class"), text("owner_role")
	approved, expires, ended := instant("approved_at"), instant("expires_at"), instant("ended_at")
	renewals := t.Index("renewals")
	for _, c := range t.Chunks {
		for i := range c.Rows {
			x := risk{id(c, i), service(c, i), control(c, i), reason(c, i), owner(c, i), approved(c, i), expires(c, i), ended(c, i), 0}
			if renewals >= 0 {
				x.renewals = int(c.Values[renewals].Counts[i])
			}
			r.risks = append(r.risks, x)
		}
	}
	slices.SortFunc(r.risks, func(a, b risk) int {
		return cmp.Or(cmp.Compare(a.service, b.service), cmp.Compare(a.control, b.control), cmp.Compare(a.approved, b.approved), cmp.Compare(a.id, b.id))
	})
	return r
}

// chain is how often the chain of every row was renewed before it. A renewal is later than
// what it renews, so walks end.
func (x *exceptions) chain() []int32 {
	out := make([]int32, len(x.approved))
	for row := range out {
		for at := row; x.renews != nil && x.renews[at] >= 0; at = x.renews[at] {
			out[row]++
		}
	}
	return out
}

// setCounts derives a count from the number of a row.
func (t *Table) setCounts(name string, counts []int32) {
	t.Columns, t.Dicts = append(t.Columns, event.Column{Name: name, Kind: event.Count}), append(t.Dicts, nil)
	for _, c := range t.Chunks {
		c.Values = append(c.Values, event.Values{Counts: counts[c.first : int(c.first)+c.Rows]})
	}
}
