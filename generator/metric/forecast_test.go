package metric

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// weekly makes work items of team red closed on the Wednesdays of the weeks from 5 January
// 2026 on, so many each.
func weekly(t testing.TB, counts ...int) (*fact.Table, *fact.Units) {
	var lines []string
	for week, n := range counts {
		day := time.Date(2026, 1, 7+7*week, 0, 0, 0, 0, time.UTC).Format("01-02")
		for range n {
			lines = append(lines, item(fmt.Sprint(len(lines)), "", day))
		}
	}
	return items(t, sixPeople, lines...)
}

// spring is January to May 2026; May is running and known up to the 6th.
func spring() Frame {
	f := frame()
	f.Calendar = period.NewCalendar(time.UTC, period.MonthOf(2026, 1), period.MonthOf(2026, 5))
	f.Weeks, f.AsOf = period.NewWeeks(f.Calendar), seconds("2026-05-06T00:00:00Z")
	return f
}

func forecasting() *Rate {
	return &Rate{Common: Common{KindName: "rate", Of: fact.WorkItem}, At: "closed_at", Per: "week", Forecast: &Forecast{Weeks: 1, History: 12, Levels: []int{50, 85}}}
}

func TestForecastFigures(t *testing.T) {
	table, u := weekly(t, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 3, 0, 2, 5)
	s := Evaluate(Compute(definition(forecasting(), true), table, u, spring()), u.TeamSets()[0])
	month := func(m int) Result[level.Team] { r, _ := s.At(period.MonthOf(2026, time.Month(m))); return r }
	// Weeks end on the Sundays from 11 January. The first event's own week does not count.
	february := month(2).Figure("at_least_50")
	if february.Absence != TooFew || february.Reason != "6 complete weeks of history; a forecast needs 10" {
		t.Errorf("%+v", february)
	}
	// By 29 March: 1 2 3 4 5 6 7 8 9 10 0. At least 5 in 6 of 11 weeks; at least 1 in 10 of 11.
	if f := month(3).Figure("at_least_50"); f.Value != 5 || f.N != 11 {
		t.Errorf("March, 50 %%: %+v", f)
	}
	if f := month(3).Figure("at_least_85"); f.Value != 1 || f.HasInterval() {
		t.Errorf("March, 85 %%: %+v", f)
	}
	// By 26 April the newest 12 of 15 weeks: 4 5 6 7 8 9 10 0 3 0 2 5: at least 5 in 7 of 12, at least 6 in 5.
	if f := month(4).Figure("at_least_50"); f.Value != 5 || f.N != 12 {
		t.Errorf("April, 50 %%: %+v", f)
	}
}

// A recorded rebase says that the weeks before are not how it goes on: only those that begin
// in its month or later are drawn, and a forecast from too few of them is none.
func TestForecastBeginsWithTheRebase(t *testing.T) {
	evaluate := func(counts []int, annotations string) func(m int) Figure {
		table, u := weekly(t, counts...)
		f := spring()
		f.Annotations = fact.NewAnnotations(rowsOf(t, "annotations", "at,scope,scope_id,text,rebase\n"+annotations))
		s := Evaluate(Compute(definition(forecasting(), true), table, u, f), u.TeamSets()[0])
		return func(m int) Figure {
			r, _ := s.At(period.MonthOf(2026, time.Month(m)))
			return r.Figure("at_least_50")
		}
	}
	counts := []int{9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 3, 0, 2, 5}
	plain, note := evaluate(counts, ""), evaluate(counts, "2026-02-20T00:00:00Z,team,red,x,false\n2026-02-20T00:00:00Z,portfolio,,x,true\n2026-02-20T00:00:00Z,team,blue,x,true\n")
	for m := 1; m <= 5; m++ {
		if fmt.Sprint(plain(m)) != fmt.Sprint(note(m)) {
			t.Errorf("month %d: a note, or the rebase of another, makes %+v of %+v", m, note(m), plain(m))
		}
	}
	// Weeks of February and later begin on the 2nd: by 26 April 4 5 6 7 8 9 10 0 3 0 2 5, by 29 March eight of them.
	rebased := evaluate(counts, "2026-02-20T00:00:00Z,team,red,x,true\n")
	if f := rebased(3); f.Absence != TooFew || f.N != 8 || f.Reason != "8 complete weeks since the rebase recorded in February 2026; a forecast needs 10" {
		t.Errorf("March: %+v", f)
	}
	if f := rebased(4); f.Value != 5 || f.N != 12 {
		t.Errorf("April: %+v", f)
	}
	// What was before changes nothing.
	other := slices.Clone(counts)
	other[1], other[2], other[3] = 70, 80, 90
	if a, b := rebased(4), evaluate(other, "2026-02-20T00:00:00Z,team,red,x,true\n")(4); fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("another January makes %+v of %+v", b, a)
	}
	if f := evaluate(counts, "2026-04-30T00:00:00Z,team,red,x,true\n")(4); f.Absence != TooFew || f.N != 3 {
		t.Errorf("recorded as April ends: %+v", f)
	}
}

// Weeks with nothing in them are history, but a forecast from them alone is none.
func TestForecastNeedsWork(t *testing.T) {
	table, u := weekly(t, 1, 0, 0, 0, 3, 0, 0, 2, 0, 0, 0, 1, 0, 1)
	s := Evaluate(Compute(definition(forecasting(), true), table, u, spring()), u.TeamSets()[0])
	r, _ := s.At(period.MonthOf(2026, 4))
	if f := r.Figure("at_least_50"); f.Absence != TooFew || f.Reason != "4 of the last 12 weeks had any; a forecast needs 5" {
		t.Errorf("%+v", f)
	}
}

// A forecast for several cells is that of their weeks together, not a sum of forecasts.
func TestForecastPoolsCells(t *testing.T) {
	counts := []int{1, 2, 3, 0, 4, 5, 6, 7, 1, 2, 3, 0, 4, 2}
	whole, u := weekly(t, counts...)
	one := Evaluate(Compute(definition(forecasting(), true), whole, u, spring()), u.TeamSets()[0])
	w := newWeeks(rows{grid{u, spring(), 2}, whole, nil})
	for week, n := range counts {
		for i := range n {
			w.see(i%len(w.private), fact.Cell(i%2), week+1) // the weeks of January begin with that of the 1st
		}
	}
	w.merge()
	got := forecasting().Forecast.month(nil, w, []fact.Cell{0, 1}, 3, 0)
	r, _ := one.At(period.MonthOf(2026, 4))
	same := func(a, b Figure) bool { return a.Stat == b.Stat && a.Value == b.Value && a.N == b.N }
	if want := r.Figures()[3:]; !slices.EqualFunc(got, want, same) {
		t.Errorf("split over cells %+v, in one %+v", got, want)
	}
}
