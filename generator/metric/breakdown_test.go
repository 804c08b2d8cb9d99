package metric

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// causes makes incidents of services of teams red and blue: service, start and cause.
func causes(t testing.TB, lines ...string) (*fact.Table, *fact.Units) {
	u := fact.NewUnits(nil, nil, rowsOf(t, "ownership", "entity_type,entity_id,team_id,valid_from\nservice,shop,red,2025-01-01T00:00:00Z\nservice,pay,blue,2025-01-01T00:00:00Z\n"))
	csv := "incident_id,service_id,started_at,cause,detected_by\n"
	for i, line := range lines {
		csv += fmt.Sprintf("i%d,%s\n", i, line)
	}
	d := fact.NewDeployments(nil, u, fact.Rules{})
	table, _ := fact.NewIncidents(rowsOf(t, "incidents", csv), d, fact.NewChanges(nil, fact.Links{}, fact.Moments{}, d, u), u, fact.Rules{})
	return table, u
}

func breakdown(by ...string) *Breakdown {
	return &Breakdown{Common: Common{KindName: "breakdown", Of: fact.Incident}, At: "started_at", By: by}
}

// pooledEverywhere is a definition that every level may see.
func pooledEverywhere(m Measure) *Definition {
	return &Definition{ID: "test", Measure: m, Policies: map[level.Name]Policy{level.TeamName: Pooled, level.ServiceName: Pooled, level.PortfolioName: Pooled}}
}

func monthOf[L level.Level](s Series[L], month int) Result[L] {
	r, _ := s.At(period.MonthOf(2026, 1) + period.Month(month-1))
	return r
}

// partsOf are the figures of one column, "category: x of n".
func partsOf[L level.Level](r Result[L], stat string) []string {
	var out []string
	for _, f := range r.Figures() {
		if f.Stat == stat {
			out = append(out, fmt.Sprintf("%s: %d of %d", f.Category, f.Part, f.N))
		}
	}
	return out
}

func TestBreakdownFigures(t *testing.T) {
	table, u := causes(t,
		"shop,2026-02-02T10:00:00Z,disk,monitor", "shop,2026-02-03T10:00:00Z,disk,customer", "shop,2026-02-07T10:00:00Z,net,",
		"shop,2026-02-09T10:00:00Z,,monitor", "pay,2026-02-10T10:00:00Z,tls,staff", "pay,2026-03-10T10:00:00Z,disk,staff")
	m := Compute(pooledEverywhere(breakdown("cause", "detected_by", "week_time")), table, u, frame())
	blue, red := Evaluate(m, u.TeamSets()[0]), Evaluate(m, u.TeamSets()[1])
	feb := monthOf(red, 2)
	if f := feb.Figures()[0]; f.Stat != "count" || f.Value != 4 || f.N != 4 || math.Abs(f.Low-1.08987) > 1e-5 || math.Abs(f.High-10.24159) > 1e-5 {
		t.Errorf("count %+v", f) // interval of 4: counts.csv
	}
	for stat, want := range map[string][]string{
		"cause":       {"disk: 2 of 4", "net: 1 of 4", "not recorded: 1 of 4"}, // tls is blue's
		"detected_by": {"monitor: 2 of 4", "customer: 1 of 4", "staff: 0 of 4", "not recorded: 1 of 4"},
		"week_time":   {"working hours: 3 of 4", "weekday evening or night: 0 of 4", "weekend: 1 of 4", "not recorded: 0 of 4"},
	} {
		if got := partsOf(feb, stat); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", stat, got, want)
		}
	}
	if f := feb.Figures()[1]; f.Value != 0.5 || f.Text() != "2 of 4" || math.Abs(f.Low-0.1500) > 1e-4 || math.Abs(f.High-0.8500) > 1e-4 {
		t.Errorf("part %+v", f) // Wilson's interval of 2 in 4
	}
	if got := partsOf(monthOf(Evaluate(m, u.Portfolio()), 2), "cause"); !slices.Equal(got, []string{"disk: 2 of 5", "net: 1 of 5", "tls: 1 of 5", "not recorded: 1 of 5"}) {
		t.Errorf("portfolio %v", got)
	}
	mar := monthOf(red, 3).Figures()
	if mar[0].Absence != Present || mar[0].Value != 0 || len(mar) != 1 {
		t.Errorf("a month without one: %+v", mar) // zero is a value; its parts are not
	}
	if f := monthOf(blue, 1).Figures()[0]; f.Absence != NoData {
		t.Errorf("before blue's first: %+v", f)
	}
	if f := monthOf(red, 4).Figures()[0]; f.Absence != NoData {
		t.Errorf("after the last of all: %+v", f)
	}
}

