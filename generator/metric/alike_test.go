package metric

import (
	"math"
	"strings"
	"testing"
	"time"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// watched is twenty months of four findings that are all there to the end: of a pair that
// is scanned throughout, of one that is scanned since March 2026, of one that was last scanned in
// March 2025, and of no kind of check.
func watchedSeries(t *testing.T, each string) Series[level.Service] {
	t.Helper()
	rows := "finding_id,service_id,vuln_id,severity,detected_at,status,linked_change_id,check_kind\n" +
		"old,shop,v,high,2024-06-01T00:00:00Z,open,,sca\n" +
		"boxed,shop,v,high,2026-03-11T00:00:00Z,open,,container\n" +
		"left,shop,v,high,2024-06-01T00:00:00Z,open,,sast\n" +
		"unknown,shop,v,high,2024-06-01T00:00:00Z,open,,\n"
	scans := "service_id,check_kind,finished_at,outcome\n" +
		"shop,sca,2024-12-10T00:00:00Z,success\nshop,sca,2026-08-30T00:00:00Z,success\n" +
		"shop,container,2026-01-05T00:00:00Z,failure\nshop,container,2026-03-10T00:00:00Z,success\nshop,container,2026-08-30T00:00:00Z,success\n" +
		"shop,sast,2024-12-10T00:00:00Z,success\nshop,sast,2025-03-10T00:00:00Z,success\n"
	u := fact.NewUnits(nil, nil, nil)
	table, _ := fact.NewFindings(rowsOf(t, "vulnerabilities", rows), nil, rowsOf(t, "scans", scans), nil, u, fact.Rules{})
	c := period.NewCalendar(time.UTC, period.MonthOf(2025, 1), period.MonthOf(2026, 8))
	f := Frame{Calendar: c, Weeks: period.NewWeeks(c), AsOf: c.End(19), People: 5, Units: 5, Workers: 2}
	age := &Age{Common: Common{KindName: "age", Of: fact.Finding}, From: "opened_at", To: "closed_at", Show: []string{"p50"},
		Exposure: &Exposure{From: "exposed_from", To: "exposed_until", Each: each, First: "first_scan_at", Last: "last_scan_at"}}
	d := definition(age, false)
	d.Policies[level.ServiceName] = Pooled
	return Evaluate(Compute(d, table, u, f), u.ServiceSets()[0])
}

// April 2026 has 30 days of each finding, and its eighteen months begin in November 2024,
// before the calendar; those of June begin in January 2025, and those of August in March.
func TestExposureOfLikePairs(t *testing.T) {
	s := watchedSeries(t, "check_kind")
	text := func(m period.Month) string {
		r, _ := s.At(m)
		var all []string
		for _, stat := range append([]string{"exposure"}, alikeStats[:]...) {
			all = append(all, r.Figure(stat).Text())
		}
		return strings.Join(all, ", ")
	}
	for m, want := range map[period.Month]string{
		period.MonthOf(2026, 4): "120 days, too few to say, too few to say, too few to say",
		period.MonthOf(2026, 6): "120 days, 30 days, 30 days, 60 days",
		period.MonthOf(2026, 8): "120 days, 31 days, 31 days, 62 days",
	} {
		if got := text(m); got != want {
			t.Errorf("%s: %s, want %s", m, got, want)
		}
	}
	if r, _ := watchedSeries(t, "known_exploited").At(period.MonthOf(2026, 8)); r.Figure("exposure").Absence != Present || r.Figure("exposure_same").Absence != NoData {
		t.Error("without the column of pairs there is an exposure, and no parts of it")
	}
}

// The same pairs are compared in all eighteen months, which each month's own figure is not:
// the sum of all has an exposure that began in March 2026 and is not among them.
func TestChangeOfLikePairs(t *testing.T) {
	s := watchedSeries(t, "check_kind")
	august := period.MonthOf(2026, 8)
	same, whole := s.ChangeOf("exposure_same", "", august), s.ChangeOf("exposure", "", august)
	// Logarithms of the lengths of months: of March to August, and of the twelve before.
	want := math.Pow(31*30*31*30*31*31, 1.0/6) / math.Pow(31*30*31*30*31*31*30*31*30*31*31*28, 1.0/12)
	if math.Abs(same.Estimate-want) > 1e-9 || same.Claimed || same.Absence != Present || same.Before != period.MonthOf(2025, 3) {
		t.Errorf("%+v, want %g", same, want)
	}
	if whole.Estimate < 1.2 {
		t.Errorf("all of it: %+v", whole)
	}
	// From nothing to 21 days in March, then 30, 31, 30, 31, 31: the middle of the differences.
	if added := s.ChangeOf("exposure_new", "", august); added.Scale != Difference || added.Estimate != 30.5*day || !added.Claimed {
		t.Errorf("%+v", added)
	}
	if early := s.ChangeOf("exposure_same", "", period.MonthOf(2026, 4)); early.Absence != TooFew {
		t.Errorf("%+v", early)
	}
	if s.StateOf("exposure_same", "", august) != NotJudged {
		t.Error("months with pairs of their own are judged")
	}
}

// Months that step by a tenth up and down before, by hand: the mean of the twelve is √(100·110),
// a step is ln 1.1, and t with 11 steps is ln(200/√11000) / (ln 1.1 · √6.0417) = 2.755.
func TestChangeOfAWalk(t *testing.T) {
	values := make([]float64, 18)
	for i := range values {
		values[i] = []float64{100, 110}[i%2]
		if i >= 12 {
			values[i] = 200
		}
	}
	c := courseOf(&byWalk, series(values))
	got := c.change(17)
	ratio, half := 200/math.Sqrt(11000), 2.200985*math.Log(1.1)*math.Sqrt(6.0416667)
	if math.Abs(got.Estimate-ratio) > 1e-9 || math.Abs(got.Low-ratio*math.Exp(-half)) > 1e-6 || math.Abs(got.High-ratio*math.Exp(half)) > 1e-6 ||
		math.Abs(got.P-0.0187) > 1e-4 || got.Claimed || !math.IsNaN(got.Neighbours) {
		t.Errorf("%+v", got)
	}
	for i := range values { // up by 15 % and down by 5 % in turn
		values[i] = 100 * math.Pow(1.15*0.95, float64(i/2)) * []float64{1, 1.15}[i%2]
	}
	if got := courseOf(&byWalk, series(values)); got.change(17).Claimed || got.change(17).Estimate < 1.4 {
		t.Errorf("an uneven drift that goes on is a change: %+v", got.change(17))
	}
	for i := range values {
		if values[i] = 100 + float64(i%2); i >= 12 {
			values[i] = 60
		}
	}
	if got := courseOf(&byWalk, series(values)); !got.change(17).Claimed || got.change(17).Direction() != -1 {
		t.Errorf("a fall by four tenths where months differed by a hundredth: %+v", got.change(17))
	}
	for i := range values {
		values[i] = 100
	}
	if got := courseOf(&byWalk, series(values)); got.change(17).Claimed || got.change(17).P != 1 {
		t.Errorf("nothing moves: %+v", got.change(17))
	}
}
