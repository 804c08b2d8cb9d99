package metric

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
	"leadline/generator/stat"
)

func censoredDuration() *Duration {
	return &Duration{Common: Common{KindName: "duration", Of: fact.WorkItem}, From: "started_at", To: "closed_at", Show: []string{"p50", "p85"}, Open: "censored"}
}

// In February of a window of one month: ends after 1, 2, 3 and 5 days; two that are open at
// its end after 4 and 26 days; one from January that ended on its 20th day and is not at risk
// before its 16th. S on day 1, with six at risk: 5/6; day 2: 4/6; day 3: 3/6. After day 4
// one leaves, so that day 5 has two at risk: 3/6·1/2 = 1/4.
func TestCensoredFigures(t *testing.T) {
	table, u := items(t, sixPeople,
		item("1", "02-10", "02-11"), item("2", "02-10", "02-12"), item("3", "02-10", "02-13"), item("4", "02-10", "02-15"),
		item("open 4 days", "02-25", ""), item("open 26 days", "02-03", ""), item("late", "01-16", "02-05"),
		item("negative", "02-20", "02-10"), item("before", "01-02", "01-20"), item("after", "03-02", "03-03"))
	d := censoredDuration()
	d.RMST, d.Oldest = 10, true
	s := evaluateTeam(t, definition(d, false), table, u)
	feb, _ := s.At(period.MonthOf(2026, 2))
	median := feb.Figure("p50")
	// S is 1/2 from day 3 to day 5: the midpoint.
	if median.Value != 4*day || median.N != 7 || median.Low != day {
		t.Errorf("median %+v", median)
	}
	if f := feb.Figure("p85"); f.Absence != TooFew || f.N != 7 || f.Reason != "7 work items this month; an 85th percentile needs 19" {
		t.Errorf("p85 %+v", f)
	}
	// Area: 1 + 5/6 + 4/6 + 2·1/2 + 5·1/4 = 4.75 days.
	if f := feb.Figure("rmst"); math.Abs(f.Value-4.75*day) > 1e-6 || f.N != 7 || !(f.Low < f.Value && f.Value < f.High) {
		t.Errorf("restricted mean %+v", f)
	}
	if open, old, negative := feb.Figure("open"), feb.Figure("oldest"), feb.Figure("negative"); open.Value != 2 || old.Value != 26*day || negative.Value != 1 {
		t.Errorf("open %v, oldest %v, negative %v", open, old, negative)
	}
	jan, _ := s.At(period.MonthOf(2026, 1))
	if f := jan.Figure("p50"); f.Absence != TooFew || f.N != 2 {
		t.Errorf("January: one ended, one open: %+v", f)
	}
	d.Window = 3
	s = evaluateTeam(t, definition(d, false), table, u)
	if f, _ := s.At(period.MonthOf(2026, 3)); f.Figure("p50").N != 9 || s.Limits().Known {
		t.Errorf("January to March hold nine: %+v", f.Figure("p50"))
	}
}

func TestCensoredAbsences(t *testing.T) {
	open := make([]string, 20)
	closed := make([]string, 20)
	for i := range open {
		open[i] = item(fmt.Sprint("open", i), "02-10", "")
		closed[i] = item(fmt.Sprint("closed", i), "02-10", fmt.Sprintf("02-%02d", 11+i%4))
	}
	of := func(lines []string, stat string) Figure {
		table, u := items(t, sixPeople, lines...)
		d := censoredDuration()
		d.RMST = 90
		r, _ := evaluateTeam(t, definition(d, false), table, u).At(period.MonthOf(2026, 2))
		return r.Figure(stat)
	}
	if f := of(open, "p50"); f.Absence != TooFew || f.N != 20 || !math.IsNaN(f.Value) || f.Reason != "more than 19 days: fewer than half had ended in the time observed" {
		t.Errorf("none closed: %+v", f)
	}
	if f := of(open, "p85"); !strings.HasPrefix(f.Reason, "more than 19 days: fewer than 85 %") {
		t.Errorf("none closed: %+v", f)
	}
	if f := of(open, "rmst"); f.Absence != TooFew || f.Reason != "none was watched for 90 days, so a mean up to there is not known" {
		t.Errorf("restricted mean beyond what was watched: %+v", f)
	}
	if f := of(closed, "rmst"); f.Absence != Present || math.Abs(f.Value-2.5*day) > 1e-6 {
		t.Errorf("all closed: %+v", f)
	}
	if f := of(closed, "p85"); f.Absence != Present || f.Value != 4*day || f.N != 20 {
		t.Errorf("all closed, tied: %+v", f)
	}
	if f := of(closed, "open"); f.Value != 0 || f.Absence != Present {
		t.Errorf("no open ones is zero: %+v", f)
	}
	if f := of(closed[:1], "p50"); f.Absence != TooFew || f.N != 1 {
		t.Errorf("one: %+v", f)
	}
	mixed := Figure{Stat: "p50", Low: 3 * day, High: math.NaN(), Value: 5 * day, N: 9}
	if got := mixed.Detail(); got != "n = 9, 95 % interval from 3 days, its end not reached" {
		t.Error(got)
	}
}

