package metric

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// Six against twelve months by hand: the vectors and results of rank-tests.json on the log
// scale (made with R), so that the ratio is e to the shift.
func TestChangeOfDurations(t *testing.T) {
	values := []float64{6.2, 5.8, 7.1, 6.6, 5.9, 6.8, 7.4, 6.1, 6.5, 7, 6.3, 6.9, 4.9, 4.4, 5.1, 4.6, 5.95, 5.05}
	for i := range values {
		values[i] = math.Exp(values[i])
	}
	c := courseOf(&byLogs, series(values))
	got := c.change(17)
	near := func(what string, got, want float64) {
		if math.Abs(got-want) > 1e-9*math.Abs(want) {
			t.Errorf("%s %.12g, want %.12g", what, got, want)
		}
	}
	near("ratio", got.Estimate, math.Exp(-1.575))
	near("low", got.Low, math.Exp(-2.2))
	near("high", got.High, math.Exp(-1))
	if math.Abs(got.P-0.0004309416074) > 1e-12 || got.P != c.p(17) || !got.Claimed || got.Direction() != -1 || got.Gaps != 0 {
		t.Errorf("%+v", got)
	}
	if first := c.calendar.Month(12); got.First != first || got.Last != first+5 || got.Before != first-12 {
		t.Errorf("compared %s to %s with those from %s", got.First, got.Last, got.Before)
	}
}

// What stands in the way of a comparison is said, and no number with it.
func TestChangeAbsences(t *testing.T) {
	full := func(n int) []float64 {
		values := make([]float64, n)
		for i := range values {
			values[i] = float64(1000 + i%5)
		}
		return values
	}
	gaps := func(n int, at ...int) [][]Figure {
		months := series(full(n))
		for _, i := range at {
			months[i] = []Figure{absent("p50", 0, TooFew, "")}
		}
		return months
	}
	rebased := courseOf(&byLogs, series(full(30)))
	rebased.segments = []segment{{from: 0, to: 20}, {from: 20, to: 30}}
	for _, c := range []struct {
		course course
		at     int
		why    Absence
		reason string
	}{
		{courseOf(nil, series(full(30))), 29, NotApplicable, "not compared"},
		{courseOf(&byLogs, series(full(17))), 16, TooFew, "17 complete months so far; 18 are needed"},
		{rebased, 29, TooFew, "10 complete months since the rebase recorded in September 2025; 18 are needed"},
		{courseOf(&byLogs, gaps(30, 28, 27, 26)), 29, TooFew, "5 of the newest 8 months have a value; 6 are needed"},
		{courseOf(&byLogs, gaps(30, 10, 11, 12, 13, 14)), 29, TooFew, "11 of the 16 months before the newest have a value; 12 are needed"},
		{courseOf(&byLogs, series(full(30))), 30, TooFew, "the month is not complete"},
	} {
		got := c.course.change(c.at)
		if got.Absence != c.why || !strings.Contains(got.Reason, c.reason) || got.Claimed || got.Direction() != 0 || !math.IsNaN(got.Estimate) || !math.IsNaN(c.course.p(c.at)) {
			t.Errorf("%q: %+v", c.reason, got)
		}
	}
	course := courseOf(&byLogs, gaps(30, 13, 20, 28))
	if got := course.change(29); got.Absence != Present || got.Gaps != 3 {
		t.Errorf("three of 21 months are passed over: %+v", got)
	}
	if got := courseOf(&byLogs, gaps(30, 29)); got.change(29).Last != got.calendar.Month(28) || got.change(29).P != got.change(28).P {
		t.Errorf("without a newest value the month before stands: %+v", got.change(29))
	}
	if got := rebased.change(19); got.Absence != Present || got.Before < rebased.calendar.Month(0) {
		t.Errorf("the segment before the rebase: %+v", got)
	}
	flat := courseOf(&byDifference, series(make([]float64, 18)))
	if got := flat.change(17); got.Estimate != 0 || got.P != 1 || got.Claimed || got.Direction() != 0 {
		t.Errorf("a flat stock: %+v", got)
	}
	nothing := courseOf(&byPooledRates, series(make([]float64, 18)))
	for i := range nothing.months {
		nothing.months[i][0].N = 0
	}
	if got := nothing.change(17); got.Absence != TooFew {
		t.Errorf("no event at all: %+v", got)
	}
}

