package metric

import (
	"fmt"
	"strings"
	"testing"

	"leadline/generator/fact"
	"leadline/generator/level"
)

func seenByServices(m Measure) *Definition {
	d := definition(m, false)
	d.Policies = map[level.Name]Policy{level.TeamName: Pooled, level.ServiceName: Pooled, level.PortfolioName: Pooled}
	return d
}

// Every month's pairs are those that the figures count.
func TestPairsAreWhatTheFiguresCount(t *testing.T) {
	table, u := spans(t, redOwnsShop,
		"check shop sast 01-10 -", "scan shop sast 01-20 a", "deploy shop 01-15 a", "deploy shop 02-27 b",
		"check shop sca 02-10 03-31", "scan other sca 01-05 x",
		"check shop dast 03-01 -")
	d := seenByServices(coverage(60, 2))
	s := Evaluate(Compute(d, table, u, frame()), u.Portfolio())
	counts := map[string]int{}
	for _, p := range Pairs(d, table, u, frame()) {
		counts[fmt.Sprint(p.Month, " ", p.State)]++
		if p.Service != "shop" || p.FreshDays != 60 || p.GraceDays != 2 || (p.State == fact.Covered) != (p.Seen != 0 && p.Month < s.Results()[2].Month()) {
			t.Errorf("%+v", p)
		}
	}
	for _, r := range s.Results() {
		for _, f := range r.Figures() {
			if f.Stat == "pairs" && f.Absence == Present {
				if got := counts[fmt.Sprint(r.Month(), " ", f.Category)]; got != int(f.Value) {
					t.Errorf("%v: %d pairs are %s, the figure is %v", r.Month(), got, f.Category, f.Value)
				}
			}
		}
	}
	if len(counts) < 4 {
		t.Errorf("only %v", counts)
	}
	d.Policies[level.ServiceName] = Counted
	if got := Pairs(d, table, u, frame()); got != nil {
		t.Errorf("services may not see it, and there are %d pairs", len(got))
	}
}

func TestRisksAreWhatTheFiguresCount(t *testing.T) {
	u := fact.NewUnits(nil, nil, rowsOf(t, "ownership", "entity_type,entity_id,team_id,valid_from\n"+redOwnsShop))
	table, _ := fact.NewExceptions(rowsOf(t, "exceptions", strings.Join([]string{
		"exception_id,service_id,control,reason_class,owner_role,approved_at,expires_at,renewal_of,closed_at",
		"a,shop,waf,late,owner,2026-01-05T00:00:00Z,2026-02-10T00:00:00Z,,",
		"b,shop,waf,late,owner,2026-02-20T00:00:00Z,2026-03-20T00:00:00Z,a,",
		"c,shop,waf,late,,2026-03-10T00:00:00Z,,b,",
		"d,shop,dast,late,owner,2026-01-20T00:00:00Z,2026-12-31T00:00:00Z,,2026-03-15T00:00:00Z", ""}, "\n")), u)
	d := seenByServices(&Stock{Common: Common{KindName: "stock", Of: fact.Exception}, From: "approved_at", To: "ended_at", Due: "expires_at", Within: []int{30, 60}})
	var got []string
	for _, r := range Risks(d, table, u, frame()) {
		left := "no end"
		if r.Expires != 0 {
			left = fmt.Sprint(r.DaysLeft())
		}
		got = append(got, fmt.Sprintf("%v %s %s %s %s within %d renewals %d", r.Month, r.Control, r.Role, r.State(), left, r.Within, r.Renewals))
	}
	want := []string{"2026-01 dast owner later 333 within 0 renewals 0", "2026-01 waf owner expiring 9 within 30 renewals 0",
		"2026-02 dast owner later 305 within 0 renewals 0", "2026-02 waf owner expiring 19 within 30 renewals 1",
		"2026-03 waf  no-expiry no end within 0 renewals 2"}
	if len(got) < len(want) || strings.Join(got[:len(want)], "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
