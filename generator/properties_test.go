package generator

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/content"
	"leadline/generator/config"
	"leadline/generator/level"
	"leadline/generator/metric"

	"pgregory.net/rapid"
)

// world is a small organisation as event files: a header and rows a table.
type world map[string][]string

var headers = map[string]string{
	"teams": "team_id,headcount", "services": "service_id,repo", "ownership": "entity_type,entity_id,team_id,valid_from,valid_to",
	"deployments":        "deployment_id,service_id,environment,finished_at,outcome,kind,is_hotfix,sha",
	"changes":            "repo,change_id,state,merged_at,opened_at,first_commit_at,author_id,is_bot",
	"deployment_changes": "deployment_id,repo,change_id",
	"change_reviews":     "repo,change_id,review_id,submitted_at,state,is_bot",
	"incidents":          "incident_id,service_id,started_at,resolved_at,caused_by_deployment_id,resolved_by_deployment_id,cause,detected_by",
	"work_items":         "item_id,type,created_at,started_at,closed_at,team_id,found_in",
	"pipeline_runs":      "run_id,attempt,pipeline,repo,outcome,finished_at,queued_at,started_at,branch,sha",
}

var worldStart = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// drawWorld makes up two teams with two services each and a few hundred events.
func drawWorld(t *rapid.T) world {
	w := world{"teams": {"red,6", "blue,7"}}
	drawDelivery(t, w)
	drawSecurity(t, w)
	drawEnablement(t, w)
	return w
}

func drawDelivery(t *rapid.T, w world) {
	when := func(label string) time.Time { return drawTime(t, label) }
	after := func(at time.Time, label string) string { return drawAfter(t, at, label) }
	for i, team := range []string{"red", "red", "blue", "blue"} {
		w["services"] = append(w["services"], fmt.Sprintf("s%d,r%d", i, i))
		w["ownership"] = append(w["ownership"], fmt.Sprintf("service,s%d,%s,2025-01-01T00:00:00Z,", i, team))
	}
	for i := range rapid.IntRange(5, 40).Draw(t, "deployments") {
		w["deployments"] = append(w["deployments"], fmt.Sprintf("d%d,s%d,%s,%s,%s,%s,%t,c%d", i, rapid.IntRange(0, 3).Draw(t, "service"),
			rapid.SampledFrom([]string{"production", "production", "staging"}).Draw(t, "environment"), text(when("finish")),
			rapid.SampledFrom([]string{"success", "success", "failure"}).Draw(t, "outcome"), rapid.SampledFrom([]string{"deployed", "", "rolledback"}).Draw(t, "kind"),
			rapid.IntRange(0, 4).Draw(t, "hotfix") == 0, rapid.IntRange(0, 9).Draw(t, "commit")))
	}
	for i := range rapid.IntRange(5, 60).Draw(t, "changes") {
		opened := when("opened")
		repo := rapid.IntRange(0, 3).Draw(t, "repo")
		w["changes"] = append(w["changes"], fmt.Sprintf("r%d,%d,merged,%s,%s,%s,p%d,%t", repo, i, text(opened.Add(time.Hour)), text(opened), text(opened.Add(-time.Hour)),
			rapid.IntRange(0, 6).Draw(t, "author"), rapid.IntRange(0, 5).Draw(t, "bot") == 0))
		w["deployment_changes"] = append(w["deployment_changes"], fmt.Sprintf("d%d,r%d,%d", rapid.IntRange(0, 39).Draw(t, "deployment"), repo, i))
		w["change_reviews"] = append(w["change_reviews"], fmt.Sprintf("r%d,%d,v%d,%s,approved,false", repo, i, i, text(opened.Add(time.Duration(rapid.IntRange(-60, 9000).Draw(t, "review"))*time.Minute))))
	}
	for i := range rapid.IntRange(0, 10).Draw(t, "incidents") {
		start := when("start")
		w["incidents"] = append(w["incidents"], fmt.Sprintf("i%d,s%d,%s,%s,%s,%s,%s,%s", i, rapid.IntRange(0, 3).Draw(t, "service"), text(start), after(start, "resolved"),
			rapid.SampledFrom([]string{"", "d1", "d2", "nowhere"}).Draw(t, "caused by"), rapid.SampledFrom([]string{"", "d3", "d4"}).Draw(t, "resolved by"),
			rapid.SampledFrom([]string{"", "config", "code"}).Draw(t, "cause"), rapid.SampledFrom([]string{"", "monitor", "customer"}).Draw(t, "detected by")))
	}
	for i := range rapid.IntRange(5, 60).Draw(t, "items") {
		start := when("started")
		w["work_items"] = append(w["work_items"], fmt.Sprintf("w%d,%s,%s,%s,%s,%s,%s", i, rapid.SampledFrom([]string{"story", "bug"}).Draw(t, "type"), text(start.Add(-time.Hour)), text(start), after(start, "closed"),
			rapid.SampledFrom([]string{"red", "blue"}).Draw(t, "team"), rapid.SampledFrom([]string{"", "production", "test"}).Draw(t, "found in")))
	}
	for i := range rapid.IntRange(5, 60).Draw(t, "runs") {
		end := when("run")
		w["pipeline_runs"] = append(w["pipeline_runs"], fmt.Sprintf("b%d,%d,build,r%d,%s,%s,%s,%s,%s,c%d", i, rapid.IntRange(1, 2).Draw(t, "attempt"), rapid.IntRange(0, 3).Draw(t, "repo"),
			rapid.SampledFrom([]string{"success", "failure", "cancel"}).Draw(t, "outcome"), text(end), text(end.Add(-10*time.Minute)), text(end.Add(-8*time.Minute)),
			rapid.SampledFrom([]string{"main", "topic"}).Draw(t, "branch"), rapid.IntRange(0, 9).Draw(t, "commit")))
	}
}

