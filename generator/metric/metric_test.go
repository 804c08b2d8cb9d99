package metric

import (
	"context"
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// frame covers January to April 2026; April is running and known up to the 15th.
func frame() Frame {
	c := period.NewCalendar(time.UTC, period.MonthOf(2026, 1), period.MonthOf(2026, 4))
	return Frame{Calendar: c, Weeks: period.NewWeeks(c), AsOf: seconds("2026-04-15T00:00:00Z"), People: 5, Units: 5, Workers: 2}
}

func seconds(text string) period.Seconds {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return period.Seconds(t.Unix())
}

func rowsOf(t testing.TB, table, csv string) *event.Rows {
	t.Helper()
	schema, _ := event.TableNamed(table)
	var all []string
	for _, c := range schema.Columns {
		all = append(all, c.Name)
	}
	result, err := event.Read(context.Background(), fstest.MapFS{"x.csv": {Data: []byte(strings.TrimLeft(csv, "\n"))}}, schema,
		[]event.Source{{Table: table, Files: []string{"x.csv"}, Format: "csv"}}, all, event.Options{KeepKeys: true})
	if err != nil {
		t.Fatal(err)
	}
	return result.Rows
}

// items makes work items of team red: started and closed, empty for not yet.
func items(t testing.TB, teams string, lines ...string) (*fact.Table, *fact.Units) {
	u := fact.NewUnits(rowsOf(t, "teams", teams), nil, nil)
	csv := "item_id,type,created_at,started_at,closed_at,team_id,priority\n" + strings.Join(lines, "\n") + "\n"
	table, _ := fact.NewWorkItems(rowsOf(t, "work_items", csv), fact.Moments{}, u, fact.Rules{})
	return table, u
}

func definition(m Measure, people bool) *Definition {
	return &Definition{ID: "test", Measure: m, People: people, Reasons: map[level.Name]string{level.ServiceName: "work items belong to teams"},
		Policies: map[level.Name]Policy{level.TeamName: Pooled, level.PortfolioName: Counted}}
}

func evaluateTeam(t testing.TB, d *Definition, table *fact.Table, u *fact.Units) Series[level.Team] {
	return Evaluate(Compute(d, table, u, frame()), u.TeamSets()[0])
}

const sixPeople = "team_id,headcount\nred,6\n"

func duration() *Duration {
	return &Duration{Common: Common{KindName: "duration", Of: fact.WorkItem}, From: "started_at", To: "closed_at", Show: []string{"p50", "p85"}, Open: "counted"}
}

func item(id, started, closed string) string {
	day := func(d string) string {
		if d == "" {
			return ""
		}
		return "2026-" + d + "T00:00:00Z"
	}
	return strings.Join([]string{id, "story", "2025-12-01T00:00:00Z", day(started), day(closed), "red", "high"}, ",")
}

func TestDurationFigures(t *testing.T) {
	table, u := items(t, sixPeople,
		item("1", "02-01", "02-02"), item("2", "02-01", "02-03"), item("3", "02-01", "02-04"), item("4", "02-01", "02-05"),
		item("5", "02-01", "02-06"), item("6", "02-01", "02-11"),
		item("negative", "02-20", "02-10"), item("open", "02-01", ""), item("march", "02-01", "03-03"), item("not-started", "", "02-07"))
	s := evaluateTeam(t, definition(duration(), true), table, u)
	feb, _ := s.At(period.MonthOf(2026, 2))
	p50 := feb.Figure("p50")
	if p50.Value != 3.5*86400 || p50.N != 6 || p50.Low != 86400 || p50.High != 10*86400 {
		t.Errorf("p50 %+v", p50)
	}
	if p85 := feb.Figure("p85"); p85.Absence != TooFew || p85.Reason != "6 work items this month; an 85th percentile needs 19" {
		t.Errorf("p85 %+v", p85)
	}
	if open, negative := feb.Figure("open"), feb.Figure("negative"); open.Value != 2 || negative.Value != 1 {
		t.Errorf("open %v, negative %v", open.Value, negative.Value)
	}
	jan, _ := s.At(period.MonthOf(2026, 1))
	if f := jan.Figure("p50"); f.Absence != TooFew || f.N != 0 {
		t.Errorf("a month without finished items but before the last: %+v", f)
	}
	apr, _ := s.At(period.MonthOf(2026, 4))
	if f := apr.Figure("p50"); f.Absence != NoData {
		t.Errorf("nothing is recorded after March: %+v", f)
	}
	if s.Complete() != 3 {
		t.Errorf("%d complete months", s.Complete())
	}
}

func TestFiveAbsencesDiffer(t *testing.T) {
	table, u := items(t, "team_id,headcount\nred,3\n", item("1", "02-01", "02-02"))
	feb := func(d *Definition) Figure {
		r, _ := evaluateTeam(t, d, table, u).At(period.MonthOf(2026, 2))
		return r.Figures()[0]
	}
	withheld := feb(definition(duration(), true))
	if withheld.Absence != Withheld || !math.IsNaN(withheld.Value) || withheld.N != 0 || strings.Contains(withheld.Reason, "3") {
		t.Errorf("three people: %+v", withheld)
	}
	tooFew := feb(definition(duration(), false))
	none := definition(duration(), false)
	none.Policies[level.TeamName], none.Reasons[level.TeamName] = None, "because"
	refused := feb(none)
	lacking := definition(duration(), false)
	lacking.Measure.(*Duration).Where = map[string]any{"found_in": "production"}
	unrecorded := Evaluate(Compute(lacking, &fact.Table{Entity: fact.WorkItem}, u, frame()), u.TeamSets()[0]).Results()[1].Figures()[0]
	stock := &Stock{Common: Common{KindName: "stock", Of: fact.WorkItem}, From: "started_at", To: "closed_at"}
	zero := feb(definition(stock, false))
	texts := map[string]bool{}
	for _, f := range []Figure{withheld, tooFew, refused, unrecorded, zero} {
		texts[f.Text()] = true
	}
	if len(texts) != 5 || zero.Text() != "0" || zero.Absence != Present {
		t.Errorf("the five answers print as %v", texts)
	}
	if refused.Reason != "because" {
		t.Errorf("reason %q", refused.Reason)
	}
}

func TestPeopleUnknownIsWithheld(t *testing.T) {
	table, u := items(t, "team_id\nred\n", item("1", "02-01", "02-02"))
	r, _ := evaluateTeam(t, definition(duration(), true), table, u).At(period.MonthOf(2026, 2))
	if f := r.Figures()[0]; f.Absence != Withheld || !strings.Contains(f.Reason, "headcount") {
		t.Errorf("%+v", f)
	}
}

func TestStockAndAge(t *testing.T) {
	table, u := items(t, sixPeople,
		item("1", "01-16", "02-10"), item("2", "01-16", ""), item("boundary", "01-16", "02-01"), item("later", "03-31", ""))
	stock := &Stock{Common: Common{KindName: "stock", Of: fact.WorkItem}, From: "started_at", To: "closed_at"}
	s := evaluateTeam(t, definition(stock, false), table, u)
	want := []float64{3, 1, 2, 2} // closed on the first instant of February: open when January ended
	for i, r := range s.Results() {
		if r.Figure("open").Value != want[i] {
			t.Errorf("%s: %v open, want %v", r.Month(), r.Figure("open").Value, want[i])
		}
	}
	if mean := s.Results()[0].Figure("mean").Value; math.Abs(mean-3*16/31.0) > 1e-12 {
		t.Errorf("January's mean %v, want 3 items for 16 of 31 days", mean)
	}
	age := &Age{Common: Common{KindName: "age", Of: fact.WorkItem}, From: "started_at", To: "closed_at", Show: []string{"p50"}}
	a := evaluateTeam(t, definition(age, false), table, u)
	if f := a.Results()[0].Figure("p50"); f.Absence != TooFew || f.Reason != "3 open work items at the month's end; a median needs 5" {
		t.Errorf("%+v", f)
	}
}

const deployments = "deployment_id,service_id,environment,finished_at,outcome\n" +
	"1,shop,production,2026-01-05T10:00:00Z,success\n2,shop,production,2026-01-06T10:00:00Z,success\n3,shop,production,2026-03-06T10:00:00Z,success\n" +
	"4,pay,production,2026-04-06T10:00:00Z,success\n"

func TestRateAndShare(t *testing.T) {
	u := fact.NewUnits(nil, nil, nil)
	d := fact.NewDeployments(rowsOf(t, "deployments", deployments), u, fact.Rules{ProductionEnvironments: []string{"production"}})
	rate := definition(&Rate{Common: Common{KindName: "rate", Of: fact.Deployment}, At: "finished_at", Per: "week"}, false)
	rate.Policies[level.ServiceName] = Pooled
	m := Compute(rate, d.Table, u, frame())
	shop, pay := Evaluate(m, u.ServiceSets()[1]), Evaluate(m, u.ServiceSets()[0])
	if f := shop.Results()[0].Figure("rate"); f.N != 2 || math.Abs(f.Value-2/(31/7.0)) > 1e-12 || !f.HasInterval() {
		t.Errorf("January %+v", f)
	}
	if f := shop.Results()[0].Figure("quiet_weeks"); f.Value != 3 || f.N != 4 { // Sundays 4, 11, 18, 25
		t.Errorf("quiet weeks %+v", f)
	}
	if f := shop.Results()[1].Figure("rate"); f.Absence != Present || f.Value != 0 {
		t.Errorf("February without deployments is zero, not absent: %+v", f)
	}
	if f := pay.Results()[1].Figure("rate"); f.Absence != NoData {
		t.Errorf("before its first deployment nothing is recorded: %+v", f)
	}
	share := definition(&Share{Common: Common{KindName: "share", Of: fact.Deployment}, At: "finished_at", Part: map[string]any{"failed": true}}, false)
	share.Policies[level.ServiceName] = Pooled
	s := Evaluate(Compute(share, d.Table, u, frame()), u.ServiceSets()[1])
	if f := s.Results()[0].Figure("share"); f.Text() != "0 of 2" {
		t.Errorf("under ten no percentage: %q", f.Text())
	}
	if f := s.Results()[1].Figure("share"); f.Absence != TooFew {
		t.Errorf("no deployments, no share: %+v", f)
	}
}

func TestCountedNamesNobody(t *testing.T) {
	u := fact.NewUnits(nil, nil, nil)
	d := fact.NewDeployments(rowsOf(t, "deployments", deployments), u, fact.Rules{ProductionEnvironments: []string{"production"}})
	rate := definition(&Rate{Common: Common{KindName: "rate", Of: fact.Deployment}, At: "finished_at", Per: "week"}, false)
	s := Evaluate(Compute(rate, d.Table, u, frame()), u.Portfolio())
	for _, r := range s.Rows() {
		if r.Figure.Absence != Withheld || r.Figure.N != 0 || r.Subject != "" {
			t.Errorf("two services are fewer than five: %+v", r)
		}
	}
	f := frame()
	f.Units = 2
	april := Evaluate(Compute(rate, d.Table, u, f), u.Portfolio()).Results()[3]
	if n := april.Figure("not-judged"); n.Value != 2 || n.N != 2 {
		t.Errorf("%+v", n)
	}
}

// A month is judged only with the others of a year; the limits are XmR on the log scale.
func TestJudge(t *testing.T) {
	months := make([][]Figure, 14)
	for i := range months {
		months[i] = []Figure{number("p50", 0, 1000+float64(i%3)*100, 9)}
	}
	months[13][0].Value = 9000
	states, limits := judgeXmRLog(months, 14)
	if states[13] != UnusualHigh || states[3] != Within || limits.Trial || limits.Months != 14 {
		t.Errorf("%v %+v", states, limits)
	}
	states, limits = judgeXmRLog(months[5:], 9)
	if states[8] != NotJudged || !limits.Trial {
		t.Errorf("nine months are a trial: %v %+v", states, limits)
	}
	if states, limits = judgeXmRLog(months[:5], 5); limits.Known || states[4] != NotJudged {
		t.Errorf("five months have no limits: %+v", limits)
	}
	if states, _ = judgeXmRLog(months, 13); states[13] != NotJudged {
		t.Error("a running month is never judged")
	}
	for i := range months {
		months[i][0].Value = []float64{60, 86400}[i%2]
	}
	if states, limits = judgeXmRLog(months, 14); limits.Known || states[13] != NotJudged {
		t.Errorf("limits that span everything say nothing: %+v", limits)
	}
}
