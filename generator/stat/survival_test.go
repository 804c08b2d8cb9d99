package stat

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// survivalPins is kaplan-meier.json; null in it is undefined or not reached.
type survivalPins struct {
	Cases []struct {
		Name   string
		Time   []uint32
		Status []int
		Table  struct {
			Time        []uint32
			Risk        []int `json:"n_risk"`
			Event       []int `json:"n_event"`
			Surv        []float64
			GreenwoodSE []*float64 `json:"greenwood_se"`
		}
		Quantiles struct {
			P                      []float64
			Estimate, Lower, Upper []*float64
		} `json:"quantiles_log-log"`
		RMST []struct {
			Tau      uint32
			RMST, SE float64
		}
	}
	Late struct {
		Entry, Exit, Time []uint32
		Status            []int
		Risk              []int `json:"n_risk"`
		Event             []int `json:"n_event"`
		Surv              []float64
		Median            float64
	} `json:"left_truncated"`
}

func readPins(t *testing.T) (pins survivalPins) {
	data, err := os.ReadFile("testdata/kaplan-meier.json")
	if err == nil {
		err = json.Unmarshal(data, &pins)
	}
	if err != nil || len(pins.Cases) != 6 {
		t.Fatal(len(pins.Cases), err)
	}
	return pins
}

func lifetimes(entry, exit []uint32, status []int) []Lifetime {
	var out []Lifetime
	for i := range exit {
		l := Lifetime{Exit: exit[i], How: Running}
		if status[i] == 1 {
			l.How = Ended
		}
		if entry != nil {
			l.Entry = entry[i]
		}
		out = append(out, l)
	}
	return sorted(out)
}

func sorted(l []Lifetime) []Lifetime {
	slices.SortFunc(l, func(a, b Lifetime) int { return int(a.Exit) - int(b.Exit) })
	return l
}

// same holds a value to a pin, where null is NaN.
func same(t *testing.T, what string, got float64, want *float64) {
	t.Helper()
	switch {
	case want == nil && !math.IsNaN(got):
		t.Errorf("%s = %g, reference has none", what, got)
	case want != nil:
		near(t, what, got, *want, 1e-9)
	}
}

func TestKaplanMeier(t *testing.T) {
	var s Survival
	for _, c := range readPins(t).Cases {
		s.Estimate(lifetimes(nil, c.Time, c.Status))
		k := 0
		for i, age := range c.Table.Time {
			if c.Table.Event[i] > 0 {
				x := s.steps[k]
				if x.age != age || x.risk != c.Table.Risk[i] || x.ended != c.Table.Event[i] {
					t.Errorf("%s at %d: %+v", c.Name, age, x)
				}
				near(t, c.Name+" S", x.share, c.Table.Surv[i], 1e-9)
				if want := c.Table.GreenwoodSE[i]; want != nil {
					near(t, c.Name+" standard error", x.share*math.Sqrt(x.greenwood), *want, 1e-9)
				}
				k++
			}
		}
		if k != len(s.steps) {
			t.Errorf("%s: %d steps, reference %d", c.Name, len(s.steps), k)
		}
		for i, p := range c.Quantiles.P {
			value, low, high, reached := s.Quantile(p)
			same(t, c.Name+" quantile", value, c.Quantiles.Estimate[i])
			same(t, c.Name+" lower end", low, c.Quantiles.Lower[i])
			same(t, c.Name+" upper end", high, c.Quantiles.Upper[i])
			if reached != (c.Quantiles.Estimate[i] != nil) {
				t.Errorf("%s: quantile %g reached: %v", c.Name, p, reached)
			}
		}
		for _, want := range c.RMST {
			mean, se, ok := s.RestrictedMean(want.Tau)
			if beyond := s.Last < want.Tau; ok == beyond {
				t.Errorf("%s: restricted to %d, last seen at %d: known %v", c.Name, want.Tau, s.Last, ok)
			} else if ok {
				near(t, c.Name+" restricted mean", mean, want.RMST, 1e-9)
				near(t, c.Name+" its standard error", se, want.SE, 1e-9)
			}
		}
	}
}

