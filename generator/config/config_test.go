package config

import (
	"errors"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"leadline/generator/diag"
	"leadline/generator/period"
)

const least = `
[site]
name = "Harbour"
[[source]]
table = "deployments"
files = "d-*.csv"
`

// parseError gives the messages without the file's name, one a line.
func parseError(t *testing.T, data string) string {
	t.Helper()
	site, err := Parse("site.toml", []byte(data))
	if err == nil {
		return ""
	}
	if site != nil {
		t.Error("an error came with a site")
	}
	var problems diag.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("%T is not diag.Problems", err)
	}
	return strings.ReplaceAll(err.Error(), "site.toml:", "")
}

func TestDefaults(t *testing.T) {
	site, err := Parse("site.toml", []byte(least))
	if err != nil {
		t.Fatal(err)
	}
	source := site.Sources[0]
	if want := (diag.Position{File: "site.toml", Line: 4, Column: 3}); source.Declared != want {
		t.Errorf("Declared = %v, want %v", source.Declared, want)
	}
	site.index, site.Sources = nil, nil
	want := &Site{Name: "Harbour", Zone: time.UTC, HistoryMonths: 36, PageMonths: 13, ProductionEnvironments: []string{"production"},
		IncidentWindow: 72 * time.Hour, MainBranches: []string{"main", "master"}, DefectTypes: []string{"defect", "bug"},
		Visibility: Public, Groups: Groups{5, 10, 5}, Playbook: Playbook{Stage: 7}, CloseLagDays: 5, DueDays: 5}
	if !reflect.DeepEqual(site, want) {
		t.Errorf("got  %+v\nwant %+v", site, want)
	}
	source.index, source.Declared = nil, diag.Position{}
	if want := (Source{Table: "deployments", Files: "d-*.csv", Encoding: "utf-8", TimeFormat: "rfc3339", MaxRejected: 0.01}); !reflect.DeepEqual(source, want) {
		t.Errorf("got  %+v\nwant %+v", source, want)
	}
}

func TestEveryKey(t *testing.T) {
	data, err := os.ReadFile("testdata/full.toml")
	if err != nil {
		t.Fatal(err)
	}
	site, err := Parse("site.toml", data)
	if err != nil {
		t.Fatal(err)
	}
	london, _ := time.LoadLocation("Europe/London")
	if want := time.Date(2026, 11, 1, 0, 0, 0, 0, london); !site.AsOf.Equal(want) {
		t.Errorf("AsOf = %v, want %v", site.AsOf, want)
	}
	sources := site.Sources
	second := sources[1]
	for path, want := range map[string]diag.Position{
		"table":           {File: "site.toml", Line: 29, Column: 1},
		"columns.team_id": {File: "site.toml", Line: 39, Column: 1},
		"columns.nothing": {File: "site.toml", Line: 38, Column: 9},
		"nothing":         {File: "site.toml", Line: 28, Column: 3},
		"values.outcome":  {File: "site.toml", Line: 41, Column: 16},
	} {
		var keys []any
		for part := range strings.SplitSeq(path, ".") {
			keys = append(keys, part)
		}
		if got := second.Position(keys...); got != want {
			t.Errorf("Position(%s) = %v, want %v", path, got, want)
		}
	}
	if got := site.Position("groups", "people").Line; got != 16 {
		t.Errorf("groups.people is on line %d, want 16", got)
	}
	site.index, site.Sources, site.AsOf = nil, nil, time.Time{}
	want := &Site{Name: "Harbour: “deliveries”", BaseURL: "https://reports.example.org/harbour/", Zone: london, HistoryMonths: 24, PageMonths: 13, ProductionEnvironments: []string{"prod", "live"},
		IncidentWindow: 48 * time.Hour, MainBranches: []string{"trunk"}, DefectTypes: []string{"fault"},
		Visibility: Internal, Groups: Groups{6, 12, 7},
		Playbook: Playbook{5, map[string]int{"sprout": 2, "A team, with a name": 0}}, Canaries: Canaries{[]string{"Ada Example"}, "people.txt", []string{"team@example.org"}}, CloseLagDays: 9, DueDays: 10,
		Corrections: []Correction{{"change-lead-time", period.MonthOf(2026, 3), period.MonthOf(2026, 4), "Clocks of the build servers were an hour off."}}, Overlay: Overlay{"our/content", "our/templates", "our/assets"}}
	if !reflect.DeepEqual(site, want) {
		t.Errorf("got  %+v\nwant %+v", site, want)
	}
	second.index, second.Declared, second.n = nil, diag.Position{}, 0
	wantSource := Source{Table: "deployments", Files: "exports/d.txt", Format: "csv", Delimiter: ';', Encoding: "windows-1252", Zone: london,
		TimeFormat: "02/01/2006 15:04", MaxRejected: 0.05, Columns: map[string]string{"team_id": "Squad", "service_id": "App Name"},
		Values:    map[string]map[string]string{"outcome": {"OK": "success", "0": "failure"}},
		Constants: map[string]string{"environment": "production", "is_hotfix": "false"}}
	if !reflect.DeepEqual(second, wantSource) {
		t.Errorf("got  %+v\nwant %+v", second, wantSource)
	}
}

