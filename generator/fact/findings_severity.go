package fact

import (
	"cmp"
	"slices"

	"leadline/generator/period"
)

// severityEvent says what a finding's severity became.
type severityEvent struct {
	happening
	to uint8
}

// loweredAt is, for every finding, since when its severity is below the one at detection
// although no change is linked that could have made it less; 0 for one that is not. A change
// of severity with a linked change, or back to what it was, ends it. It is what is known
// now: a severity that was lowered and raised again never was.
type loweredAt []period.Seconds

func newLowered(baseline []uint8, events []severityEvent) loweredAt {
	slices.SortFunc(events, func(a, b severityEvent) int {
		return cmp.Or(cmp.Compare(a.finding, b.finding), cmp.Compare(a.at, b.at), cmp.Compare(a.seq, b.seq), cmp.Compare(a.to, b.to))
	})
	l := make(loweredAt, len(baseline))
	for _, e := range events {
		switch below := isBelow(e.to, baseline[e.finding]); {
		case e.to == 0: // not understood
		case !below || e.changed:
			l[e.finding] = 0
		case l[e.finding] == 0:
			l[e.finding] = e.at
		}
	}
	return l
}

// isBelow compares severities, of which the schema has the highest first; one that is not
// known is neither below nor above.
func isBelow(a, b uint8) bool {
	unknown := severityCode("unknown")
	return a != 0 && b != 0 && a != unknown && b != unknown && a > b
}
