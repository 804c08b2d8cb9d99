package fact

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"leadline/generator/event"
	"leadline/generator/period"
)

// read reads a table from CSV text, with everything that linking may ask for.
func read(t testing.TB, table, csv string) *event.Rows {
	t.Helper()
	schema, ok := event.TableNamed(table)
	if !ok {
		t.Fatalf("no table %s", table)
	}
	var all []string
	for _, c := range schema.Columns {
		all = append(all, c.Name)
	}
	source := event.Source{Table: table, Files: []string{"x.csv"}, Format: "csv"}
	result, err := event.Read(context.Background(), fstest.MapFS{"x.csv": {Data: []byte(strings.TrimLeft(csv, "\n"))}}, schema, []event.Source{source}, all, event.Options{KeepKeys: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Rejects) > 0 {
		t.Fatal(result.Rejects)
	}
	return result.Rows
}

func at(t testing.TB, text string) period.Seconds {
	t.Helper()
	v, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return period.Seconds(v.Unix())
}

var rules = Rules{ProductionEnvironments: []string{"production"}, MainBranches: []string{"main"}, DefectTypes: []string{"bug"}, IncidentWindow: 72 * time.Hour}

const deployments = `
deployment_id,service_id,environment,finished_at,outcome,kind,sha
d1,shop,production,2026-03-01T10:00:00Z,success,deployed,
d2,shop,production,2026-03-05T10:00:00Z,success,deployed,
d2,shop,production,2026-03-05T11:00:00Z,success,deployed,
d3,shop,staging,2026-03-06T10:00:00Z,success,deployed,
d4,shop,production,2026-03-07T10:00:00Z,failure,deployed,
d5,shop,production,2026-03-08T10:00:00Z,success,deployed,c0ffee
r1,shop,production,2026-03-08T12:00:00Z,success,rolledback,
d6,shop,production,2026-03-09T10:00:00Z,success,,
d7,pay,production,2026-03-02T10:00:00Z,success,deployed,
`

func TestProductionDeployments(t *testing.T) {
	u := NewUnits(nil, nil, nil)
	d := NewDeployments(read(t, "deployments", deployments), u, rules)
	if d.Len() != 5 {
		t.Fatalf("%d production deployments, want d1 d2 d5 d6 d7", d.Len())
	}
	row := func(id string) uint32 {
		i, ok := d.byID.get(event.HashString(id))
		if !ok {
			t.Fatalf("%s is not a production deployment", id)
		}
		return i
	}
	if got := d.finished[row("d2")]; got != at(t, "2026-03-05T11:00:00Z") {
		t.Error("rows of one deployment fold to the last finish (rule 1)")
	}
	for id, failed := range map[string]uint8{"d5": event.FlagTrue, "d6": event.FlagFalse, "d2": event.FlagFalse} {
		if d.failed[row(id)] != failed || d.rolled[row(id)] != failed {
			t.Errorf("%s: failed %d, rolled back %d, want %d", id, d.failed[row(id)], d.rolled[row(id)], failed)
		}
	}
	for _, id := range []string{"d1", "d7"} {
		if !d.first(row(id)) {
			t.Errorf("%s is the first of its service", id)
		}
	}
}

func TestChangesAreDeployedOnce(t *testing.T) {
	u := NewUnits(nil, nil, nil)
	d := NewDeployments(read(t, "deployments", deployments), u, rules)
	changes := read(t, "changes", `
repo,change_id,state,merged_at,opened_at,ready_at,first_review_at,merge_sha,service_id
r,1,merged,2026-02-01T10:00:00Z,2026-01-30T10:00:00Z,,,,
r,2,merged,2026-03-02T10:00:00Z,2026-03-01T10:00:00Z,2026-03-01T12:00:00Z,,,
r,3,merged,2026-03-02T10:00:00Z,2026-03-01T10:00:00Z,,2026-03-01T11:00:00Z,,
r,4,merged,2026-03-06T10:00:00Z,2026-03-05T10:00:00Z,,,c0ffee,
r,5,merged,2026-03-06T10:00:00Z,2026-03-05T10:00:00Z,,,,
r,6,merged,2026-03-06T10:00:00Z,2026-03-05T10:00:00Z,,,,pay
r,7,open,,2026-03-05T10:00:00Z,,,,
`)
	links := read(t, "deployment_changes", `
deployment_id,repo,change_id,sha
d1,r,1,
d5,r,2,
d2,r,2,
d3,r,3,
d6,r,3,
d2,r,6,
`)
	reviews := read(t, "change_reviews", `
repo,change_id,review_id,submitted_at,state,is_bot
r,2,a,2026-03-01T13:00:00Z,commented,true
r,2,b,2026-03-01T15:00:00Z,approved,false
r,2,c,2026-03-01T14:00:00Z,commented,
r,3,d,2026-03-01T10:30:00Z,commented,false
`)
	c := NewChanges(changes, NewLinks(links, d), Reviews(reviews), d, u)
	deployed := column(c.Table, "deployed_at")
	want := map[string]string{"2": "2026-03-05T11:00:00Z", "3": "2026-03-09T10:00:00Z", "4": "2026-03-08T10:00:00Z"}
	for i, id := range []string{"1", "2", "3", "4", "5", "6", "7"} {
		var expect period.Seconds
		if want[id] != "" {
			expect = at(t, want[id])
		}
		if deployed[i] != expect {
			t.Errorf("change %s deployed at %d, want %d", id, deployed[i], expect)
		}
	}
	if ready := column(c.Table, "ready_at"); ready[1] != at(t, "2026-03-01T12:00:00Z") || ready[2] != at(t, "2026-03-01T10:00:00Z") {
		t.Error("ready is when it left draft, else when it was opened")
	}
	if review := column(c.Table, "first_review_at"); review[1] != at(t, "2026-03-01T14:00:00Z") || review[2] != at(t, "2026-03-01T11:00:00Z") {
		t.Error("the first review is the recorded one, else the first by a person")
	}
	cov := c.Coverage[0]
	if cov.Rows != 6 || cov.Linked != 3 || cov.How[1].Rows != 1 || cov.How[2].Rows != 2 {
		t.Errorf("coverage %+v", cov)
	}
}

func column(t *Table, name string) []period.Seconds { return t.flatTimes(t.Index(name)) }

func TestIncidentsBelongToDeployments(t *testing.T) {
	u := NewUnits(nil, read(t, "services", "service_id,repo\nshop,r\n"), nil)
	d := NewDeployments(read(t, "deployments", deployments), u, rules)
	c := NewChanges(read(t, "changes", "repo,change_id,state,merged_at\nr,2,merged,2026-03-02T10:00:00Z\n"),
		NewLinks(read(t, "deployment_changes", "deployment_id,repo,change_id\nd2,r,2\n"), d), Moments{}, d, u)
	incidents, coverage := NewIncidents(read(t, "incidents", `
incident_id,service_id,environment,started_at,detected_at,caused_by_deployment_id,caused_by_change_id
i1,shop,production,2026-03-20T10:00:00Z,,d1,
i2,shop,,,2026-03-06T10:00:00Z,,2
i3,shop,production,2026-03-09T11:00:00Z,,,
i4,shop,production,2026-03-20T10:00:00Z,,,
i5,shop,staging,2026-03-09T11:00:00Z,,,
i6,pay,production,2026-03-02T09:59:59Z,,,
i7,shop,production,2026-03-12T10:00:00Z,,,
`), d, c, u, rules)
	if incidents.Len() != 6 {
		t.Fatalf("%d incidents of production", incidents.Len())
	}
	got := incidents.Chunks[0].Values[incidents.Index("linked")].Bytes
	if want := []uint8{2, 2, 2, 1, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("linked %v, want %v (i7 is 72 h after d6 to the second; i6 began before its service's first)", got, want)
	}
	if c := coverage[0]; c.Linked != 4 || c.How[0].Rows != 1 || c.How[1].Rows != 1 || c.How[2].Rows != 2 || c.How[3].Rows != 2 || c.How[4].Rows != 1 {
		t.Errorf("coverage %+v", c)
	}
	failed := 0
	for _, f := range d.failed {
		if f == event.FlagTrue {
			failed++
		}
	}
	if failed != 4 { // d1, d2, d6 by incidents, d5 by rollback
		t.Errorf("%d deployments failed", failed)
	}
}

func TestOwnershipHasDates(t *testing.T) {
	u := NewUnits(read(t, "teams", "team_id,name,headcount\nred,Red & Co,6\nblue,,5\n"),
		read(t, "services", "service_id,repo\nshop,r\n"),
		read(t, "ownership", `
entity_type,entity_id,team_id,valid_from,valid_to
service,shop,red,2026-01-01T00:00:00Z,
service,shop,blue,2026-03-01T00:00:00Z,2026-05-01T00:00:00Z
project,p,red,2026-01-01T00:00:00Z,
`))
	owner := u.repoOwner("r")
	for when, want := range map[string]string{"2025-12-31T23:59:59Z": "", "2026-01-01T00:00:00Z": "red", "2026-02-28T23:59:59Z": "red",
		"2026-03-01T00:00:00Z": "blue", "2026-04-30T23:59:59Z": "blue", "2026-05-01T00:00:00Z": ""} {
		c := u.cells[u.At(owner, at(t, when))]
		got := ""
		if c.team >= 0 {
			got = u.Teams[c.team].ID
		}
		if got != want || c.service < 0 || u.Services[c.service].ID != "shop" {
			t.Errorf("at %s shop belongs to %q, want %q", when, got, want)
		}
	}
	if c := u.cells[u.At(u.itemOwner("shop", "green", "p"), 1)]; u.Teams[c.team].ID != "green" {
		t.Error("a team on the row wins")
	}
	sets := u.TeamSets()
	if len(sets) != 3 || sets[0].Subject().ID != "blue" || sets[1].Subject().ID != "green" || sets[2].Subject().Name != "Red & Co" {
		t.Errorf("teams %v", sets)
	}
	if n := sets[2].Headcount(); n != 6 {
		t.Errorf("red has %d people", n)
	}
}

func TestPlanNamesOnlyCanonicalColumns(t *testing.T) {
	used := map[string][]string{}
	for _, e := range Entities {
		used[e.Name] = e.ColumnNames()
	}
	for name, columns := range Plan(used) {
		table, ok := event.TableNamed(name)
		if !ok {
			t.Errorf("plan has table %q", name)
			continue
		}
		for _, c := range columns {
			if _, ok := table.Column(c); !ok {
				t.Errorf("plan has %s.%s", name, c)
			}
		}
	}
	if plan := Plan(map[string][]string{PipelineRun: {"finished_at"}}); len(plan["changes"]) > 0 || slices.Contains(plan["pipeline_runs"], "branch") {
		t.Errorf("plan of pipeline runs alone: %v", plan)
	}
}

func TestUnownedAreNamed(t *testing.T) {
	u := NewUnits(nil, nil, read(t, "ownership", "entity_type,entity_id,team_id,valid_from\nservice,owned,red,2025-01-01T00:00:00Z\n"))
	if none := u.Unowned(); none == nil || len(none) != 0 {
		t.Errorf("before any row: %v", none)
	}
	runs, _ := NewPipelineRuns(read(t, "pipeline_runs", "run_id,attempt,pipeline,repo,outcome,finished_at,service_id\n"+
		"1,1,p,a,success,2026-01-01T00:00:00Z,lost\n2,1,p,a,success,2026-01-01T00:00:00Z,owned\n3,1,p,b,success,2026-01-01T00:00:00Z,\n4,1,p,b,success,2026-01-01T00:00:00Z,\n"), u, Rules{})
	u.CountUnowned(runs)
	if got, want := u.Unowned(), []Count{{"repo b", 2}, {"service lost", 1}}; !slices.Equal(got, want) {
		t.Errorf("unowned are %v, want %v", got, want)
	}
}
