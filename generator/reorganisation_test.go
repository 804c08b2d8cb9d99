package generator

import (
	"fmt"
	"testing"

	"leadline/generator/level"
	"leadline/generator/metric"
)

// reorganised is an organisation that changes: old is renamed to new on 1 March (a new id),
// big is split into left and right on 15 February, and gone is retired on 10 March.
func reorganised() world {
	w := world{
		"teams": {"old,8", "new,8", "big,12", "left,6", "right,6"},
		"ownership": {
			"service,s0,old,2025-01-01T00:00:00Z,2026-03-01T00:00:00Z", "service,s0,new,2026-03-01T00:00:00Z,",
			"service,s1,big,2025-01-01T00:00:00Z,2026-02-15T00:00:00Z", "service,s1,left,2026-02-15T00:00:00Z,",
			"service,s2,big,2025-01-01T00:00:00Z,2026-02-15T00:00:00Z", "service,s2,right,2026-02-15T00:00:00Z,"},
		"services": {"s0,r0", "s1,r1", "s2,r2"},
	}
	n := 0
	for month := 1; month <= 4; month++ {
		for day := 5; day <= 25; day += 10 { // the 5th, the 15th, the 25th
			for service := range 3 {
				w["deployments"] = append(w["deployments"], fmt.Sprintf("d%d,s%d,production,2026-%02d-%02dT12:00:00Z,success,deployed,false,", n, service, month, day))
				n++
			}
		}
	}
	return w
}

// Deployments count for whoever owned the service when they finished: a rename hands the
// series over, a split begins two and ends one, and nothing is counted twice or lost.
func TestFiguresFollowReorganisations(t *testing.T) {
	out := reorganised().figures(t, 2)
	want := map[string][4]string{ // events in January to April
		"old": {"3", "3", "no-data", "no-data"}, "new": {"no-data", "no-data", "3", "3"},
		"big": {"6", "2", "no-data", "no-data"}, "left": {"no-data", "2", "3", "3"}, "right": {"no-data", "2", "3", "3"},
	}
	for team, months := range want {
		series := seriesNamed(teamNamed(out, team), "deployment-frequency")
		for i, r := range series.Results() {
			if got := eventsText(r.Figure("events")); got != months[i] {
				t.Errorf("%s in %s: %s deployments, want %s", team, r.Month(), got, months[i])
			}
		}
	}
}

// For every month the events of all teams add up to those of all services, because every
// service has an owner throughout.
func TestReorganisationsLoseNothing(t *testing.T) {
	out := reorganised().figures(t, 1)
	for m := range 4 {
		teams, services := 0, 0
		for _, s := range out.teams {
			teams += seriesNamed(s, "deployment-frequency").Results()[m].Figure("events").N
		}
		for _, s := range out.services {
			services += seriesNamed(s, "deployment-frequency").Results()[m].Figure("events").N
		}
		if teams != 9 || services != 9 {
			t.Errorf("month %d: %d deployments of teams, %d of services, want 9", m+1, teams, services)
		}
	}
}

func seriesNamed[L level.Level](series []metric.Series[L], id string) metric.Series[L] {
	for _, s := range series {
		if s.Definition().ID == id {
			return s
		}
	}
	panic("no metric " + id)
}

func eventsText(f metric.Figure) string {
	if f.Absence != metric.Present {
		return f.Absence.Code()
	}
	return f.Text()
}
