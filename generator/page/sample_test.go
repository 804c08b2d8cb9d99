package page

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// definition is a definition as an author writes it.
func definition(t testing.TB, id, title, domain, counter, levels, measure string) *metric.Definition {
	t.Helper()
	text := fmt.Sprintf(`+++
id = %q
title = %q
domain = %q
version = "1.0.0"
status = "active"
owner = "Platform engineering"
reviewed = 2026-01-15
next_review = 2027-01-15
synonyms = ["%s, also"]
decided_by = "the team"
cadence = "monthly"
question = "What does %s say?"
decision = "Which batch to make smaller"
counter = [%q]
stage = 2
people = false
good = "neither"
%s
[measure]
%s
+++
## How it can be gamed

By splitting. See [the other](%s.md#levels) and <team>.
%s`, id, title, domain, title, title, counter, levels, measure, counter, everySection())
	d, err := metric.ParseDefinition("content/metrics/"+id+".md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// everySection is the sections that every definition must have.
func everySection() string {
	var b strings.Builder
	for _, name := range metric.Sections {
		fmt.Fprintf(&b, "\n## %s\n\nA sentence.\n", name)
	}
	return b.String()
}

func definitions(t testing.TB) []*metric.Definition {
	const everywhere = "[levels]\nteam = \"pooled\"\nservice = \"pooled\"\nportfolio = \"counted\""
	const local = "[levels]\nteam = \"pooled\"\nservice = \"none\"\nportfolio = \"none\"\n" +
		"[reasons]\nservice = \"It belongs to a team.\"\nportfolio = \"Summed over teams it informs no decision.\""
	return []*metric.Definition{
		definition(t, "share-failed", "Share failed", "quality", "rate-deployed", everywhere,
			"kind = \"share\"\nof = \"deployment\"\nat = \"finished_at\"\n[measure.part]\nis_hotfix = true"),
		definition(t, "rate-deployed", "Rate deployed", "flow", "share-failed", everywhere,
			"kind = \"rate\"\nof = \"deployment\"\nat = \"finished_at\"\nper = \"week\""),
		definition(t, "time-deploying", "Time deploying", "flow", "share-failed", local,
			"kind = \"duration\"\nof = \"deployment\"\nfrom = \"started_at\"\nto = \"finished_at\"\nshow = [\"p50\", \"p85\"]\nopen = \"counted\""),
	}
}

// hostile is what the names and ids of teams and services may be.
var hostile = []string{
	"payments", "Payments", "</script><script>alert(1)</script>", `" onmouseover="alert(1)`, "../../etc/passwd",
	"\u202egnissap\u202c", "שירות", "con", "{{.Title}}", "javascript:alert(1)",
}

// events are fourteen months of deployments of hostile services, one service a team.
func events(services []string) fstest.MapFS {
	var deployments, owners, names strings.Builder
	deployments.WriteString("deployment_id,service_id,environment,outcome,kind,started_at,finished_at,is_hotfix\n")
	owners.WriteString("entity_type,entity_id,team_id,valid_from\n")
	names.WriteString("service_id,name\n")
	for s, name := range services {
		quoted := `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
		fmt.Fprintf(&owners, "service,%s,%s,2024-01-01T00:00:00Z\n", quoted, quoted)
		fmt.Fprintf(&names, "%s,%s\n", quoted, quoted)
		for i := range 14 * (24 + s) {
			at := time.Date(2025, 1, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(i*24*424/(14*(24+s))) * time.Hour)
			took := time.Duration(5+i%7*(1+i%3)) * time.Minute
			fmt.Fprintf(&deployments, "d%d-%d,%s,production,success,deployed,%s,%s,%t\n", s, i, quoted,
				at.Format(time.RFC3339), at.Add(took).Format(time.RFC3339), i%9 == 0)
		}
	}
	return fstest.MapFS{
		"deployments.csv": {Data: []byte(deployments.String())},
		"ownership.csv":   {Data: []byte(owners.String())},
		"services.csv":    {Data: []byte(names.String())},
	}
}

// sample is a site computed from events, as generator makes one.
func sample(t testing.TB, ids []string) *Site {
	t.Helper()
	return annotated(t, ids, nil)
}

// annotations are rows of "at,scope,scope_id,text,rebase" as people record them.
func annotations(t testing.TB, rows ...string) *fact.Annotations {
	t.Helper()
	table, _ := event.TableNamed("annotations")
	files := fstest.MapFS{"a.csv": {Data: []byte("at,scope,scope_id,text,rebase\n" + strings.Join(rows, "\n") + "\n")}}
	read, err := event.Read(context.Background(), files, table, []event.Source{{Table: "annotations", Files: []string{"a.csv"}}}, fact.Needs["annotations"], event.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return fact.NewAnnotations(read.Rows)
}

// annotated is the sample with what people recorded.
func annotated(t testing.TB, ids []string, annotations *fact.Annotations) *Site {
	t.Helper()
	return measured(t, ids, annotations, definitions(t))
}

// measured is the sample with other metrics.
func measured(t testing.TB, ids []string, annotations *fact.Annotations, definitions []*metric.Definition) *Site {
	t.Helper()
	files := events(ids)
	asOf := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	first, last := period.MonthOf(2025, 1), period.MonthOf(2026, 3)
	site := &Site{Name: "Soundings", AsOf: asOf, Latest: last - 1, Definitions: definitions}
	need := map[string][]string{"ownership": fact.Needs["ownership"], "services": fact.Needs["services"],
		"deployments": append([]string{"started_at", "is_hotfix"}, fact.Needs["deployments"]...)}
	rows := map[string]*event.Rows{}
	for name := range need {
		table, _ := event.TableNamed(name)
		source := event.Source{Table: name, Pattern: name + ".csv", Files: []string{name + ".csv"}}
		result, err := event.Read(context.Background(), files, table, []event.Source{source}, need[name], event.Options{KeepKeys: true})
		if err != nil {
			t.Fatal(err)
		}
		rows[name] = result.Rows
		site.Accounts = append(site.Accounts, result.Rows.Files...)
	}
	units := fact.NewUnits(nil, rows["services"], rows["ownership"])
	deployments := fact.NewDeployments(rows["deployments"], units, fact.Rules{ProductionEnvironments: []string{"production"}})
	calendar := period.NewCalendar(time.UTC, first, last)
	frame := metric.Frame{Calendar: calendar, Weeks: period.NewWeeks(calendar), AsOf: period.Seconds(asOf.Unix()), People: 5, Units: 5, Workers: 1, Annotations: annotations}
	var measured []*metric.Measured
	for _, d := range site.Definitions {
		measured = append(measured, metric.Compute(d, deployments.Table, units, frame))
	}
	for m := first; m <= last; m++ {
		site.Months = append(site.Months, m)
	}
	notes := fact.NewNotebook(units, annotations, calendar.Start(0), frame.AsOf)
	site.Teams = subjects(measured, units.TeamSets())
	for i, set := range units.TeamSets() {
		site.Teams[i].Notes = fact.Notes(notes, set)
	}
	site.Services = subjects(measured, units.ServiceSets())
	metric.Look(measured, units.Portfolio())
	site.Portfolio = subjects(measured, []fact.Set[level.Portfolio]{units.Portfolio()})[0]
	site.Portfolio.Notes = fact.Notes(notes, units.Portfolio())
	site.Coverage = deployments.Coverage
	site.Unowned = []fact.Count{{What: "</td>legacy", Rows: 1}}
	return site
}

func subjects[L level.Level](measured []*metric.Measured, sets []fact.Set[L]) []Subject[L] {
	var list []Subject[L]
	for _, set := range sets {
		s := Subject[L]{Subject: set.Subject()}
		for _, m := range measured {
			s.Series = append(s.Series, metric.Evaluate(m, set))
		}
		list = append(list, s)
	}
	return list
}

// render gives the site's files by path.
func render(t testing.TB, site *Site, workers int) map[string]string {
	t.Helper()
	var mu sync.Mutex
	files := map[string]string{}
	err := Render(context.Background(), os.DirFS("../../templates"), site, workers, func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if _, twice := files[path]; twice {
			return fmt.Errorf("written twice")
		}
		files[path] = string(bytes.Clone(data))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
