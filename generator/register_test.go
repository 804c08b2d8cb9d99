package generator

import (
	"slices"
	"testing"
	"time"

	"leadline/generator/config"
	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
)

// The register lists, row by row, what exceptions-expiring counts: in every month.
func TestRegisterAgreesWithItsMetric(t *testing.T) {
	s, err := open(Options{Config: "../site.toml", Workers: 2, Progress: silent{}})
	if err != nil {
		t.Fatal(err)
	}
	out, err := compute(t.Context(), s.input())
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	i := slices.IndexFunc(out.portfolio, func(x metric.Series[level.Portfolio]) bool { return x.Definition().ID == "exceptions-expiring" })
	for _, r := range out.portfolio[i].Results() {
		counted := map[string]int{}
		for _, row := range s.register(out, r.Month()) {
			count(counted, row)
		}
		for _, stat := range []string{"open", "expired", "due_within_30_days", "due_within_60_days", "due_within_90_days", "no_due", "without_owner", "renewed_twice"} {
			if f := r.Figure(stat); int(f.Value) != counted[stat] {
				t.Errorf("%s: %d %s are listed, %v counted", r.Month(), counted[stat], stat, f.Value)
			}
		}
		listed += counted["open"]
	}
	if listed == 0 {
		t.Error("nothing was compared")
	}
	s.config.Visibility = config.Private
	if rows := s.register(out, s.calendar.Month(s.calendar.Months()-1)); len(rows) == 0 || rows[0].ID == "" || rows[0].Reason == "" {
		t.Errorf("in private: %+v", rows)
	}
}

func count(n map[string]int, row fact.RegisterRow) {
	n["open"]++
	switch row.State {
	case fact.Expired:
		n["expired"]++
	case fact.NeverExpires:
		n["no_due"]++
	case fact.Within30, fact.Within60, fact.Within90:
		for _, within := range []struct {
			state fact.RegisterState
			stat  string
		}{{fact.Within30, "due_within_30_days"}, {fact.Within60, "due_within_60_days"}, {fact.Within90, "due_within_90_days"}} {
			if row.State <= within.state {
				n[within.stat]++
			}
		}
	}
	if !row.Owned {
		n["without_owner"]++
	}
	if row.Renewals >= 2 {
		n["renewed_twice"]++
	}
}

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
