package metric

import (
	"math"
	"testing"

	"leadline/generator/unit"
)

// Months with one, none that ended and three items have medians to compare where the figure
// says "too few", and what nobody closed since November is in none of them.
func TestThinMonthsAreCompared(t *testing.T) {
	table, u := items(t, sixPeople, item("1", "01-10", "01-12"), item("2", "02-20", "03-20"),
		item("3", "03-01", "03-02"), item("4", "03-01", "03-03"), item("5", "03-01", "03-04"),
		"forgotten,story,2025-11-01T00:00:00Z,2025-11-01T00:00:00Z,,red,")
	d := definition(censoredDuration(), false)
	m := Compute(d, table, u, frame())
	s := Evaluate(m, u.TeamSets()[0])
	if f := s.Results()[2].Figure("p50"); f.Absence != Present || f.N != 5 {
		t.Errorf("the figure has all of them: %+v", f)
	}
	want := []float64{2 * day, math.NaN(), 2 * day}
	for i, v := range want {
		f := s.course.months[i][0]
		if (f.Absence == Present) != !math.IsNaN(v) || f.Absence == Present && f.Value != v {
			t.Errorf("month %d: %+v, want %g", i, f, v)
		}
	}
	hidden := [][]Figure{{absent("p50", unit.Seconds, Withheld, "few")}}
	if got := m.kernel.(*censored).compared(hidden, m.known(u.TeamSets()[0].Cells())); got[0][0].Absence != Withheld {
		t.Errorf("a withheld month is compared: %+v", got[0][0])
	}
}
