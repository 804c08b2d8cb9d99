package fact

import (
	"strings"

	"leadline/generator/event"
)

// dropping are resolutions of common trackers (Jira's and Bugzilla's defaults, GitHub's
// state_reason) that say that nothing was done, in lower case without signs. Any other
// resolution, and none, says that the item was done.
var dropping = map[string]bool{"wontdo": true, "wontfix": true, "duplicate": true, "invalid": true, "notplanned": true, "declined": true,
	"rejected": true, "cancelled": true, "canceled": true, "abandoned": true, "cannotreproduce": true, "worksforme": true, "incomplete": true,
	"obsolete": true, "notabug": true}

func dropped(resolution string) bool {
	letters := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(resolution))
	return dropping[letters]
}

// markDropped derives the flag dropped; where no resolution is exported nothing is known to
// be dropped, which is the same as closed.
func (t *Table) markDropped() {
	if k := t.Index("resolution"); k >= 0 {
		t.flagWhere("dropped", k, dropped)
		return
	}
	t.derive("dropped", event.Flag)
}
