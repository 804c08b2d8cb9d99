package metric

import (
	"testing"

	"leadline/generator/fact"
	"leadline/generator/period"
)

// pipelineRuns makes runs of team red: outcome, branch, queued, started, finished; times are
// minutes and seconds of one hour in February.
func pipelineRuns(t testing.TB, header string, lines ...string) (*fact.Table, *fact.Units) {
	u := fact.NewUnits(rowsOf(t, "teams", "team_id\nred\n"), nil, rowsOf(t, "ownership", "entity_type,entity_id,team_id,valid_from\nservice,shop,red,2025-01-01T00:00:00Z\n"))
	csv := header + "\n"
	for i, line := range lines {
		csv += string(rune('a'+i)) + ",1,build,shop,shop," + line + "\n"
	}
	table, _ := fact.NewPipelineRuns(rowsOf(t, "pipeline_runs", csv), u, fact.Rules{MainBranches: []string{"main"}})
	return table, u
}

func minute(text string) string {
	if text == "" {
		return ""
	}
	return "2026-02-10T10:" + text + "Z"
}

func timed(queued, started, finished string) string {
	return "success," + minute(queued) + "," + minute(started) + "," + minute(finished)
}

const timedHeader = "run_id,attempt,pipeline,repo,service_id,outcome,queued_at,started_at,finished_at"

func untilDuration() *Duration {
	return &Duration{Common: Common{KindName: "duration", Of: fact.PipelineRun}, From: "queued_at", Until: "started_at", To: "finished_at", Show: []string{"p50"}, Open: "left out"}
}

func TestUntil(t *testing.T) {
	table, u := pipelineRuns(t, timedHeader,
		timed("00:00", "00:10", "05:00"), timed("00:00", "00:20", "06:00"), timed("00:00", "00:30", "07:00"), timed("00:00", "01:00", "08:00"), timed("00:00", "00:00", "09:00"),
		timed("00:00", "", "10:00"),      // did not say when it started
		timed("05:00", "04:00", "11:00"), // started before it was queued
		timed("00:00", "13:00", "12:00"), // started after it finished
		timed("", "00:10", "13:00"))
	r, _ := evaluateTeam(t, definition(untilDuration(), false), table, u).At(period.MonthOf(2026, 2))
	var part, whole Figure
	for _, f := range r.Figures() {
		switch {
		case f.Stat == "p50" && f.Category == "until_started_at":
			part = f
		case f.Stat == "p50":
			whole = f
		}
	}
	if part.Value != 20 || part.N != 5 {
		t.Errorf("part %+v: expected the middle of 0, 10, 20, 30, 60", part)
	}
	if whole.N != 8 || r.Figure("p50").Value != whole.Value {
		t.Errorf("whole %+v", whole)
	}
}

// Without the instant the whole stands, and its part says which column is missing.
func TestUntilWithoutColumn(t *testing.T) {
	var lines []string
	for range 5 {
		lines = append(lines, "success,"+minute("00:00")+","+minute("05:00"))
	}
	table, u := pipelineRuns(t, "run_id,attempt,pipeline,repo,service_id,outcome,queued_at,finished_at", lines...)
	r, _ := evaluateTeam(t, definition(untilDuration(), false), table, u).At(period.MonthOf(2026, 2))
	figures := r.Figures()
	if figures[0].Value != 300 || figures[1].Category != "until_started_at" || figures[1].Absence != NoData ||
		figures[1].Reason != "no file has the column started_at of pipeline runs; export it to have this figure" {
		t.Errorf("%+v", figures)
	}
}

func TestLeftOut(t *testing.T) {
	s := &Share{Common: Common{KindName: "share", Of: fact.PipelineRun, Where: map[string]any{"on_main": true, "outcome": []any{"success", "failure"}}},
		At: "finished_at", Part: map[string]any{"outcome": "success"}, LeftOut: map[string]any{"outcome": []any{"skip", "cancel"}}}
	run := func(outcome, branch, finished string) string { return outcome + "," + branch + "," + finished }
	table, u := pipelineRuns(t, "run_id,attempt,pipeline,repo,service_id,outcome,branch,finished_at",
		run("success", "main", "2026-02-01T10:00:00Z"), run("failure", "main", "2026-02-02T10:00:00Z"), run("cancel", "main", "2026-02-03T10:00:00Z"),
		run("cancel", "tidy", "2026-02-03T10:00:00Z"), run("skip", "tidy", "2026-02-03T10:00:00Z"), run("cancel", "main", "2026-03-03T10:00:00Z"), run("skip", "main", "2026-03-03T10:00:00Z"))
	series := evaluateTeam(t, definition(s, false), table, u)
	feb, _ := series.At(period.MonthOf(2026, 2))
	if got, want := shape(feb.Figures()), "share = 1 of 2\nleft_out cancel = 1\nleft_out skip = 0"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	mar, _ := series.At(period.MonthOf(2026, 3))
	if got, want := shape(mar.Figures()), "share = too few to say\nleft_out cancel = 1\nleft_out skip = 1"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A month with runs and without a failure has nothing to take a share of; that is another
// thing than a month without runs.
func TestShareOfNoneThatCount(t *testing.T) {
	s := &Share{Common: Common{KindName: "share", Of: fact.PipelineRun, Where: map[string]any{"outcome": "failure"}}, At: "finished_at", Part: map[string]any{"on_main": true}}
	table, u := pipelineRuns(t, "run_id,attempt,pipeline,repo,service_id,outcome,branch,finished_at", "success,main,2026-02-01T10:00:00Z")
	series := evaluateTeam(t, definition(s, false), table, u)
	for month, want := range map[int]Absence{1: NoData, 2: TooFew, 3: NoData} {
		if r, _ := series.At(period.MonthOf(2026, 1) + period.Month(month-1)); r.Figure("share").Absence != want {
			t.Errorf("month %d: %+v", month, r.Figure("share"))
		}
	}
}

// The rest is of the same rows: what is left out of the first part is left out of it too.
func TestUntilRest(t *testing.T) {
	table, u := pipelineRuns(t, timedHeader,
		timed("00:00", "00:10", "05:00"), timed("00:00", "00:20", "06:00"), timed("00:00", "00:30", "07:00"), timed("00:00", "01:00", "08:00"), timed("00:00", "00:00", "09:00"),
		timed("00:00", "", "10:00"))
	d := untilDuration()
	d.Rest = true
	r, _ := evaluateTeam(t, definition(d, false), table, u).At(period.MonthOf(2026, 2))
	for _, f := range r.Figures() {
		if f.Stat == "p50" && f.Category == "from_started_at" {
			if f.Value != 390 || f.N != 5 {
				t.Errorf("rest %+v: expected the middle of 290, 340, 390, 420, 540", f)
			}
			return
		}
	}
	t.Error("there is no rest")
}
