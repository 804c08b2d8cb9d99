package metric

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// rollups are the reference's pooled figures beside the averages that they are not.
func rollups(t *testing.T) (out struct {
	Medians struct {
		Teams        [][]int   `json:"team_values"`
		Each         []float64 `json:"team_medians"`
		Mean         float64   `json:"mean_of_medians"`
		Weighted     float64   `json:"n_weighted_mean_of_medians"`
		Pooled       float64   `json:"pooled_median"`
		PooledP85    float64   `json:"pooled_p85_type7"`
		MeanOfTheP85 float64   `json:"mean_of_p85"`
	} `json:"medians_do_not_average"`
	Ratio struct {
		XN     [][2]int `json:"x_n"`
		Pooled float64
		Mean   float64 `json:"mean_of_team_rates"`
	} `json:"ratio_of_sums_vs_mean_of_ratios"`
}) {
	t.Helper()
	data, err := os.ReadFile("testdata/rollup.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &out); err != nil || len(out.Medians.Teams) != 3 || len(out.Ratio.XN) != 3 {
		t.Fatal(err, out)
	}
	return out
}

// pooledOf is February at a level of its teams, through Compute and Evaluate.
func pooledOf(t *testing.T, m Measure, rows []string) (teams []Result[level.Team], portfolio Result[level.Portfolio]) {
	t.Helper()
	u := fact.NewUnits(rowsOf(t, "teams", "team_id\nteam-0\nteam-1\nteam-2\n"), nil, nil)
	csv := "item_id,type,created_at,started_at,closed_at,team_id\n" + strings.Join(rows, "\n") + "\n"
	table, _ := fact.NewWorkItems(rowsOf(t, "work_items", csv), fact.Moments{}, u, fact.Rules{})
	d := definition(m, false)
	d.Policies[level.PortfolioName] = Pooled
	measured := Compute(d, table, u, frame())
	for _, set := range u.TeamSets() {
		r, _ := Evaluate(measured, set).At(period.MonthOf(2026, 2))
		teams = append(teams, r)
	}
	portfolio, _ = Evaluate(measured, u.Portfolio()).At(period.MonthOf(2026, 2))
	return teams, portfolio
}

// Values: rollup.json, medians_do_not_average. The pooled figures come from all events; no
// average of the teams' figures is near them.
func TestPooledQuantiles(t *testing.T) {
	want := rollups(t).Medians
	var rows []string
	for team, days := range want.Teams {
		for _, d := range days {
			rows = append(rows, fmt.Sprintf("%d,story,2025-01-01T00:00:00Z,%s,2026-02-27T00:00:00Z,team-%d", len(rows), daysBefore(d), team))
		}
	}
	teams, portfolio := pooledOf(t, duration(), rows)
	near := func(what string, f Figure, days float64) {
		t.Helper()
		if f.Absence != Present || math.Abs(f.Value/86400-days) > 1e-9 {
			t.Errorf("%s: %v (%s), want %g days", what, f.Value/86400, f.Reason, days)
		}
	}
	near("pooled median", portfolio.Figure("p50"), want.Pooled)
	near("pooled 85th percentile", portfolio.Figure("p85"), want.PooledP85)
	near("the first team's median", teams[0].Figure("p50"), want.Each[0])
	near("the third team's median", teams[2].Figure("p50"), want.Each[2])
	if f := teams[1].Figure("p50"); f.Absence != TooFew || f.N != 3 {
		t.Errorf("three values have no median: %+v", f)
	}
	if n := portfolio.Figure("p50").N; n != 25 {
		t.Errorf("n %d", n)
	}
	for _, average := range []float64{want.Mean, want.Weighted} {
		if math.Abs(average-portfolio.Figure("p50").Value/86400) < 0.1 {
			t.Errorf("the pooled median is an average of medians, %g", average)
		}
	}
	if math.Abs(want.MeanOfTheP85-portfolio.Figure("p85").Value/86400) < 1 {
		t.Error("the pooled 85th percentile is an average")
	}
}

func daysBefore(d int) string {
	return time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -d).Format(time.RFC3339)
}

// Values: rollup.json, ratio_of_sums_vs_mean_of_ratios.
func TestPooledShare(t *testing.T) {
	want := rollups(t).Ratio
	var rows []string
	for team, xn := range want.XN {
		for i := range xn[1] {
			kind := "story"
			if i < xn[0] {
				kind = "bug"
			}
			rows = append(rows, fmt.Sprintf("%d,%s,2025-01-01T00:00:00Z,2026-02-01T00:00:00Z,2026-02-27T00:00:00Z,team-%d", len(rows), kind, team))
		}
	}
	share := &Share{Common: Common{KindName: "share", Of: fact.WorkItem}, At: "closed_at", Part: map[string]any{"type": "bug"}}
	teams, portfolio := pooledOf(t, share, rows)
	f, mean := portfolio.Figure("share"), 0.0
	for i, r := range teams {
		if x := r.Figure("share"); x.Part != want.XN[i][0] || x.N != want.XN[i][1] {
			t.Errorf("team %d: %d of %d, want %v", i, x.Part, x.N, want.XN[i])
		}
		mean += r.Figure("share").Value / float64(len(teams))
	}
	if f.Part != 18 || f.N != 100 || math.Abs(f.Value-want.Pooled) > 1e-12 {
		t.Errorf("pooled %d of %d, %g; want %g", f.Part, f.N, f.Value, want.Pooled)
	}
	if math.Abs(mean-want.Mean) > 1e-9 || math.Abs(mean-f.Value) < 0.01 {
		t.Errorf("the teams' mean is %g, want %g and not the pooled share", mean, want.Mean)
	}
}
