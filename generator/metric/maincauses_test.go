package metric

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"leadline/generator/level"
	"leadline/generator/unit"
)

// parted is a result of a partition. A cause is written "name exclusive [low–high] inclusive
// [low–high]" in percent, or "name ?" where it is unknown.
func parted(coverage float64, causes ...string) Result[level.Team] {
	r := Result[level.Team]{figures: []Figure{number("coverage", unit.Proportion, coverage, 40)}}
	for _, text := range causes {
		var name string
		var v [6]float64
		if n, _ := fmt.Sscanf(text, "%s %g [%g–%g] %g [%g–%g]", &name, &v[0], &v[1], &v[2], &v[3], &v[4], &v[5]); n != 7 {
			name = strings.Fields(text)[0]
			for _, stat := range []string{"exclusive", "inclusive"} {
				f := absent(stat, unit.Proportion, NoData, "unknown")
				f.Category = name
				r.figures = append(r.figures, f)
			}
			continue
		}
		for i, stat := range []string{"exclusive", "inclusive"} {
			f := number(stat, unit.Proportion, v[3*i]/100, 40)
			f.Category = name
			if f.Low, f.High = v[3*i+1]/100, v[3*i+2]/100; f.Value == 0 {
				f.Low, f.High = math.NaN(), math.NaN()
			}
			r.figures = append(r.figures, f)
		}
	}
	return r
}

func TestMainCauses(t *testing.T) {
	const large, small, none = "process 40 [30–50] 45 [35–55]", "dependency 10 [5–16] 12 [7–18]", "architecture 0 [0–0] 0 [0–0]"
	for _, c := range []struct {
		what   string
		result Result[level.Team]
		want   string // "" for none
	}{
		{"one stands out", parted(0.9, large, small, none, "risk_control ?"), "process"},
		{"the order of causes does not matter", parted(0.9, none, small, "risk_control 40 [30–50] 45 [35–55]"), "risk_control"},
		{"exactly 60 % is enough", parted(0.6, large, small), "process"},
		{"less is not", parted(0.599, large, small), ""},
		{"another's upper end with shared time reaches it", parted(0.9, large, "dependency 10 [5–16] 25 [18–31]"), "process dependency"},
		{"it touches it", parted(0.9, large, "dependency 10 [5–16] 25 [18–30]"), "process dependency"},
		{"the larger comes first", parted(0.9, "process 28 [20–36] 30 [22–38]", "risk_control 30 [22–38] 33 [25–41]", small), "risk_control process"},
		{"three cannot be told apart", parted(0.9, "process 28 [20–36] 30 [22–38]", "risk_control 30 [22–38] 33 [25–41]", "dependency 20 [12–30] 20 [12–30]"), ""},
		{"all of it is shared", parted(0.9, "process 0 [0–0] 45 [35–55]", "dependency 0 [0–0] 45 [35–55]"), ""},
		{"one cause alone is known", parted(0.9, "process ?", "dependency ?", "architecture 5 [3–9] 5 [3–9]"), "architecture"},
		{"none is known", parted(0.9, "process ?", "dependency ?"), ""},
	} {
		causes, coverage, ok := c.result.MainCauses()
		if got := strings.Join(causes, " "); got != c.want || ok != (c.want != "") || coverage.Stat != "coverage" {
			t.Errorf("%s: %q, %v; want %q", c.what, got, ok, c.want)
		}
	}
}

// A month with too few, and a metric that is no partition, name no cause and say why.
func TestMainCausesOfNothing(t *testing.T) {
	table, u := carried(t, 19, "")
	causes, coverage, ok := februaryOf(partition(), table, u).MainCauses()
	if causes != nil || ok || coverage.Absence != TooFew {
		t.Errorf("%v %+v %v", causes, coverage, ok)
	}
	r := Result[level.Team]{figures: []Figure{number("p50", unit.Seconds, 3, 40)}}
	if causes, coverage, ok := r.MainCauses(); causes != nil || ok || coverage.Absence != NotApplicable {
		t.Errorf("%v %+v %v", causes, coverage, ok)
	}
}

// With 20 changes that are all alike there is no doubt: process has 70 % of the time.
func TestMainCausesOfEvents(t *testing.T) {
	table, u := carried(t, 20, "change,0,1,r,approval,2026-02-10T04:00:00Z,2026-02-10T05:00:00Z\n")
	if causes, _, ok := februaryOf(partition(), table, u).MainCauses(); !ok || strings.Join(causes, " ") != "process" {
		t.Errorf("%v %v", causes, ok)
	}
}
