package metric

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// exceptionsOf makes exceptions out of lines of approved, expires, closed and role, "-" for
// none; renewal r of the one before.
func exceptionsOf(t testing.TB, columns string, lines ...string) (*fact.Table, *fact.Units) {
	u := fact.NewUnits(nil, nil, nil)
	csv := "exception_id,service_id,control,reason_class," + columns + "\n"
	for i, line := range lines {
		csv += fmt.Sprintf("e%d,shop,sast,r,%s\n", i, line)
	}
	table, _ := fact.NewExceptions(rowsOf(t, "exceptions", csv), u)
	return table, u
}

func expiring() *Stock {
	return &Stock{Common: Common{KindName: "stock", Of: fact.Exception}, From: "approved_at", To: "ended_at", Due: "expires_at", Within: []int{30, 60},
		Also: map[string]Also{"without_owner": {Absent: []string{"owner_role"}}, "renewed": {Present: []string{"renewal_of"}}, "renewed_twice": {Where: map[string]any{"renewed_twice": true}}}}
}

func evaluateServices(t testing.TB, m Measure, table *fact.Table, u *fact.Units) Series[level.Service] {
	d := definition(m, false)
	d.Policies[level.ServiceName] = Pooled
	return Evaluate(Compute(d, table, u, frame()), u.ServiceSets()[0])
}

func TestStockThatFallsDue(t *testing.T) {
	line := func(approved, expires, closed, role string) string {
		return strings.Join([]string{dayAt(approved), dayAt(expires), dayAt(closed), role, ""}, ",")
	}
	table, u := exceptionsOf(t, "approved_at,expires_at,closed_at,owner_role,renewal_of",
		line("01-10", "02-10", "-", "owner"),     // expires in February and stays open
		line("01-10", "03-02", "02-20", "owner"), // closed before
		line("01-10", "04-20", "-", ""),
		line("02-10", "-", "-", "owner"),
		line("03-05", "03-30", "-", "owner"))
	s := evaluateServices(t, expiring(), table, u)
	want := []map[string]float64{
		{"open": 3, "expired": 0, "due_within_30_days": 2, "due_within_60_days": 2, "no_due": 0, "renewed": 0, "renewed_twice": 0, "without_owner": 1},
		{"open": 3, "expired": 1, "due_within_30_days": 0, "due_within_60_days": 1, "no_due": 1, "without_owner": 1},
		{"open": 4, "expired": 2, "due_within_30_days": 1, "due_within_60_days": 1, "no_due": 1, "without_owner": 1},
		{"open": 4, "expired": 2, "due_within_30_days": 1, "due_within_60_days": 1, "no_due": 1, "without_owner": 1},
	}
	for i, r := range s.Results() {
		for stat, n := range want[i] {
			if got := r.Figure(stat); got.Absence != Present || got.Value != n {
				t.Errorf("%s: %s is %v, want %v", r.Month(), stat, got, n)
			}
		}
	}
	if _, has := s.At(period.MonthOf(2026, 1)); !has || s.Results()[0].Figure("mean").Absence != NotApplicable {
		t.Error("what falls due has no mean")
	}
}

// A stock that only grows is no series of unusual months.
func TestStockThatFallsDueIsNotJudged(t *testing.T) {
	months := make([][]Figure, 24)
	for i := range months {
		months[i] = []Figure{number("open", unit.Items, float64(i*i), i*i)}
	}
	states, limits := (&stocks{}).judge(months, len(months))
	if limits.Known || slices.ContainsFunc(states, func(s State) bool { return s != NotJudged }) {
		t.Errorf("%v, %+v", states, limits)
	}
	if _, limits := (&stocks{area: &sums{}}).judge(months, len(months)); !limits.Known {
		t.Error("work in progress has limits")
	}
}

// An instant of expiry counts to the second: at the month's last second it has passed or not.
func TestDueIsExact(t *testing.T) {
	for expires, want := range map[string][3]float64{ // expired, within 30, within 60 at the end of January
		"2026-01-31T23:59:59Z": {1, 0, 0},
		"2026-02-01T00:00:00Z": {0, 1, 1},
		"2026-03-02T23:59:59Z": {0, 1, 1}, // thirty days later
		"2026-03-03T00:00:00Z": {0, 0, 1},
	} {
		table, u := exceptionsOf(t, "approved_at,expires_at", "2026-01-10T00:00:00Z,"+expires)
		r := evaluateServices(t, expiring(), table, u).Results()[0]
		if got := [3]float64{r.Figure("expired").Value, r.Figure("due_within_30_days").Value, r.Figure("due_within_60_days").Value}; got != want {
			t.Errorf("%s: %v, want %v", expires, got, want)
		}
	}
}

// A column that no file has takes its own figures away, and no others.
func TestStockWithoutOptionalColumns(t *testing.T) {
	table, u := exceptionsOf(t, "approved_at", "2026-01-10T00:00:00Z")
	r := evaluateServices(t, expiring(), table, u).Results()[0]
	if f := r.Figure("open"); f.Value != 1 {
		t.Errorf("open %+v", f)
	}
	for stat, column := range map[string]string{"expired": "expires_at", "due_within_30_days": "expires_at", "no_due": "expires_at", "without_owner": "owner_role", "renewed": "renewal_of", "renewed_twice": "renewed_twice"} {
		if f := r.Figure(stat); f.Absence != NoData || !strings.Contains(f.Reason, column) {
			t.Errorf("%s: %+v", stat, f)
		}
	}
}

func TestStockDefinition(t *testing.T) {
	refusals(t, "exceptions-expiring", [][3]string{
		{"[30, 60, 90]", "[60, 30]", "within has 30"},
		{"[30, 60, 90]", "[0, 30]", "within has 0"},
		{"due = \"expires_at\"\n", "", "within is given without due"},
		{`due = "expires_at"`, `due = "owner_role"`, "is not an instant"},
		{"also.without_owner", "also.open", `a further figure is called "open"`},
		{"also.without_owner", "also.due_soon", `a further figure is called "due_soon"`},
		{`absent = ["owner_role"]`, `absent = ["owner"]`, "has no column"},
		{`absent = ["owner_role"]`, "", "without_owner has no condition"},
		{"renewed_twice = true", "renewed_twice = 1", "true or false"},
	})
}

// A flag that must be recorded and that no file has is no data: blank is not false.
func TestShareOfUnrecordedFlag(t *testing.T) {
	share := &Share{Common: Common{KindName: "share", Of: fact.EnvironmentRequest, Present: []string{"self_service"}}, At: "provisioned_at", Part: map[string]any{"self_service": true}}
	for columns, want := range map[string]string{"": "no data", ",self_service": "1 of 2"} {
		values := [3]string{}
		if columns != "" {
			values = [3]string{",true", ",false", ","}
		}
		csv := "request_id,requested_at,provisioned_at,team_id" + columns + "\n"
		for i, v := range values {
			csv += fmt.Sprintf("r%d,2026-02-01T00:00:00Z,2026-02-02T00:00:00Z,red%s\n", i, v)
		}
		u := fact.NewUnits(nil, nil, nil)
		table, _ := fact.NewEnvironmentRequests(rowsOf(t, "environment_requests", csv), u)
		if got := evaluateTeam(t, definition(share, false), table, u).Results()[1].Figures()[0].Text(); got != want {
			t.Errorf("columns %q: %s, want %s", columns, got, want)
		}
	}
}
