package fact

import (
	"strings"

	"leadline/generator/event"
)

// NewEnvironmentRequests gives requests for environments their owners, a team on the row
// first, then a service's, then the environment's own, and the derived flag withdrawn: the
// request ended without an environment, so that nobody waits for it any more.
func NewEnvironmentRequests(rows *event.Rows, u *Units) (*Table, []Coverage) {
	t := newTable(EnvironmentRequest, rows)
	if rows == nil {
		return t, nil
	}
	t.ownItems("environment_id", u.requestOwner)
	t.markWithdrawn()
	return t, []Coverage{t.ownedCoverage("environment request → team", u)}
}

// withdrawals are the outcomes of requests that got no environment, in the words that
// request systems have for them; others are mapped to one of these in site.toml.
var withdrawals = map[string]bool{"rejected": true, "declined": true, "denied": true, "cancelled": true, "canceled": true,
	"withdrawn": true, "failed": true, "failure": true}

// markWithdrawn: what was given an environment was not withdrawn, whatever its outcome says.
func (t *Table) markWithdrawn() {
	provisioned, deleted, outcome := t.Index("provisioned_at"), t.Index("deleted_at"), t.Index("outcome")
	var says []bool
	if outcome >= 0 {
		says = codesWhere(t.Dicts[outcome], func(text string) bool { return withdrawals[strings.ToLower(text)] })
	}
	k := t.derive("withdrawn", event.Flag)
	t.eachChunk(func(_ int, c *Chunk) {
		for i := range c.Values[k].Bytes {
			over := says != nil && says[c.Values[outcome].Codes[i]] || instantAt(c, deleted, i) != 0
			c.Values[k].Bytes[i] = flagOf(over && instantAt(c, provisioned, i) == 0)
		}
	})
}

func instantAt(c *Chunk, k, i int) uint32 {
	if k < 0 {
		return 0
	}
	return c.Values[k].Times[i]
}