// A month without deployments has no share, and still counts as recorded.
func TestChangeOfSharesPools(t *testing.T) {
	months := make([][]Figure, 18)
	for i := range months {
		months[i] = []Figure{{Stat: "share", N: 10, Part: 1}}
		if i >= 12 {
			months[i][0].Part = 6
		}
	}
	months[3] = []Figure{absent("share", 0, TooFew, "none")}
	c := courseOf(&byPooledShares, months)
	if got := c.change(17); math.Abs(got.Estimate-0.5) > 1e-12 || !got.Claimed || got.Confidence != 0.99 || got.Scale != Points {
		t.Errorf("%+v", got)
	}
	for i := range months {
		if months[i][0].N = 0; i == 0 || i == 17 {
			months[i][0].N, months[i][0].Part = 4, 1
		} else {
			months[i] = []Figure{absent("share", 0, TooFew, "none")}
		}
	}
	if got := c.change(17); got.Absence != TooFew || !strings.Contains(got.Reason, "one of the two shares is of 4 rows; 10 are needed") {
		t.Errorf("four deployments in a window: %+v", got)
	}
}

// A breakdown is compared as what its headline is.
func TestChangeOfBreakdowns(t *testing.T) {
	if (&breakdowns{share: true}).comparison() != &byPooledShares || (&breakdowns{}).comparison() != &byPooledRates {
		t.Error("a share is not compared as a share, or a count not over time")
	}
}

// organisation has two services of one team over 30 months, and as many like them as asked:
// one fails at 10 %, the other at 40 % and from month 25 on at 30 %, while most of the deploying
// moves to it.
func organisation(t *testing.T, services int, annotations string) ([]fact.Set[level.Team], *Measured, *fact.Units) {
	t.Helper()
	return organisationIn(t, services, annotations, period.MonthOf(2024, 1), period.MonthOf(2026, 6))
}

// organisationIn is that organisation as it is known from the months first to last.
func organisationIn(t *testing.T, services int, annotations string, first, last period.Month) ([]fact.Set[level.Team], *Measured, *fact.Units) {
	t.Helper()
	var d, o, s strings.Builder
	d.WriteString("deployment_id,service_id,environment,finished_at,outcome,is_hotfix\n")
	o.WriteString("entity_type,entity_id,team_id,valid_from,valid_to\n")
	s.WriteString("service_id\n")
	for k := range services {
		name := fmt.Sprintf("s%02d", k)
		fmt.Fprintf(&o, "service,%s,team%d,2020-01-01T00:00:00Z,\n", name, k/2)
		fmt.Fprintln(&s, name)
		for m := range 30 {
			n, bad := 90, 9
			if k%2 == 1 {
				n, bad = 30, 12
			}
			if m >= 24 {
				n, bad = 120-n, []int{3, 27}[k%2]
			}
			for i := range n {
				at := time.Date(2024, time.Month(1+m), 2+i/9, 9+i%9, 0, 0, 0, time.UTC)
				fmt.Fprintf(&d, "%s-%d-%d,%s,production,%s,success,%v\n", name, m, i, name, at.Format(time.RFC3339), i < bad)
			}
		}
	}
	u := fact.NewUnits(nil, rowsOf(t, "services", s.String()), rowsOf(t, "ownership", o.String()))
	table := fact.NewDeployments(rowsOf(t, "deployments", d.String()), u, fact.Rules{ProductionEnvironments: []string{"production"}}).Table
	c := period.NewCalendar(time.UTC, first, last)
	f := Frame{Calendar: c, Weeks: period.NewWeeks(c), AsOf: c.End(c.Months() - 1), People: 5, Units: 5, Workers: 2}
	if annotations != "" {
		f.Annotations = fact.NewAnnotations(rowsOf(t, "annotations", "at,scope,scope_id,text,rebase\n"+annotations))
	}
	share := definition(&Share{Common: Common{KindName: "share", Of: fact.Deployment}, At: "finished_at", Part: map[string]any{"is_hotfix": true}}, false)
	share.Policies[level.ServiceName] = Pooled
	return u.TeamSets(), Compute(share, table, u, f), u
}

func TestMixOfShares(t *testing.T) {
	teams, m, _ := organisation(t, 2, "")
	c := Evaluate(m, teams[0]).Change(period.MonthOf(2026, 6))
	// Before 21 of 120 a month, newest 30 of 120. Own shares: 0.1 → 0.1 and 0.4 → 0.3, by hand:
	// rate (0.25+0.75)/2·(−0.1) = −0.05, mix 0.1·(−0.5) + 0.35·0.5 = 0.125.
	if math.Abs(c.Estimate-0.075) > 1e-12 || !c.Mix.Changed || math.Abs(c.Mix.Rate+0.05) > 1e-12 || math.Abs(c.Mix.Weights-0.125) > 1e-12 || c.Mix.Groups != 2 {
		t.Errorf("%+v", c)
	}
	if before := Evaluate(m, teams[0]).Change(period.MonthOf(2025, 12)); before.Mix.Changed || before.Claimed {
		t.Errorf("nothing had changed yet: %+v", before)
	}
}

