package metric

import (
	"fmt"
	"testing"

	"leadline/generator/fact"
	"leadline/generator/period"
)

func against85() *Age {
	return &Age{Common: Common{KindName: "age", Of: fact.WorkItem}, From: "started_at", To: "closed_at", Show: []string{"p50"}, Against: "closed_at"}
}

// Twenty items finished in January and February after 1 to 20 days: their median is 10.5
// days, their 85th percentile 17.15.
func TestAgeAgainstFinished(t *testing.T) {
	var lines []string
	for days := 1; days <= 20; days++ {
		month := []string{"01", "02"}[days%2]
		lines = append(lines, item(fmt.Sprint(days), month+"-02", fmt.Sprintf("%s-%02d", month, 2+days)))
	}
	lines = append(lines, item("18 days old", "03-14", ""), item("11 days old", "03-21", ""), item("10 days old", "03-22", ""), item("never begun", "", ""))
	table, u := items(t, sixPeople, lines...)
	s := evaluateTeam(t, definition(against85(), true), table, u)
	march, _ := s.At(period.MonthOf(2026, 3))
	for stat, want := range map[string]string{"older_than_p50": "2 of 3", "older_than_p85": "1 of 3"} {
		if f := march.Figure(stat); f.Text() != want || f.HasInterval() {
			t.Errorf("%s: %+v, want %s", stat, f, want)
		}
	}
	january, _ := s.At(period.MonthOf(2026, 1))
	if f := january.Figure("older_than_p50"); f.Absence != TooFew || f.Reason != "no open work item at the month's end, so there is nothing to compare" {
		t.Errorf("January: %+v", f)
	}
}

func TestAgeAgainstTooFewFinished(t *testing.T) {
	lines := []string{item("open", "02-01", "")}
	for i := range 5 {
		lines = append(lines, item(fmt.Sprint(i), "02-01", "02-28"))
	}
	table, u := items(t, sixPeople, lines...)
	r, _ := evaluateTeam(t, definition(against85(), true), table, u).At(period.MonthOf(2026, 2))
	if f := r.Figure("older_than_p50"); f.Text() != "1 of 1" { // 28 days against 27
		t.Errorf("%+v", f)
	}
	if f := r.Figure("older_than_p85"); f.Absence != TooFew || f.Reason != "5 work items finished in 6 months; an 85th percentile needs 19" {
		t.Errorf("%+v", f)
	}
}

// As old as the bound is not older; one second more is.
func TestAgeAgainstBound(t *testing.T) {
	k := &against{noun: "item"}
	got := k.figures(nil, []uint32{9, 10, 10, 11}, bounds{20, [2]float64{10, 10.5}})
	if got[0].Part != 1 || got[1].Part != 1 || got[0].N != 4 {
		t.Errorf("%+v", got)
	}
	if k := (*against)(nil); len(k.figures(nil, []uint32{1}, k.bounds(nil, 0, nil))) != 0 {
		t.Error("a comparison that nobody asked for")
	}
}

// A window is the values of its months over all cells, in order, and no others.
func TestValuesWindow(t *testing.T) {
	g := grid{frame: frame(), cells: 2}
	v := &values{grid: g, starts: []uint32{0, 1, 1, 2, 3, 3, 4, 4, 4}, data: []uint32{7, 5, 9, 3}}
	got := v.window([]fact.Cell{0, 1}, 1, 2, &merger{})
	if fmt.Sprint(got) != "[3 5 9]" {
		t.Errorf("%v", got)
	}
}
