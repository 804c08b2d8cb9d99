package stat

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

type forecastCase struct {
	Name      string
	Sample    []int
	Periods   int
	Mean      float64            `json:"mean_how_many"`
	AtLeast50 int                `json:"at_least_with_50pct"`
	AtLeast85 int                `json:"at_least_with_85pct"`
	AtLeast95 int                `json:"at_least_with_95pct"`
	PAtLeast  map[string]float64 `json:"p_at_least"`
}

func forecastCases(t *testing.T) []forecastCase {
	data, err := os.ReadFile("testdata/forecast-exact.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []forecastCase }
	if err := json.Unmarshal(data, &file); err != nil || len(file.Cases) != 4 {
		t.Fatalf("%d cases, %v", len(file.Cases), err)
	}
	return file.Cases
}

func TestForecastReference(t *testing.T) {
	for _, c := range forecastCases(t) {
		totals := Totals(c.Sample, c.Periods)
		mean := 0.0
		for k, p := range totals {
			mean += float64(k) * p
		}
		near(t, c.Name+" mean", mean, c.Mean, 1e-9)
		for text, want := range c.PAtLeast {
			k, _ := strconv.Atoi(text)
			tail := 0.0
			for _, p := range totals[min(k, len(totals)):] {
				tail += p
			}
			near(t, fmt.Sprintf("%s P(≥%d)", c.Name, k), tail, want, 1e-9)
		}
		for _, l := range []struct {
			level   float64
			howMany int
		}{{0.5, c.AtLeast50}, {0.85, c.AtLeast85}, {0.95, c.AtLeast95}} {
			if got := HowMany(totals, l.level); got != l.howMany {
				t.Errorf("%s: at least %d at %g, reference %d", c.Name, got, l.level, l.howMany)
			}
		}
	}
}

// A level that is reached exactly counts as reached: 19 of 20 weeks had something.
func TestForecastReachesLevelExactly(t *testing.T) {
	sample := make([]int, 20)
	for i := range 19 {
		sample[i] = 3
	}
	if got := HowMany(Totals(sample, 1), 0.95); got != 3 {
		t.Errorf("at least %d", got)
	}
}

func TestForecastEdges(t *testing.T) {
	if Totals(nil, 4) != nil || HowMany(nil, 0.5) != 0 {
		t.Error("a forecast from nothing")
	}
	if got := HowMany(Totals([]int{0, 0, 0}, 4), 0.5); got != 0 {
		t.Errorf("at least %d from weeks without any", got)
	}
}

// Against every possible draw, counted one by one; order of the sample is no part of it.
func TestForecastAgainstEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sample := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 5).Draw(t, "sample")
		periods := rapid.IntRange(0, 4).Draw(t, "periods")
		level := rapid.SampledFrom([]int{50, 85, 95}).Draw(t, "level")
		counts, all := map[int]int{0: 1}, 1
		for range periods {
			next := map[int]int{}
			for total, n := range counts {
				for _, s := range sample {
					next[total+s] += n
				}
			}
			counts, all = next, all*len(sample)
		}
		want := 0
		for k := range 9*periods + 1 {
			atLeast := 0
			for total, n := range counts {
				if total >= k {
					atLeast += n
				}
			}
			if atLeast*100 >= level*all {
				want = k
			}
		}
		shuffled := rapid.Permutation(sample).Draw(t, "shuffled")
		if got := HowMany(Totals(shuffled, periods), float64(level)/100); got != want {
			t.Fatalf("at least %d at %d %%, counted %d", got, level, want)
		}
	})
}