// A column that no file has is not recorded for anything; the count is known all the same.
func TestBreakdownWithoutAColumn(t *testing.T) {
	u := fact.NewUnits(nil, nil, nil)
	d := fact.NewDeployments(nil, u, fact.Rules{})
	table, _ := fact.NewIncidents(rowsOf(t, "incidents", "incident_id,service_id,started_at\ni,shop,2026-02-02T10:00:00Z\n"), d, fact.NewChanges(nil, fact.Links{}, fact.Moments{}, d, u), u, fact.Rules{})
	r := monthOf(Evaluate(Compute(pooledEverywhere(breakdown("cause", "detected_by", "repeat")), table, u, frame()), u.Portfolio()), 2)
	if r.Figures()[0].Value != 1 || len(r.Figures()) != 4 {
		t.Fatalf("%+v", r.Figures())
	}
	for _, f := range r.Figures()[1:] {
		if f.Category != "not recorded" || f.Part != 1 || f.N != 1 {
			t.Errorf("%+v", f)
		}
	}
}

func TestBreakdownHeadline(t *testing.T) {
	u := fact.NewUnits(rowsOf(t, "teams", sixPeople), nil, nil)
	table, _ := fact.NewWorkItems(rowsOf(t, "work_items", `
item_id,type,created_at,team_id,found_in
1,bug,2026-02-01T10:00:00Z,red,production
2,bug,2026-02-02T10:00:00Z,red,test
3,bug,2026-02-03T10:00:00Z,red,
4,story,2026-02-04T10:00:00Z,red,production
5,bug,2026-03-05T10:00:00Z,red,
6,story,2026-01-04T10:00:00Z,red,
`), fact.Moments{}, u, fact.Rules{DefectTypes: []string{"bug"}})
	b := &Breakdown{Common: Common{KindName: "breakdown", Of: fact.WorkItem, Where: map[string]any{"is_defect": true}}, At: "created_at", By: []string{"found_in"}, Headline: map[string]any{"found_in": "production"}}
	s := Evaluate(Compute(definition(b, true), table, u, frame()), u.TeamSets()[0])
	if f := monthOf(s, 2).Figures()[0]; f.Stat != "share" || f.Text() != "1 of 2" {
		t.Errorf("headline %+v: what is not recorded is no part of it", f)
	}
	if got := partsOf(monthOf(s, 2), "found_in"); !slices.Equal(got, []string{"production: 1 of 3", "staging: 0 of 3", "test: 1 of 3", "review: 0 of 3", "not recorded: 1 of 3"}) {
		t.Errorf("parts %v", got)
	}
	mar := monthOf(s, 3)
	if f := mar.Figures()[0]; f.Absence != TooFew || f.HasInterval() {
		t.Errorf("no defect says where: %+v", f)
	}
	if got := partsOf(mar, "found_in"); got[4] != "not recorded: 1 of 1" {
		t.Errorf("parts %v", got)
	}
	if f := monthOf(s, 1).Figures()[0]; f.Absence != TooFew { // items are recorded, none of them a defect
		t.Errorf("a month with items and no defect: %+v", f)
	}
}

