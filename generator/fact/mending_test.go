package fact

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/generator/event"
)

// flagsOf are a flag of all deployments by id, as text; nil where the column is absent.
func flagsOf(d *Deployments, column string, ids ...string) []string {
	k := d.Index(column)
	if k < 0 {
		return nil
	}
	var all []uint8
	for _, c := range d.Chunks {
		all = append(all, c.Values[k].Bytes...)
	}
	var out []string
	for _, id := range ids {
		if i, ok := d.byID.get(event.HashString(id)); ok && all[i] == event.FlagTrue {
			out = append(out, id)
		}
	}
	return append([]string{}, out...)
}

const mended = `
deployment_id,service_id,environment,started_at,finished_at,outcome,kind,is_hotfix
a,shop,production,2026-03-01T09:50:00Z,2026-03-01T10:00:00Z,success,deployed,
ra,shop,production,2026-03-01T11:50:00Z,2026-03-01T12:00:00Z,success,rolledback,
b,shop,production,2026-03-08T09:50:00Z,2026-03-08T10:00:00Z,success,deployed,
rb,shop,production,2026-03-08T11:50:00Z,2026-03-08T12:00:00Z,success,rolledback,
c,shop,production,2026-03-15T09:50:00Z,2026-03-15T10:00:00Z,success,deployed,
rc,shop,production,2026-03-15T11:50:00Z,2026-03-15T12:00:00Z,success,rolledback,
h1,shop,production,2026-03-20T09:50:00Z,2026-03-20T10:00:00Z,success,deployed,true
h2,shop,production,2026-03-26T09:50:00Z,2026-03-26T10:00:00Z,success,deployed,true
h3,pay,production,2026-03-20T09:50:00Z,2026-03-20T10:00:00Z,success,deployed,true
h4,mail,production,2026-03-20T09:50:00Z,2026-03-20T10:00:00Z,success,deployed,true
h5,news,production,2026-03-20T09:50:00Z,2026-03-20T10:00:00Z,success,deployed,true
h6,chat,production,2026-03-20T09:50:00Z,2026-03-20T10:00:00Z,success,deployed,true
h7,feed,production,2026-03-20T09:50:00Z,2026-03-20T10:00:00Z,success,deployed,true
p,pay,production,2026-03-25T09:50:00Z,2026-03-25T10:00:00Z,success,deployed,false
`

const mendingIncidents = `
incident_id,service_id,started_at,resolved_at,environment,caused_by_deployment_id,resolved_by_deployment_id
belongs,shop,2026-03-01T10:20:00Z,2026-03-01T12:05:00Z,production,a,
names-the-rollback,news,2026-01-08T10:20:00Z,2026-01-08T12:05:00Z,production,,rb
in-the-window,shop,2026-03-19T22:00:00Z,2026-03-20T03:00:00Z,production,,
open-long,pay,2026-03-10T08:00:00Z,2026-03-20T09:55:00Z,production,,p
just-over,mail,2026-03-10T08:00:00Z,2026-03-20T09:49:59Z,production,,
never-closed,news,2026-03-10T08:00:00Z,,production,,
open-longer,chat,2026-03-01T08:00:00Z,2026-03-21T08:00:00Z,production,,
short-and-later,chat,2026-03-12T08:00:00Z,2026-03-12T09:00:00Z,production,,
in-its-last-second,feed,2026-03-20T10:00:00Z,,production,,
caused-by-it,shop,2026-03-26T10:30:00Z,2026-03-26T11:00:00Z,production,h2,
in-staging,news,2026-03-20T08:00:00Z,2026-03-20T10:00:00Z,staging,,h5
`

func linkMended(t *testing.T, deployments, incidents string, used ...string) *Deployments {
	u := NewUnits(nil, nil, nil)
	d := NewDeployments(read(t, "deployments", deployments), u, rules, used...)
	var rows *event.Rows
	if incidents != "" {
		rows = read(t, "incidents", incidents)
	}
	NewIncidents(rows, d, NewChanges(nil, Links{}, Moments{}, d, u), u, rules)
	return d
}

var mendedIDs = []string{"a", "b", "c", "h1", "h2", "h3", "h4", "h5", "h6", "h7", "p"}

