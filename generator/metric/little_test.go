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
	"leadline/generator/period"
)

// Little's law on a finite window, against littles-law.json: a window that begins on day w0
// and is w days long is a month of which the first w days are known. The reference counts
// what finishes as the window ends; months are closed-open, so all finish a second earlier,
// which the tolerances allow for.
func TestLittlesLaw(t *testing.T) {
	data, err := os.ReadFile("testdata/littles-law.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Items [][2]float64
		Cases []struct {
			Window  [2]float64
			Area, L float64
			Product float64 `json:"throughput_times_cycle"`
			End     float64 `json:"wip_end"`
		}
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file.Cases) != 4 {
		t.Fatalf("%d cases, %v", len(file.Cases), err)
	}
	january := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range file.Cases {
		at := func(day float64) string {
			return january.Add(time.Duration((day - c.Window[0]) * 24 * float64(time.Hour))).Format(time.RFC3339)
		}
		var lines []string
		for i, span := range file.Items {
			lines = append(lines, strings.Join([]string{fmt.Sprint(i), "story", "2025-11-01T00:00:00Z", at(span[0]), at(span[1] - 1/86400.), "red", ""}, ","))
		}
		table, u := items(t, sixPeople, lines...)
		f := frame()
		f.AsOf = seconds(at(c.Window[1]))
		stock := &Stock{Common: Common{KindName: "stock", Of: fact.WorkItem}, From: "started_at", To: "closed_at", Finished: true}
		s := Evaluate(Compute(definition(stock, false), table, u, f), u.TeamSets()[0])
		r, _ := s.At(period.MonthOf(2026, 1))
		for stat, want := range map[string]float64{"mean": c.L, "little": c.Product} {
			if got := r.Figure(stat).Value; math.Abs(got-want) > 2e-5 {
				t.Errorf("days %v: %s %.10g, reference %.10g", c.Window, stat, got, want)
			}
		}
		if length := c.Window[1] - c.Window[0]; math.Abs(r.Figure("mean").Value*length-c.Area) > 2e-4 {
			t.Errorf("days %v: area %g, reference %g", c.Window, r.Figure("mean").Value*length, c.Area)
		}
	}
}