// "false" of a flag also selects blanks elsewhere; of a headline what is not known is no part.
func TestBreakdownHeadlineOfAFlag(t *testing.T) {
	table, u := causes(t, "shop,2025-10-01T10:00:00Z,disk,", "shop,2026-02-02T10:00:00Z,disk,", "shop,2026-02-03T10:00:00Z,disk,", "shop,2026-02-04T10:00:00Z,,")
	b := breakdown("repeat")
	b.Headline = map[string]any{"repeat": false}
	if f := monthOf(Evaluate(Compute(pooledEverywhere(b), table, u, frame()), u.Portfolio()), 2).Figures()[0]; f.Text() != "1 of 2" {
		t.Errorf("%+v", f)
	}
}

// Withheld figures hold nothing, and there are as many of them whatever is behind them.
func TestBreakdownWithheld(t *testing.T) {
	u := fact.NewUnits(rowsOf(t, "teams", "team_id,headcount\nred,3\n"), nil, nil)
	table, _ := fact.NewWorkItems(rowsOf(t, "work_items", "item_id,type,created_at,team_id,project\n1,bug,2026-02-01T10:00:00Z,red,SECRET\n"), fact.Moments{}, u, fact.Rules{})
	b := &Breakdown{Common: Common{KindName: "breakdown", Of: fact.WorkItem}, At: "created_at", By: []string{"project"}}
	r := monthOf(Evaluate(Compute(definition(b, true), table, u, frame()), u.TeamSets()[0]), 2)
	if len(r.Figures()) != 2 {
		t.Fatalf("%+v", r.Figures())
	}
	for _, f := range r.Figures() {
		if f.Absence != Withheld || f.N != 0 || f.Part != 0 || f.Category != "" || strings.Contains(f.Reason, "SECRET") {
			t.Errorf("%+v", f)
		}
	}
}

// Files may hold any text as a cause: only so many are told apart, the same ones for every
// unit, and what could be an address is not among them.
func TestBreakdownHostileTexts(t *testing.T) {
	var lines []string
	add := func(service, cause string, times int) {
		for i := range times {
			lines = append(lines, fmt.Sprintf("%s,2026-02-%02dT10:00:00Z,\"%s\",monitor", service, i+1, cause))
		}
	}
	for i := range 11 {
		add("pay", fmt.Sprintf("cause %02d", i), 5)
	}
	add("pay", "zz", 2)                               // tie at the twelfth place: the earlier text wins
	add("shop", "aa", 2)                              //
	add("shop", "ann@example.org", 9)                 // an address, however frequent
	add("shop", "other", 1)                           // our own words
	add("shop", "not recorded", 1)                    //
	add("shop", "line\u202e one\n\ttwo", 1)           // in "other", cleaned or not
	add("shop", strings.Repeat("long ", 50)+"end", 1) //
	add("pay", "cause\u00a000", 1)                    // the same to a reader
	table, u := causes(t, lines...)
	m := Compute(pooledEverywhere(breakdown("cause")), table, u, frame())
	red := monthOf(Evaluate(m, u.TeamSets()[1]), 2)
	if got := partsOf(red, "cause"); !slices.Equal(got, []string{"aa: 2 of 15", "other: 12 of 15", "not recorded: 1 of 15"}) {
		t.Errorf("red %v", got)
	}
	all := partsOf(monthOf(Evaluate(m, u.Portfolio()), 2), "cause")
	if len(all) != 14 || all[0] != "aa: 2 of 73" || all[1] != "cause 00: 6 of 73" || all[12] != "other: 14 of 73" {
		t.Errorf("portfolio %q", all)
	}
}