func TestMendingFlags(t *testing.T) {
	for _, incidents := range []string{mendingIncidents, reversed(mendingIncidents)} {
		d := linkMended(t, reversed(mended), incidents)
		for column, want := range map[string][]string{
			"repair":    {"h1", "h2", "h3", "h4", "h5", "h6", "h7", "p"}, // p: an incident names it
			"disturbed": {"a", "b", "c", "h1", "h2", "h3", "h4", "h5", "h6", "h7"},
			// c has no incident; h2 comes six days after the last, and what it
			// caused is no record of why it was made; h4's was over a second before
			// it began; h5's was never closed, and the one that names it was not in production.
			"captured": {"a", "b", "h1", "h3", "h6", "h7"},
		} {
			if got := flagsOf(d, column, mendedIDs...); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", column, got, want)
			}
		}
		i := slices.IndexFunc(d.Coverage, func(c Coverage) bool { return c.Link == "incident → deployment that resolved it" })
		if c := d.Coverage[i]; c.Rows != 10 || c.Linked != 1 || c.How[0].Rows != 8 || c.How[1].Rows != 1 || c.How[2].Rows != 7 {
			t.Errorf("coverage %+v", c)
		}
	}
}

// reversed has the rows of a CSV in the other order.
func reversed(csv string) string {
	lines := strings.Split(strings.TrimSpace(csv), "\n")
	slices.Reverse(lines[1:])
	return strings.Join(lines, "\n") + "\n"
}

// What nothing tells of must be unknown and not "no".
func TestMendingWithoutEvidence(t *testing.T) {
	const bare = "deployment_id,service_id,environment,finished_at,outcome\nh1,shop,production,2026-03-20T10:00:00Z,success\n"
	const kinds = "deployment_id,service_id,environment,finished_at,outcome,kind\nh1,shop,production,2026-03-20T10:00:00Z,success,deployed\n"
	const marked = "deployment_id,service_id,environment,finished_at,outcome,is_hotfix\nh1,shop,production,2026-03-20T10:00:00Z,success,true\n"
	const plain = "incident_id,service_id,started_at\ni,shop,2026-03-20T09:00:00Z\n"
	const naming = "incident_id,service_id,started_at,resolved_by_deployment_id\ni,shop,2026-03-20T09:00:00Z,h1\n"
	for _, c := range []struct {
		name, deployments, incidents string
		repair, disturbed, captured  bool // the column is there
	}{
		{"nothing", bare, "", false, false, false},
		{"incidents that name nothing", bare, plain, false, false, true},
		{"incidents that name", bare, naming, true, false, true},
		{"kinds alone", kinds, "", false, true, false},
		{"marks alone", marked, "", true, true, false},
		{"marks and incidents", marked, plain, true, true, true},
	} {
		d := linkMended(t, c.deployments, c.incidents)
		for column, want := range map[string]bool{"repair": c.repair, "disturbed": c.disturbed, "captured": c.captured} {
			if got := d.Index(column) >= 0; got != want {
				t.Errorf("%s: %s is there: %v, want %v", c.name, column, got, want)
			}
		}
		if c.repair && len(flagsOf(d, "repair", "h1")) != 1 {
			t.Errorf("%s: h1 is no repair", c.name)
		}
	}
	if d := linkMended(t, marked, plain, "finished_at", "failed"); d.Index("repair")+d.Index("disturbed")+d.Index("captured") != -3 {
		t.Error("flags that no definition uses are derived")
	}
}

func TestWeekTime(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at   string
		zone *time.Location
		want string
	}{
		{"2026-03-06T07:59:59Z", nil, "weekday evening or night"}, // Friday
		{"2026-03-06T08:00:00Z", nil, "working hours"},
		{"2026-03-06T17:59:59Z", nil, "working hours"},
		{"2026-03-06T18:00:00Z", nil, "weekday evening or night"},
		{"2026-03-07T00:00:00Z", nil, "weekend"},
		{"2026-03-08T23:59:59Z", nil, "weekend"},
		{"2026-03-09T00:00:00Z", nil, "weekday evening or night"},
		{"2026-03-27T07:30:00Z", london, "weekday evening or night"}, // before the clocks go forward
		{"2026-03-30T07:30:00Z", london, "working hours"},            // after: 08:30
		{"2026-06-07T23:30:00Z", london, "weekday evening or night"}, // Sunday in UTC, Monday 00:30 in London
		{"2026-06-08T17:30:00Z", london, "weekday evening or night"}, // 18:30 in London
	} {
		if got := WeekTimes[weekTime(at(t, c.at), c.zone)-1]; got != c.want {
			t.Errorf("%s in %v is %s, want %s", c.at, c.zone, got, c.want)
		}
	}
}

