package generator

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// sampleSeries are the series of the sample site's teams, by team and metric.
func sampleSeries(t *testing.T) (map[string]metric.Series[level.Team], *outcome) {
	t.Helper()
	s, err := open(Options{Config: "../site.toml", Out: t.TempDir(), Workers: 2, Progress: silent{}})
	if err != nil {
		t.Fatal(err)
	}
	out, err := compute(context.Background(), s.input())
	if err != nil {
		t.Fatal(err)
	}
	series := map[string]metric.Series[level.Team]{}
	for _, team := range out.teams {
		for _, one := range team {
			series[one.Subject().ID+" "+one.Definition().ID] = one
		}
	}
	return series, out
}

// What is hidden in the sample data is found, and what must not be made of it is not: see
// the stories of package sample.
func TestStoriesAreTold(t *testing.T) {
	series, out := sampleSeries(t)
	october := period.MonthOf(2026, 10)
	for of, direction := range map[string]int{
		"atlas change-lead-time": -1, "atlas change-fail-rate": 0, "cobalt deployment-frequency": 1, "cobalt change-fail-rate": 1,
		"granite deployment-frequency": -1, "fjord work-in-progress": 1, "fjord cycle-time": 0, "harbour pipeline-success": -1, "harbour change-fail-rate": 0,
	} {
		c := series[of].Change(october)
		claimed := 0
		if c.Claimed {
			claimed = c.Direction()
		}
		if c.Absence != metric.Present || claimed != direction {
			t.Errorf("%s: %+v, want direction %d", of, c, direction)
		}
	}
	if c := series["lumen change-lead-time"].Change(october); !c.Mix.Changed || c.Mix.Groups != 2 || c.Direction() != -1 {
		t.Errorf("lumen's mix: %+v", c)
	}
	var looks metric.Looks
	for _, s := range out.portfolio {
		if l := s.Looks(october); l.Judged > 0 {
			if looks != (metric.Looks{}) && l != looks {
				t.Errorf("two counted metrics name different numbers of looks: %+v, %+v", looks, l)
			}
			looks = l
		}
	}
	if looks.Judged < 100 || looks.Compared < 50 {
		t.Errorf("looks %+v", looks)
	}
}

// The parts of figures tell the rest of the stories: what was found is not what is there,
// and what was closed is not what was fixed.
func TestStoriesAreToldByParts(t *testing.T) {
	series, _ := sampleSeries(t)
	october := period.MonthOf(2026, 10)
	for _, c := range []struct {
		of, stat, category string
		direction          int
	}{
		{"atlas security-debt-age", "exposure", "", 1}, {"atlas security-debt-age", "exposure_same", "", 0}, {"atlas security-debt-age", "exposure_new", "", 1},
		{"atlas verified-fix-share", "opened", "introduced", 0}, {"atlas verified-fix-share", "open_end", "", 1}, {"atlas security-check-coverage", "share", "", 0},
		{"ember verified-fix-share", "share", "", -1}, {"ember verified-fix-share", "open_end", "", -1}, {"ember verified-fix-share", "closed", "risk_accepted", 1},
		{"ember security-debt-age", "exposure", "", 0}, {"ember security-debt-age", "exposure_same", "", 0}, {"ember security-check-coverage", "share", "", 0},
		{"beacon failed-deployment-recovery-time", "p50", "", -1}, {"beacon incident-patterns", "severity", "sev1", -1}, {"beacon change-fail-rate", "share", "", 0},
		{"delta incident-capture", "share", "", -1}, {"delta change-fail-rate", "share", "", 0}, {"iris escaped-defects", "share", "", -1},
	} {
		change := series[c.of].ChangeOf(c.stat, c.category, october)
		claimed := 0
		if change.Claimed {
			claimed = change.Direction()
		}
		if change.Absence != metric.Present || claimed != c.direction {
			t.Errorf("%s %s %s: %+v, want direction %d", c.of, c.stat, c.category, change, c.direction)
		}
	}
	may := period.MonthOf(2026, 5)
	if got := series["atlas verified-fix-share"].StateOf("opened", "newly_visible", may); got != metric.UnusualHigh {
		t.Errorf("48 findings that a new scanner saw are %s", got)
	}
	if got := series["atlas verified-fix-share"].StateOf("opened", "introduced", may); got != metric.Within {
		t.Errorf("what was introduced then is %s", got)
	}
}

// A rebase goes the whole way from the file to the limits.
func TestRebaseIsRead(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("deployment_id,service_id,environment,finished_at,outcome\n")
	for m := period.MonthOf(2024, 1); m <= period.MonthOf(2026, 6); m++ {
		for day := 1; day <= 10+int(m)%3; day++ {
			fmt.Fprintf(&rows, "%s-%d,shop,production,%s-%02dT09:00:00Z,success\n", m, day, m, day)
		}
	}
	e := Example{Definition: changed(t, "deployment-frequency", "[measure]", "[measure]"), AsOf: period.MonthOf(2026, 7).Start(time.UTC), Tables: map[string]string{
		"deployments": rows.String(),
		"annotations": "at,scope,scope_id,text,rebase\n2026-02-10T00:00:00Z,service,shop,smaller batches,true\n"}}
	e.Want = []Want{{Month: period.MonthOf(2024, 1)}}
	in, err := e.input()
	if err != nil {
		t.Fatal(err)
	}
	out, err := compute(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	s := out.services[0][0]
	if since := s.Judging(period.MonthOf(2026, 6)).Rebased; since != period.MonthOf(2026, 2) {
		t.Errorf("judged since %s", since)
	}
	if c := s.Change(period.MonthOf(2026, 6)); c.Absence != metric.TooFew || !strings.Contains(c.Reason, "since the rebase recorded in February 2026") {
		t.Errorf("%+v", c)
	}
}