// Months are judged and compared within their own segment, and only the subject that an
// annotation names is rebased.
func TestRebase(t *testing.T) {
	teams, m, u := organisation(t, 2, "2025-06-16T00:00:00Z,team,team0,new way of working,true\n2025-01-16T00:00:00Z,team,team0,a note,false\n")
	s := Evaluate(m, teams[0])
	june := period.MonthOf(2025, 6)
	first := period.MonthOf(2024, 1)
	for _, c := range []struct {
		j                    Judging
		first, last, rebased period.Month
	}{
		{s.Judging(june + 2), june, june + 2, june},
		{s.AsOf(june + 9).Judging(june + 2), june, june + 9, june},
		{s.AsOf(june + 9).Judging(june - 3), first, june - 1, 0},
		{s.Judging(june - 1), first, june - 1, 0},
	} {
		if c.j.First != c.first || c.j.Last != c.last || c.j.Rebased != c.rebased {
			t.Errorf("%s to %s, rebased in %s; want %s to %s, %s", c.j.First, c.j.Last, c.j.Rebased, c.first, c.last, c.rebased)
		}
	}
	if c := s.Change(period.MonthOf(2026, 6)); c.Absence != TooFew || !strings.Contains(c.Reason, "13 complete months since the rebase recorded in June 2025") {
		t.Errorf("a comparison across a rebase: %+v", c)
	}
	service := Evaluate(m, u.ServiceSets()[0])
	if service.Judging(june).Rebased != 0 || service.Change(period.MonthOf(2026, 6)).Absence != Present {
		t.Error("a team's rebase is not one of its services")
	}
	all := s.AsOf(period.MonthOf(2026, 6)).Results()
	if s.Results()[16].State() == NotJudged || s.Results()[28].State() == NotJudged || all[10].State() == NotJudged || all[20].State() == NotJudged {
		t.Error("both segments have the twelve months that judging needs")
	}
	if s.Results()[10].State() != NotJudged || s.Results()[20].State() != NotJudged {
		t.Error("a month is judged by months that come after it")
	}
}

// What is said of a month and drawn on its page is what was said and drawn when it was the
// newest: later months, and a rebase recorded in one of them, change none of it.
func TestLaterMonthsChangeNothing(t *testing.T) {
	const rebase = "2026-03-16T00:00:00Z,team,team0,new way of working,true\n"
	teams, m, _ := organisation(t, 2, rebase)
	s := Evaluate(m, teams[0])
	judged := 0
	for month := period.MonthOf(2024, 3); month <= period.MonthOf(2026, 6); month += 3 {
		teams, m, _ := organisationIn(t, 2, rebase, period.MonthOf(2024, 1), month)
		then := Evaluate(m, teams[0])
		if a, b := told(then, month), told(s, month); a != b {
			t.Errorf("%s: %s is not %s", month, b, a)
		}
		if a, b := fmt.Sprint(then.AsOf(month).Results()), fmt.Sprint(s.AsOf(month).Results()); a != b {
			t.Errorf("%s: %s is not %s", month, b, a)
		}
		for k := period.MonthOf(2024, 1); k <= month; k++ {
			if a, b := told(then.AsOf(month), k), told(s.AsOf(month), k); a != b {
				t.Errorf("%s on the page of %s: %s is not %s", k, month, b, a)
			}
		}
		if r, _ := s.At(month); r.State() != NotJudged {
			judged++
		}
	}
	if judged < 5 {
		t.Errorf("%d months are judged", judged)
	}
}

// What is said of a month stays when the months more than two years before it are no longer
// known, as the oldest of a history of fixed length.
func TestForgottenMonthsChangeNothing(t *testing.T) {
	last := period.MonthOf(2026, 6)
	teams, m, _ := organisation(t, 2, "")
	whole := Evaluate(m, teams[0])
	teams, m, _ = organisationIn(t, 2, "", period.MonthOf(2024, 4), last)
	rest := Evaluate(m, teams[0])
	for month := period.MonthOf(2026, 3); month <= last; month++ {
		if a, b := told(whole, month), told(rest, month); a != b {
			t.Errorf("%s: %s is not %s", month, b, a)
		}
	}
	before := period.MonthOf(2026, 2)
	if a, b := told(whole, before), told(rest, before); a == b {
		t.Errorf("%s has a month less to be judged by, and nothing tells: %s", before, a)
	}
}

// told is all that a series says of a month.
func told[L level.Level](s Series[L], m period.Month) string {
	r, _ := s.At(m)
	return fmt.Sprint(r, s.Judging(m), s.Idle(m), s.Change(m), s.StateOf("share", "", m), s.Settling(m))
}