func TestRepeats(t *testing.T) {
	const csv = `
incident_id,service_id,started_at,cause
first,shop,2026-01-01T00:00:00Z,disk
again,shop,2026-01-11T00:00:00Z,disk
other-cause,shop,2026-01-12T00:00:00Z,net
other-service,pay,2026-01-12T00:00:00Z,disk
day-90,shop,2026-04-11T00:00:00Z,disk
twin-1,pay,2026-06-01T00:00:00Z,disk
twin-2,pay,2026-06-01T00:00:00Z,disk
late,shop,2026-07-10T00:00:01Z,disk
blank,shop,2026-07-11T00:00:00Z,
`
	want := map[string]uint8{"first": 0, "again": event.FlagTrue, "other-cause": 0, "other-service": 0, "day-90": event.FlagTrue,
		"twin-1": event.FlagFalse, "twin-2": event.FlagFalse, "late": event.FlagFalse, "blank": 0}
	u := NewUnits(nil, nil, nil)
	d := NewDeployments(nil, u, rules)
	for _, text := range []string{csv, reversed(csv)} {
		table, _ := NewIncidents(read(t, "incidents", text), d, NewChanges(nil, Links{}, Moments{}, d, u), u, rules)
		flags, ids := table.Chunks[0].Values[table.Index("repeat")].Bytes, table.Chunks[0].Values[table.Index("incident_id")].Hashes
		for name, flag := range want {
			if i := slices.Index(ids, event.HashString(name)); flags[i] != flag {
				t.Errorf("%s: repeat is %d, want %d", name, flags[i], flag)
			}
		}
	}
	table, _ := NewIncidents(read(t, "incidents", "incident_id,service_id,started_at\ni,shop,2026-01-01T00:00:00Z\n"), d, NewChanges(nil, Links{}, Moments{}, d, u), u, rules)
	if table.Index("repeat") >= 0 {
		t.Error("repeats are told without causes")
	}
}

func TestCoverageMeasurements(t *testing.T) {
	const csv = `
repo,measured_at,metric,covered,total,branch,service_id
acme/shop,2026-03-01T00:00:00Z,line,1,2,main,
acme/shop,2026-03-02T00:00:00Z,line,1,2,idea,
acme/shop,2026-03-03T00:00:00Z,line,1,2,,pay
acme/none,2026-03-03T00:00:00Z,line,1,2,,
`
	u := NewUnits(nil, read(t, "services", "service_id,repo\nshop,acme/shop\n"), read(t, "ownership", "entity_type,entity_id,team_id,valid_from\nservice,shop,red,2025-01-01T00:00:00Z\nservice,pay,blue,2025-01-01T00:00:00Z\n"))
	table, coverage := NewCoverageMeasurements(read(t, "coverage", csv), u, rules)
	c := table.Chunks[0]
	if got := c.Values[table.Index("on_main")].Bytes; !slices.Equal(got, []uint8{event.FlagTrue, event.FlagFalse, event.FlagTrue, event.FlagTrue}) {
		t.Errorf("on_main %v", got)
	}
	var teams []string
	for i, o := range c.Owner {
		team := ""
		if n := u.cells[u.At(o, c.Values[table.Index("measured_at")].Times[i])].team; n >= 0 {
			team = u.Teams[n].ID
		}
		teams = append(teams, team)
	}
	if !slices.Equal(teams, []string{"red", "red", "blue", ""}) {
		t.Errorf("owners %v: the service on the row wins, then the repository's", teams)
	}
	if coverage[0].Rows != 4 || coverage[0].Linked != 3 {
		t.Errorf("coverage %+v", coverage[0])
	}
	table, _ = NewCoverageMeasurements(read(t, "coverage", "repo,measured_at,metric,covered,total\na,2026-03-01T00:00:00Z,line,1,2\n"), u, rules)
	if k := table.Index("on_main"); k < 0 || table.Chunks[0].Values[k].Bytes[0] != event.FlagTrue {
		t.Error("an export without branches measures the main branch")
	}
	if table, coverage = NewCoverageMeasurements(nil, u, rules); table.Len() != 0 || coverage != nil {
		t.Error("no file, no measurements")
	}
}
