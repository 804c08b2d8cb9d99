package fact

import (
	"slices"
	"testing"
)

// The next request to the same control about the same thing, after it decided; not another
// control's, another repository's, or its own.
func TestAskedAgain(t *testing.T) {
	w := NewWaits(read(t, "waits", `
entity,entity_id,seq,repo,kind,control,requested_at,ended_at
change,7,1,r,gate,security,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z
change,7,2,r,gate,security,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z
change,7,3,r,gate,licence,2026-03-01T12:00:00Z,2026-03-01T13:00:00Z
change,7,4,q,gate,security,2026-03-01T12:00:00Z,
change,7,5,r,gate,,2026-03-01T12:00:00Z,2026-03-01T13:00:00Z
change,7,6,r,gate,,2026-03-01T15:00:00Z,2026-03-01T16:00:00Z
deployment,7,1,,gate,security,2026-03-01T12:00:00Z,2026-03-01T12:00:00Z
deployment,7,2,,gate,security,2026-03-01T11:00:00Z,2026-03-01T13:00:00Z
deployment,7,3,,approval,security,2026-03-01T15:00:00Z,2026-03-01T15:00:00Z
`))
	var got []string
	for _, at := range w.Chunks[0].Values[w.Index("asked_again_at")].Times {
		got = append(got, dayHour(at))
	}
	// Unnamed controls may be two different ones. What was decided as it was asked is not asked
	// again by that, and a decision of the first deployment gate at 13:00 has none after it.
	if want := []string{"0302-10", "", "", "", "", "", "", "", ""}; !slices.Equal(got, want) {
		t.Errorf("asked again at %q, want %q", got, want)
	}
}