// The portfolio counts what is still a change among all that was looked at, from five units on.
func TestLook(t *testing.T) {
	_, m, u := organisation(t, 12, "")
	Look([]*Measured{m}, u.Portfolio())
	s := Evaluate(m, u.Portfolio())
	june, _ := s.At(period.MonthOf(2026, 6))
	if l := s.Looks(june.Month()); l.Compared != 12 || l.Judged != 12 {
		t.Errorf("looks %+v", l)
	}
	up, down := june.Figure(ChangedUp), june.Figure(ChangedDown)
	if up.Absence != Present || up.Value != 0 || down.Value != 6 || up.N != 12 {
		t.Errorf("every second service fails less: %+v %+v", up, down)
	}
	if early, _ := s.At(period.MonthOf(2025, 5)); early.Figure(ChangedUp).Absence != TooFew {
		t.Errorf("seventeen months: %+v", early.Figure(ChangedUp))
	}
	_, few, u := organisation(t, 4, "")
	june, _ = Evaluate(few, u.Portfolio()).At(period.MonthOf(2026, 6))
	if f := june.Figure(ChangedDown); f.Absence != Withheld || f.N != 0 {
		t.Errorf("four services are fewer than five: %+v", f)
	}
}

// One claim among many looks must be surer than one alone.
func TestFalseDiscoveries(t *testing.T) {
	one := &Measured{definition: &Definition{}, frame: Frame{Units: 1}, changes: [][]look{make([]look, 200)}}
	for k := range one.changes[0] {
		one.changes[0][k] = look{compared: true, p: float64(k+1) / 201}
	}
	one.changes[0][0] = look{compared: true, p: 0.004, direction: 1}
	l := &looks{make([]int, 1), make([]int, 1), make([]float64, 1)}
	l.see([]*Measured{one}, 0)
	if one.looks = l; one.changed(0, 200, 200)[0].Value != 0 {
		t.Error("p = 0.004 among two hundred is chance")
	}
	one.changes[0][0].p = 0.0004
	l.compared[0] = 0
	l.see([]*Measured{one}, 0)
	if one.changed(0, 200, 200)[0].Value != 1 {
		t.Error("p = 0.0004 among two hundred is not")
	}
}

// Counting error alone makes the limits of large months too narrow: of the published series
// with denominators near 5,000 a p chart flags months 6 and 13, and a p′ chart none.
func TestLargeMonthsWidenTheLimits(t *testing.T) {
	events := []int{410, 388, 455, 372, 420, 517, 398, 401, 365, 470, 390, 415, 530, 380, 352, 433, 468, 399}
	sizes := []int{5100, 5230, 5010, 4890, 5300, 5150, 5020, 4980, 5075, 5210, 4950, 5105, 5190, 4875, 4925, 5060, 5240, 5000}
	months := make([][]Figure, len(events))
	for i := range months {
		months[i] = []Figure{{Stat: "share", Value: float64(events[i]) / float64(sizes[i]), Part: events[i], N: sizes[i]}}
	}
	states, _ := (&shares{}).judge(months, len(months))
	for i, s := range states {
		if s != Within {
			t.Errorf("month %d is %s", i+1, s)
		}
	}
	months[17][0].Part = 1500
	months[17][0].Value = 0.3
	if states, _ = (&shares{}).judge(months, len(months)); states[17] != UnusualHigh {
		t.Error("a month at four times the others is not unusual")
	}
	if f := widening(months, 18, 0.08, func(int) float64 { return math.Inf(1) }); f != 1 {
		t.Errorf("less variation than chance narrows nothing: %g", f)
	}
}

// What must hold of any series: a change of unit changes nothing, the mirror image of a
// series has the mirrored change, and p alone is change's own P.
func TestChangeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := make([]float64, 18)
		for i := range values {
			values[i] = float64(rapid.IntRange(1, 400).Draw(t, "value"))
		}
		c := courseOf(&byLogs, series(values))
		change := c.change(17)
		days := make([]float64, 18)
		for i := range days {
			days[i] = values[i] * 86400
		}
		scaled := courseOf(&byLogs, series(days))
		if other := scaled.change(17); math.Abs(other.Estimate/change.Estimate-1) > 1e-9 || other.P != change.P || other.Claimed != change.Claimed {
			t.Fatalf("in another unit: %+v, %+v", change, other)
		}
		if change.P != c.p(17) || change.Low > change.Estimate || change.High < change.Estimate || change.Claimed != (change.P < 0.01) {
			t.Fatalf("%+v, p alone %g", change, c.p(17))
		}
		stock := courseOf(&byDifference, series(values))
		up := stock.change(17)
		for i := range values {
			values[i] = -values[i]
		}
		mirror := courseOf(&byDifference, series(values))
		if down := mirror.change(17); math.Abs(up.Estimate+down.Estimate) > 1e-9 || math.Abs(up.P-down.P) > 1e-12 || up.Direction() != -down.Direction() {
			t.Fatalf("mirrored: %+v, %+v", up, down)
		}
	})
}