// One that can no longer end leaves without having ended.
func TestCensoredUntil(t *testing.T) {
	lines := "finding_id,service_id,vuln_id,severity,detected_at,status,linked_change_id\n"
	for i := range 5 {
		lines += fmt.Sprintf("f%d,shop,v,high,2026-02-10T00:00:00Z,open,\n", i)
	}
	u := fact.NewUnits(nil, rowsOf(t, "services", "service_id,valid_to\nshop,2026-02-20T00:00:00Z\n"), nil)
	table, _ := fact.NewFindings(rowsOf(t, "vulnerabilities", lines), nil, rowsOf(t, "scans", anyScan), nil, u, fact.Rules{})
	d := &Duration{Common: Common{KindName: "duration", Of: fact.Finding}, From: "exposed_from", To: "fixed_at", GivenUp: "exposed_until", Show: []string{"p50"}, Open: "censored"}
	results := evaluateTeamless(definition(d, false), table, u).Results()
	if f := results[1].Figure("p50"); f.N != 5 || f.Reason != "more than 10 days: fewer than half had ended in the time observed" {
		t.Errorf("%+v", f)
	}
	if f := results[1].Figure("open"); f.Value != 0 {
		t.Errorf("what is out of scope is not open: %+v", f)
	}
	if f := results[2].Figure("p50"); f.N != 0 || f.Absence == Present {
		t.Errorf("March: %+v", f)
	}
}

// anyScan makes it known that fixes can be verified.
const anyScan = "service_id,check_kind,finished_at,outcome\nother,sca,2026-02-01T00:00:00Z,success\n"

// evaluateTeamless is the first service's series.
func evaluateTeamless(d *Definition, t *fact.Table, u *fact.Units) Series[level.Service] {
	d.Policies[level.ServiceName] = Pooled
	return Evaluate(Compute(d, t, u, frame()), u.ServiceSets()[0])
}

// randomItems are items of several teams, among them negative, open and ancient ones.
func randomItems(t *rapid.T) []string {
	var lines []string
	for i := range rapid.IntRange(1, 60).Draw(t, "items") {
		team := rapid.SampledFrom([]string{"blue", "red", "teal"}).Draw(t, "team")
		priority := rapid.SampledFrom([]string{"", "high", "low"}).Draw(t, "priority")
		at := func(name string) string {
			d := rapid.IntRange(-60, 110).Draw(t, name)
			if name == "closed" && d > 60 {
				return ""
			}
			return textOf(seconds("2026-01-01T00:00:00Z") + uint32(d*day))
		}
		lines = append(lines, fmt.Sprintf("%d,story,2025-01-01T00:00:00Z,%s,%s,%s,%s", i, at("started"), at("closed"), team, priority))
	}
	return lines
}