func TestKaplanMeierLateEntry(t *testing.T) {
	c := readPins(t).Late
	var s Survival
	s.Estimate(lifetimes(c.Entry, c.Exit, c.Status))
	k := 0
	for i, age := range c.Time {
		if c.Event[i] == 0 {
			continue
		}
		if x := s.steps[k]; x.age != age || x.risk != c.Risk[i] || x.ended != c.Event[i] {
			t.Errorf("at %d: %+v, reference %d at risk", age, x, c.Risk[i])
		}
		near(t, "S", s.steps[k].share, c.Surv[i], 1e-9)
		k++
	}
	if median, _, _, _ := s.Quantile(0.5); median != c.Median {
		t.Errorf("median %g", median)
	}
}

// The only one at risk ends, and two others enter later: the product is 0 from then on and
// says nothing of them.
func TestKaplanMeierBreaksOff(t *testing.T) {
	var s Survival
	s.Estimate(sorted([]Lifetime{{0, 5, Ended}, {300, 400, Ended}, {300, 500, Running}}))
	if _, _, _, reached := s.Quantile(0.5); reached || !s.Torn() {
		t.Error("a median from one of three")
	}
	if _, _, ok := s.RestrictedMean(90); ok {
		t.Error("a restricted mean over ages that nobody was watched at")
	}
	if mean, _, ok := s.RestrictedMean(4); !ok || mean != 4 {
		t.Errorf("before it breaks off: %g %v", mean, ok)
	}
	s.Estimate([]Lifetime{{0, 5, Ended}, {0, 7, Ended}})
	if mean, _, ok := s.RestrictedMean(90); s.Torn() || !ok || mean != 6 {
		t.Errorf("all ended, so S is 0 and known at any age: %g %v", mean, ok)
	}
	s.Estimate(nil)
	if _, _, _, reached := s.Quantile(0.5); reached || s.N != 0 {
		t.Error("a median of nothing")
	}
}

// A lifetime cut in two where one part is censored and the other enters late is the same
// lifetime: that is what lets a month see the part that lies in it.
func TestKaplanMeierCutsExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var whole, cut []Lifetime
		for range rapid.IntRange(1, 40).Draw(t, "n") {
			l := Lifetime{0, uint32(rapid.IntRange(2, 60).Draw(t, "exit")), Exit(rapid.IntRange(0, 2).Draw(t, "how"))}
			at := uint32(rapid.IntRange(1, int(l.Exit)-1).Draw(t, "at"))
			whole = append(whole, l)
			cut = append(cut, Lifetime{0, at, Running}, Lifetime{at, l.Exit, l.How})
		}
		var a, b Survival
		a.Estimate(sorted(whole))
		b.Estimate(sorted(cut))
		if !slices.Equal(a.steps, b.steps) {
			t.Fatalf("%v\n%v", a.steps, b.steps)
		}
	})
}

// Nobody censored: S is the share that is older, and the restricted mean up to the last is
// the mean.
func TestKaplanMeierOfAllEndedIsTheMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Lifetime
		sum := 0.0
		for range rapid.IntRange(1, 40).Draw(t, "n") {
			l := Lifetime{Exit: uint32(rapid.IntRange(1, 60).Draw(t, "exit"))}
			all, sum = append(all, l), sum+float64(l.Exit)
		}
		var s Survival
		s.Estimate(sorted(all))
		if mean, _, ok := s.RestrictedMean(s.Last); !ok || math.Abs(mean-sum/float64(len(all))) > 1e-9 {
			t.Fatalf("%g, mean %g", mean, sum/float64(len(all)))
		}
	})
}

func TestKaplanMeierAllocatesOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var all []Lifetime
	for range 500 {
		entry := r.Uint32N(50)
		all = append(all, Lifetime{entry, entry + 1 + r.Uint32N(200), Exit(r.IntN(3))})
	}
	sorted(all)
	var s Survival
	s.Estimate(all)
	if n := testing.AllocsPerRun(5, func() { s.Estimate(all); s.Quantile(0.5); s.RestrictedMean(90) }); n > 0 {
		t.Errorf("%g allocations", n)
	}
}