func TestCategoryLabel(t *testing.T) {
	for text, want := range map[string]string{"": "not recorded", " \t": "not recorded", "a\x00b\u202ec": "abc", "a \n b": "a b", "x@y": "other",
		"<b>": "<b>", strings.Repeat("é", 48): strings.Repeat("é", 48), strings.Repeat("é", 49): strings.Repeat("é", 47) + "…"} {
		if got := categoryLabel(text, true); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{strings.Repeat("é", 48): strings.Repeat("é", 48), strings.Repeat("é", 49): "other"} {
		if got := categoryLabel(text, false); got != want {
			t.Errorf("without prose %q is %q, want %q", text, got, want)
		}
	}
}

// For every unit the parts of a column add up to the count, the units' counts to the
// portfolio's, and the order of rows says nothing.
func TestBreakdownAddsUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		row := rapid.Custom(func(t *rapid.T) string {
			return fmt.Sprintf("%s,2026-0%d-1%dT0%d:00:00Z,%s,%s", rapid.SampledFrom([]string{"shop", "pay"}).Draw(t, "service"), rapid.IntRange(1, 3).Draw(t, "month"),
				rapid.IntRange(0, 9).Draw(t, "day"), rapid.IntRange(0, 9).Draw(t, "hour"), rapid.StringMatching(`[a-e]?[a-e]?`).Draw(t, "cause"), rapid.SampledFrom([]string{"", "monitor"}).Draw(t, "by"))
		})
		lines := rapid.SliceOfN(row, 1, 60).Draw(rt, "rows")
		table, u := causes(t, lines...)
		m := Compute(pooledEverywhere(breakdown("cause", "detected_by", "repeat")), table, u, frame())
		whole := Evaluate(m, u.Portfolio())
		for month := 1; month <= 3; month++ {
			sum := 0
			for _, set := range u.TeamSets() {
				r := monthOf(Evaluate(m, set), month)
				addUp(rt, r)
				sum += r.Figures()[0].N
			}
			addUp(rt, monthOf(whole, month))
			if n := monthOf(whole, month).Figures()[0].N; n != sum {
				rt.Fatalf("%d at the portfolio, %d over the teams", n, sum)
			}
		}
		slices.Reverse(lines)
		table, u = causes(t, lines...)
		if a, b := fmt.Sprint(whole.Rows()), fmt.Sprint(Evaluate(Compute(m.definition, table, u, frame()), u.Portfolio()).Rows()); a != b {
			rt.Fatalf("the order of rows changes %s into %s", a, b)
		}
	})
}

func addUp[L level.Level](t *rapid.T, r Result[L]) {
	n, parts := r.Figures()[0].N, map[string]int{}
	if r.Figures()[0].Absence != Present || n == 0 {
		return
	}
	for _, f := range r.Figures()[1:] {
		if parts[f.Stat] += f.Part; f.N != n {
			t.Fatalf("%+v has another whole than %d", f, n)
		}
	}
	for stat, sum := range parts {
		if sum != n || len(parts) != 3 {
			t.Fatalf("parts of %s add up to %d of %d (%v)", stat, sum, n, parts)
		}
	}
}

func TestBreakdownJudgesCounts(t *testing.T) {
	months := make([][]Figure, 13)
	k := &breakdowns{frame: Frame{Calendar: period.NewCalendar(frame().Calendar.Zone, period.MonthOf(2025, 1), period.MonthOf(2026, 1))}}
	for m := range months {
		months[m] = []Figure{k.count(4)}
	}
	months[5] = []Figure{k.count(14)}
	states, limits := k.judge(months, 13)
	if limits.Known || states[5] != UnusualHigh || states[4] != Within {
		t.Errorf("states %v, limits %+v", states, limits) // centre 62/13 = 4.77, upper 4.77 + 3·√4.77 = 11.3
	}
	months[5] = []Figure{k.count(11)} // centre 4.54, upper 10.93 in 30.42 days, 10.84 in June's 30
	if states, _ = k.judge(months, 13); states[5] != UnusualHigh {
		t.Errorf("11 in June: %v", states[5])
	}
	months[5] = []Figure{k.count(10)}
	if states, _ = k.judge(months, 13); states[5] != Within {
		t.Errorf("10 in June: %v", states[5])
	}
	if states, _ = k.judge(months[:11], 11); slices.Contains(states, Within) {
		t.Errorf("eleven months are judged: %v", states)
	}
}
