package page

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/narrative"
	"leadline/generator/period"
)

// restated is a site with rows in its log, of the service and the team "payments".
func restated(t *testing.T, n int) *Site {
	site := sample(t, []string{"payments", "search"})
	id := site.Definitions[0].ID
	site.Run = strings.Repeat("ab", 32)
	site.Closing = ledger.Closing{AsOf: site.Latest.Start(time.UTC).AddDate(0, 1, 2), Lag: 5}
	number := func(v float64) ledger.Figure {
		return ledger.Figure{Stat: "rate", Unit: "per week", Value: v, Low: math.NaN(), High: math.NaN(), N: 9}
	}
	for i := range n {
		m := (site.Latest - period.Month(i%8)).String()
		site.Restatements = append(site.Restatements, ledger.Restatement{Run: site.Run, AsOf: "2026-03-03", Report: site.Latest.String(), Month: m, Level: level.ServiceName, Subject: "payments",
			Metric: id, Old: number(1.5), New: number(2.5), Class: ledger.Update, Cause: fmt.Sprintf("d%d.csv <b>changed", i), Sentences: []string{m}})
	}
	return site
}

// Hidden rows have no number, hostile text stays text, and every link leads somewhere.
func TestRestatements(t *testing.T) {
	site := restated(t, 2)
	site.Restatements[1].Hidden = true
	site.Restatements[1].Old, site.Restatements[1].New = ledger.Figure{Stat: "rate", Unit: "per week", Absence: "withheld"}, ledger.Figure{Stat: "rate", Unit: "per week", Absence: "withheld"}
	files := render(t, site, 1)
	page := text(t, files[restatementsPath])
	for _, want := range []string{"2 figures changed after they were published as final", "1.5 a week", "2.5 a week", "d0.csv <b>changed", "not shown"} {
		if strings.Count(page, want) != 1 {
			t.Errorf("%q is there %d times:\n%s", want, strings.Count(page, want), page)
		}
	}
	if data := text(t, files["data/index.html"]); !strings.Contains(data, "2 figures changed") || !strings.Contains(data, site.Run) {
		t.Error("the page of data quality says nothing of it")
	}
}

// The home page tells of five at most, of this report and the one before, and only where a
// sentence of a page changed.
func TestMaterialRestatements(t *testing.T) {
	for _, c := range []struct {
		n      int
		change func(*ledger.Restatement)
		lines  int
	}{
		{0, func(*ledger.Restatement) {}, 0},
		{3, func(*ledger.Restatement) {}, 3},
		{8, func(*ledger.Restatement) {}, 5},
		{3, func(r *ledger.Restatement) { r.Sentences = nil }, 0},
		{3, func(r *ledger.Restatement) { r.Month = "2001-01" }, 0},
		{3, func(r *ledger.Restatement) { r.Month = "2026-02" }, 1},
		{3, func(r *ledger.Restatement) { r.Report = "2026-01" }, 3},
		{3, func(r *ledger.Restatement) { r.Report = "2025-12" }, 0},
	} {
		site := restated(t, c.n)
		if site.Latest != period.MonthOf(2026, 2) {
			t.Fatal(site.Latest)
		}
		for i := range site.Restatements {
			c.change(&site.Restatements[i])
		}
		home := render(t, site, 1)["index.html"]
		if got := strings.Count(home, "(update: "); got != c.lines {
			t.Errorf("%d rows: %d lines, want %d", c.n, got, c.lines)
		}
		if more := strings.Contains(home, "These and further restatements"); more != (c.n > 5) {
			t.Errorf("%d rows: says further %v", c.n, more)
		}
	}
}

// What a team's page does not show yet, this page does not show either.
func TestRestatementsKeepThePlaybook(t *testing.T) {
	site := restated(t, 1)
	site.Restatements[0].Level = level.TeamName
	for stage, rows := range map[int]int{2: 0, 7: 1} {
		for i := range site.Teams {
			site.Teams[i].Playbook = &Playbook{Now: narrative.Stage{Number: stage}}
		}
		if got := strings.Count(render(t, site, 1)[restatementsPath], "1.5 a week"); got != rows {
			t.Errorf("at stage %d: %d rows, want %d", stage, got, rows)
		}
	}
}

// The newest run comes first; within a run the order of the log stays.
func TestNewestRunFirst(t *testing.T) {
	site := restated(t, 4)
	site.Restatements[2].Run, site.Restatements[3].Run = "new", "new"
	page := text(t, render(t, site, 1)[restatementsPath])
	last := -1
	for _, cause := range []string{"d2.csv", "d3.csv", "d0.csv", "d1.csv"} {
		i := strings.Index(page, cause)
		if i < last {
			t.Errorf("%s is too early", cause)
		}
		last = i
	}
}

// A month says from when it is final, in each kind of page that has one.
func TestStatusOfMonths(t *testing.T) {
	files := render(t, restated(t, 0), 1)
	for name, want := range map[string]string{
		"index.html": "provisional until 6 March 2026", "portfolio/index.html": "provisional until 6 March 2026", "teams/payments/index.html": "provisional until 6 March 2026",
		"services/payments/2026-01/index.html": "final since 6 February 2026",
	} {
		if !strings.Contains(text(t, files[name]), want) {
			t.Errorf("%s does not say %q", name, want)
		}
	}
}

// A change that rounding hides is told with all digits.
func TestSmallRestatements(t *testing.T) {
	site := restated(t, 1)
	site.Restatements[0].New.Value, site.Restatements[0].New.N = 1.500001, 10
	page := text(t, render(t, site, 1)[restatementsPath])
	for _, want := range []string{"1.5 a week (1.5; n = 9)", "1.5 a week (1.500001; n = 10)"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
}