// drawTime is some instant of the world's four months.
func drawTime(t *rapid.T, label string) time.Time {
	return worldStart.Add(time.Duration(rapid.IntRange(0, 120*86400).Draw(t, label)) * time.Second)
}

func text(at time.Time) string { return at.Format(time.RFC3339) }

// drawAfter is an instant that mostly comes after another, or none.
func drawAfter(t *rapid.T, at time.Time, label string) string {
	if rapid.IntRange(0, 4).Draw(t, label+" missing") == 0 {
		return ""
	}
	return text(at.Add(time.Duration(rapid.IntRange(-3600, 20*86400).Draw(t, label)) * time.Second))
}

// clone copies a world so that a test can change it.
func (w world) clone() world {
	out := world{}
	for table, rows := range w {
		out[table] = slices.Clone(rows)
	}
	return out
}

// failer is what figures needs of a test.
type failer interface {
	Helper()
	Fatal(...any)
}

// figures computes every built-in metric of a world.
func (w world) figures(t failer, workers int) *outcome {
	t.Helper()
	files := textFiles{}
	text := "[site]\nname = \"w\"\nas_of = 2026-05-01\nhistory_months = 4\n"
	for _, table := range slices.Sorted(maps.Keys(headers)) {
		files[table+".csv"] = headers[table] + "\n" + strings.Join(w[table], "\n") + "\n"
		text += fmt.Sprintf("[[source]]\ntable = %q\nfiles = %q\n", table, table+".csv")
	}
	c, err := config.Parse("w", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	definitions, err := readDefinitions(content.Files)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{options: Options{Workers: workers, Progress: silent{}}, config: c, asOf: c.AsOf, definitions: definitions, calendar: newCalendar(c.AsOf, c)}
	if s.sources, err = resolveSources(files, c); err != nil {
		t.Fatal(err)
	}
	in := s.input()
	in.files = fs.FS(files)
	out, err := compute(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// tabled is all figures as text, by what they speak of.
func tabled(o *outcome) map[string]string {
	out := map[string]string{}
	for _, r := range o.rows(allMonths) {
		f := r.Figure
		out[fmt.Sprint(r.Level, " ", r.Subject, " ", r.Month, " ", r.Metric, " ", f.Stat, " ", f.Category)] =
			fmt.Sprint(f.Absence.Code(), " ", f.Value, " ", f.Low, " ", f.High, " ", f.N, " ", f.Part, " ", r.State.Code(), " ", f.Reason)
	}
	return out
}

func equalTables(t *rapid.T, what string, want, got map[string]string) {
	t.Helper()
	for key, value := range want {
		if got[key] != value {
			t.Fatalf("%s: %s was %s, is %s", what, key, value, got[key])
		}
	}
	if len(want) != len(got) || len(want) < 100 {
		t.Fatalf("%s: %d figures, then %d", what, len(want), len(got))
	}
}

func TestFiguresDoNotDependOnOrderOrCores(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		want := tabled(w.figures(t, 1))
		other := w.clone()
		for name, rows := range other {
			other[name] = rapid.Permutation(rows).Draw(t, name)
		}
		equalTables(t, "shuffled, three workers", want, tabled(other.figures(t, 3)))
	})
}

func TestDuplicateRowsChangeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		twice := w.clone()
		for name := range twice {
			twice[name] = append(twice[name], w[name]...)
		}
		out := twice.figures(t, 2)
		equalTables(t, "every row twice", tabled(w.figures(t, 1)), tabled(out))
		for _, a := range out.accounts {
			if a.Read != int64(2*len(w[a.Table])) || a.Duplicate != a.Accepted || a.Superseded != 0 {
				t.Fatalf("each row came twice, the account says %+v", a)
			}
		}
	})
}

func TestIrrelevantRowsChangeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		more := w.clone()
		more["deployments"] = append(more["deployments"], "x1,s0,staging,2026-02-01T00:00:00Z,success,deployed,false,", "x2,s0,production,2026-02-01T00:00:00Z,cancel,deployed,false,")
		more["deployment_changes"] = append(more["deployment_changes"], "x1,r0,0", "nowhere,r1,1")
		more["change_reviews"] = append(more["change_reviews"], "r0,0,robot,2026-01-01T00:00:00Z,commented,true")
		equalTables(t, "rows that mean nothing to a metric", tabled(w.figures(t, 1)), tabled(more.figures(t, 1)))
	})
}

// When two teams become one, counts, rates and n add up and shares pool: figures come from
// the events, never from the teams' figures.
func TestMergedTeamsPoolEvents(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		one := w.clone()
		for _, name := range []string{"ownership", "work_items", "environment_requests", "survey_answers"} {
			for i, row := range one[name] {
				one[name][i] = strings.Replace(row, "blue", "red", 1)
			}
		}
		apart, together := w.figures(t, 1), one.figures(t, 1)
		red, blue, both := teamNamed(apart, "red"), teamNamed(apart, "blue"), teamNamed(together, "red")
		for i, s := range both {
			for m, r := range s.Results() {
				for _, f := range r.Figures() {
					mergedFigure(t, s.Definition().ID, f, sameFigure(red[i].Results()[m], f), sameFigure(blue[i].Results()[m], f))
				}
			}
		}
	})
}

func teamNamed(o *outcome, id string) []metric.Series[level.Team] {
	for _, series := range o.teams {
		if series[0].Subject().ID == id {
			return series
		}
	}
	panic("no team " + id)
}

// sameFigure is the figure of another subject that speaks of the same; one that it lacks is
// not present.
func sameFigure(r metric.Result[level.Team], like metric.Figure) metric.Figure {
	for _, f := range r.Figures() {
		if f.Stat == like.Stat && f.Category == like.Category {
			return f
		}
	}
	return metric.Figure{Absence: metric.NoData}
}

func mergedFigure(t *rapid.T, id string, both, red, blue metric.Figure) {
	if both.Absence != metric.Present || red.Absence != metric.Present || blue.Absence != metric.Present {
		return
	}
	switch both.Stat {
	case "events", "open", "negative", "left_out", "cost":
		if both.Value != red.Value+blue.Value {
			t.Fatalf("%s %s: %g and %g became %g", id, both.Stat, red.Value, blue.Value, both.Value)
		}
	case "mean", "rate":
		if math.Abs(both.Value-red.Value-blue.Value) > 1e-9*both.Value {
			t.Fatalf("%s %s: %g and %g became %g", id, both.Stat, red.Value, blue.Value, both.Value)
		}
	case "share":
		if both.Part != red.Part+blue.Part || both.N != red.N+blue.N {
			t.Fatalf("%s: %s and %s became %s", id, red.Text(), blue.Text(), both.Text())
		}
	case "p50":
		if both.N != red.N+blue.N {
			t.Fatalf("%s: n %d and %d became %d", id, red.N, blue.N, both.N)
		}
	}
}