func TestAsOf(t *testing.T) {
	for text, want := range map[string]string{
		`2026-11-01`:                "2026-11-01T00:00:00-04:00",
		`"2026-11-01"`:              "2026-11-01T00:00:00-04:00",
		`2026-11-01T06:00:00Z`:      "2026-11-01T06:00:00Z",
		`2026-11-01T06:00:00+02:00`: "2026-11-01T06:00:00+02:00",
	} {
		site, err := Parse("site.toml", []byte(strings.Replace(least, `"Harbour"`, "\"H\"\ntimezone=\"America/New_York\"\nas_of = "+text, 1)))
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := site.AsOf.Format(time.RFC3339); got != want {
			t.Errorf("%s = %s, want %s", text, got, want)
		}
	}
	site, err := Parse("site.toml", []byte(strings.Replace(least, `"Harbour"`, "\"H\"\ntimezone=\"America/Santiago\"\nas_of = 2026-09-06", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if got := site.AsOf.Format(time.RFC3339); got != "2026-09-06T01:00:00-03:00" { // clocks skip midnight
		t.Errorf("the day begins at %s", got)
	}
}

// Pages are for months that the history has.
func TestPageMonths(t *testing.T) {
	for text, want := range map[string]string{
		"history_months = 6": "6", "page_months = 3": "3", "": "13",
		"history_months = 6\npage_months = 7": "site.toml:5:1: site.page_months is 7; expected 1 to 6",
		"page_months = 0":                     "site.toml:4:1: site.page_months is 0; expected 1 to 36",
	} {
		site, err := Parse("site.toml", []byte("[site]\nname = \"x\"\ntimezone = \"UTC\"\n"+text+"\n[[source]]\ntable = \"teams\"\nfiles = \"t.csv\"\n"))
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = strconv.Itoa(site.PageMonths)
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

// Everything is shown unless the site says otherwise.
func TestPlaybook(t *testing.T) {
	for text, want := range map[string]int{"": 7, "[playbook]\nstage = 3": 3, "[playbook.teams]\nred = 0": 0, "[playbook]\nstage = 4\n[playbook.teams]\nblue = 2": 4} {
		site, err := Parse("site.toml", []byte(least+"\n"+text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if got := site.Playbook.Of("red"); got != want {
			t.Errorf("%q: red is at stage %d, want %d", text, got, want)
		}
	}
}

// The table of BOD 26-04 as CERT/CC writes it for SSVC, row by row.
func TestPolicyDecides(t *testing.T) {
	site, err := Parse("site.toml", []byte(siteBelow+`
[[policy]]
name = "later"
source = "our own"
from = 2027-01-01
[[policy.rule]]
days = 30
[[policy]]
name = "BOD 26-04"
source = "SSVC decision table 1.0.0"
from = 2026-06-10
assume = { exposed = true, impact = "partial" }
[[policy.rule]]
when = { kev = true, exposed = true, automatable = true }
days = 3
[[policy.rule]]
when = { kev = true, exposed = true, impact = "total" }
days = 3
[[policy.rule]]
when = { kev = true, automatable = true, impact = "total" }
days = 3
[[policy.rule]]
when = { exposed = true, automatable = true, impact = "total" }
days = 3
[[policy.rule]]
when = { kev = true }
days = 14
[[policy.rule]]
when = { exposed = true, automatable = true }
days = 14
[[policy.rule]]
when = { exposed = true, impact = "total" }
days = 14
[[policy.rule]]
when = { exposed = true }
days = 60
[[policy.rule]]
when = { automatable = true }
days = 60
[[policy.rule]]
at_next_upgrade = true
`))
	if err != nil {
		t.Fatal(err)
	}
	p := site.Policies[0]
	if p.Name != "BOD 26-04" || site.Policies[1].Name != "later" || !p.From.Equal(time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("policies %+v", site.Policies)
	}
	if a := p.Assume; a.KEV != nil || a.Automatable != nil || a.Exposed == nil || !*a.Exposed || a.Total == nil || *a.Total {
		t.Errorf("assumes %+v", a)
	}
	// In KEV, public, automatable, impact total (y, n, or - for either): days.
	rows := map[string]int{"nnn-": 0, "nynn": 60, "nny-": 60, "nyyn": 14, "nyny": 14, "ynn-": 14, "yynn": 14, "ynyn": 14, "yyyn": 3, "nyyy": 3, "yyny": 3, "ynyy": 3, "yyyy": 3}
	decided := 0
	for bits := range 16 {
		f := [4]bool{bits&8 != 0, bits&4 != 0, bits&2 != 0, bits&1 != 0}
		for row, days := range rows {
			match := true
			for i, is := range f {
				match = match && (row[i] == '-' || row[i] == 'y' == is)
			}
			if !match {
				continue
			}
			decided++
			if got := p.Rules[p.Decide("low", f[0], f[1], f[2], f[3])].Days; got != days {
				t.Errorf("%s: %d days, want %d", row, got, days)
			}
		}
	}
	if decided != 16 {
		t.Errorf("the published table decides %d of 16 cases", decided)
	}
}

func TestFreshness(t *testing.T) {
	for text, want := range map[string]Freshness{
		"":                    {},
		`cadence = "daily"`:   {"daily", 48 * time.Hour, 0},
		`cadence = "6h"`:      {"6h", 12 * time.Hour, 0},
		`cadence = "monthly"`: {"monthly", 62 * 24 * time.Hour, 0},
		"cadence = \"weekly\"\nwarn_after = \"8d\"\nfail_after = \"20d\"": {"weekly", 8 * 24 * time.Hour, 20 * 24 * time.Hour},
	} {
		site, err := Parse("site.toml", []byte(sourceBelow+text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := site.Sources[0].Freshness; got != want {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
}
