package metric

import (
	"math"
	"testing"
	"time"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// handedOver is work of a project that red hands over to blue at an instant: one item that
// is open from 10 January to 20 March.
func handedOver(t *testing.T, at string) (*fact.Table, *fact.Units) {
	u := fact.NewUnits(rowsOf(t, "teams", "team_id,headcount\nblue,6\nred,6\n"), nil, rowsOf(t, "ownership",
		"entity_type,entity_id,team_id,valid_from,valid_to\nproject,P,red,2025-01-01T00:00:00Z,"+at+"\nproject,P,blue,"+at+",\n"))
	table, _ := fact.NewWorkItems(rowsOf(t, "work_items", `
item_id,type,created_at,started_at,closed_at,project
1,story,2026-01-01T00:00:00Z,2026-01-10T00:00:00Z,2026-03-20T00:00:00Z,P
`), fact.Moments{}, u, fact.Rules{})
	return table, u
}

// Open work belongs to who owned it as the month ended. A team that has only taken work
// over has a figure, and a team that begins with the next month has none yet.
func TestStockFollowsHandOver(t *testing.T) {
	stock := &Stock{Common: Common{KindName: "stock", Of: fact.WorkItem}, From: "started_at", To: "closed_at"}
	age := &Age{Common: Common{KindName: "age", Of: fact.WorkItem}, From: "started_at", To: "closed_at", Show: []string{"p50"}}
	for _, c := range []struct {
		at                  string
		red, blue           float64 // open at the end of January
		redAfter, blueAfter float64 // of February; -1 where the team owns nothing then
		blueRecorded        bool    // in January
	}{
		{"2026-02-01T00:00:00Z", 1, 0, -1, 1, false}, // with the month
		{"2026-01-31T23:59:59Z", 0, 1, -1, 1, true},
		{"2026-02-15T00:00:00Z", 1, 0, 0, 1, false},
	} {
		table, u := handedOver(t, c.at)
		blue, red := u.TeamSets()[0], u.TeamSets()[1]
		for _, m := range []Measure{stock, age} {
			of := func(set fact.Set[level.Team], month period.Month) Figure {
				r, _ := Evaluate(Compute(definition(m, false), table, u, frame()), set).At(month)
				return r.Figure("open")
			}
			january, february := period.MonthOf(2026, 1), period.MonthOf(2026, 2)
			if got := of(blue, january); (got.Absence == Present) != c.blueRecorded || c.blueRecorded && got.Value != c.blue {
				t.Errorf("%s, %s: blue in January %v, want %v (recorded: %v)", c.at, m.Kind(), got, c.blue, c.blueRecorded)
			}
			for _, want := range []struct {
				name string
				got  Figure
				open float64
			}{{"red in January", of(red, january), c.red}, {"red in February", of(red, february), c.redAfter}, {"blue in February", of(blue, february), c.blueAfter}} {
				if want.open < 0 && want.got.Absence == NoData {
					continue
				}
				if want.got.Absence != Present || want.got.Value != want.open {
					t.Errorf("%s, %s: %s has %v, want %v", c.at, m.Kind(), want.name, want.got, want.open)
				}
			}
		}
	}
}

// The time for which work was open belongs to whoever owned it then: of a month in which it
// changed hands each owner has its own part, and the parts make up the whole.
func TestMeanIsSplitAtHandOver(t *testing.T) {
	stock := &Stock{Common: Common{KindName: "stock", Of: fact.WorkItem}, From: "started_at", To: "closed_at"}
	table, u := handedOver(t, "2026-02-15T00:00:00Z")
	m := Compute(definition(stock, false), table, u, frame())
	mean := func(set fact.Set[level.Team], month period.Month) float64 {
		r, _ := Evaluate(m, set).At(month)
		return r.Figure("mean").Value
	}
	blue, red := u.TeamSets()[0], u.TeamSets()[1]
	for _, want := range []struct {
		month     period.Month
		red, blue float64
	}{{period.MonthOf(2026, 2), 14. / 28, 14. / 28}, {period.MonthOf(2026, 3), math.NaN(), 19. / 31}} { // red owns nothing in March
		if got := mean(red, want.month); got != want.red && !(math.IsNaN(got) && math.IsNaN(want.red)) {
			t.Errorf("red in %s: %v, want %v", want.month, got, want.red)
		}
		if got := mean(blue, want.month); got != want.blue {
			t.Errorf("blue in %s: %v, want %v", want.month, got, want.blue)
		}
	}
}

// Of a team that ended, what it left open stays, beside a headline that has nothing.
func TestWhatIsLeftOpenStays(t *testing.T) {
	u := fact.NewUnits(rowsOf(t, "teams", "team_id,headcount,valid_to\nblue,6,\nred,6,2026-02-01T00:00:00Z\n"), nil, nil)
	table, _ := fact.NewEnvironmentRequests(rowsOf(t, "environment_requests", `
request_id,requested_at,provisioned_at,team_id
1,2026-01-10T00:00:00Z,2026-01-11T00:00:00Z,red
2,2026-01-10T00:00:00Z,2026-02-10T00:00:00Z,red
3,2026-01-10T00:00:00Z,,red
4,2026-03-10T00:00:00Z,2026-03-11T00:00:00Z,blue
`), u)
	d := &Duration{Common: Common{KindName: "duration", Of: fact.EnvironmentRequest}, From: "requested_at", To: "provisioned_at", Show: []string{"p50"}, Open: "counted"}
	s := Evaluate(Compute(definition(d, false), table, u, frame()), u.TeamSets()[1])
	for month, want := range []float64{2, 1, 1} {
		r, _ := s.At(period.MonthOf(2026, time.Month(month+1)))
		if f := r.Figure("open"); f.Absence != Present || f.Value != want {
			t.Errorf("month %d: %+v, want %v", month+1, f, want)
		}
	}
}
