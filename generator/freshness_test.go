package generator

import (
	"slices"
	"testing"
	"time"

	"leadline/generator/event"
)

// What a metric's page says of late sources is of its own tables: of what it is made from.
func TestLateForItsOwnMetrics(t *testing.T) {
	s, err := open(Options{Config: "../site.toml", Progress: silent{}})
	if err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string][]string{
		"incidents":        {"change-fail-rate", "deployment-rework-rate", "failed-deployment-recovery-time", "incident-capture", "incident-patterns"},
		"vulnerabilities":  {"on-time-remediation", "security-debt-age", "time-to-fix-vulnerabilities", "verified-fix-share"},
		"scans":            {"on-time-remediation", "security-check-coverage", "security-debt-age", "time-to-fix-vulnerabilities", "verified-fix-share"},
		"survey_questions": {"friction-points"},
	} {
		var got []string
		for id := range s.lateFor([]event.Freshness{{Table: table, Timed: true, AsOf: 1_700_000_000, Expected: event.Expected{Cadence: "daily", WarnAfter: time.Hour}}}) {
			got = append(got, id)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s is late for %v, want %v", table, got, want)
		}
	}
}