// Pooling a set is computing over all its lifetimes at once, whatever the order of rows,
// and agrees with an estimate made without kernels.
func TestCensoredPools(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := randomItems(rt)
		d := censoredDuration()
		d.Window, d.RMST, d.By, d.Oldest = rapid.IntRange(1, 3).Draw(rt, "window"), 20, "priority", true
		figures := func(lines []string) [][]Figure {
			table, u := items(t, "team_id,headcount\nblue,6\nred,6\nteal,6\n", lines...)
			return Compute(definition(d, false), table, u, frame()).months(u.Portfolio().Cells(), nil, nil, "", nil)
		}
		got := figures(lines)
		slices.Reverse(lines)
		if turned := figures(lines); fmt.Sprint(got) != fmt.Sprint(turned) {
			rt.Fatalf("rows in another order:\n%v\n%v", got, turned)
		}
		for i := range lines {
			lines[i] = strings.NewReplacer("blue", "red", "teal", "red").Replace(lines[i])
		}
		table, u := items(t, sixPeople, lines...)
		one := Compute(definition(d, false), table, u, frame()).months(u.Portfolio().Cells(), nil, nil, "", nil)
		if fmt.Sprint(got) != fmt.Sprint(one) {
			rt.Fatalf("three teams:\n%v\none team:\n%v", got, one)
		}
		checkAgainstRows(rt, lines, d.Window, got)
	})
}

// checkAgainstRows computes N, open and the median of every month from the text of the rows.
func checkAgainstRows(t *rapid.T, lines []string, window int, got [][]Figure) {
	f := frame()
	for m := range got {
		from, to := uint32(period.MonthOf(2026, 1).Start(f.Calendar.Zone).AddDate(0, m-window+1, 0).Unix()), f.end(m)
		var all []stat.Lifetime
		open := 0
		for _, line := range lines {
			cells := strings.Split(line, ",")
			start, end := seconds(cells[3]), uint32(0)
			if cells[4] != "" {
				end = seconds(cells[4])
			}
			if start >= to || end != 0 && (end < start || end < from) {
				continue
			}
			l := stat.Lifetime{Exit: to - start, How: stat.Running}
			if end != 0 && end < to {
				l = stat.Lifetime{Exit: end - start}
			} else {
				open++
			}
			if start < from {
				l.Entry = from - 1 - start
			}
			all = append(all, l)
		}
		slices.SortFunc(all, func(a, b stat.Lifetime) int { return int(a.Exit) - int(b.Exit) })
		var s stat.Survival
		s.Estimate(all)
		median, _, _, reached := s.Quantile(0.5)
		first, opened := got[m][0], got[m][3]
		if first.Absence == NoData {
			if len(all) > 0 {
				t.Fatalf("month %d: no data of %d", m, len(all))
			}
			continue
		}
		if first.N != len(all) || opened.N != open || (first.Absence == Present) != (reached && len(all) >= 5) || first.Absence == Present && first.Value != median {
			t.Fatalf("month %d: %+v, %+v; rows give n = %d, open %d, median %g", m, first, opened, len(all), open, median)
		}
	}
}

func TestCensoredByCategory(t *testing.T) {
	lines := "finding_id,service_id,vuln_id,severity,detected_at,status,linked_change_id\n"
	for i := range 12 {
		lines += fmt.Sprintf("f%d,shop,v,%s,2026-02-10T00:00:00Z,open,\n", i, []string{"low", "critical"}[i%2])
	}
	u := fact.NewUnits(nil, nil, nil)
	table, _ := fact.NewFindings(rowsOf(t, "vulnerabilities", lines), nil, rowsOf(t, "scans", anyScan), nil, u, fact.Rules{})
	d := &Duration{Common: Common{KindName: "duration", Of: fact.Finding}, From: "exposed_from", To: "fixed_at", Show: []string{"p50"}, Open: "censored", By: "baseline_severity"}
	var names []string
	for _, f := range evaluateTeamless(definition(d, false), table, u).Results()[1].Figures() {
		names = append(names, fmt.Sprintf("%s %s %d", f.Stat, f.Category, f.N))
	}
	if want := []string{"p50  12", "open  12", "negative  0", "p50 critical 6", "open critical 6", "p50 low 6", "open low 6"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
}

func TestCensoredMonthAllocatesNothing(t *testing.T) {
	table, u := bulk(20_000)
	k := Compute(definition(censoredDuration(), false), table, u, frame()).kernel
	cells, space := u.Portfolio().Cells(), &merger{}
	var out []Figure
	if n := testing.AllocsPerRun(5, func() { out = k.month(out[:0], cells, 1, space) }); n > 0 {
		t.Errorf("%g allocations", n)
	}
}

func textOf(t uint32) string { return time.Unix(int64(t), 0).UTC().Format(time.RFC3339) }
