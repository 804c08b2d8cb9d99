package stat

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func file(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestRankSumAndShift(t *testing.T) {
	var f struct {
		MinP  map[string]float64 `json:"min_p"`
		Cases []struct {
			Name   string
			X, Y   []float64
			Ties   bool
			Median float64 `json:"hodges_lehmann_median_of_differences"`
			Exact  struct {
				CI95, CI99   []float64
				CI95Achieved float64 `json:"ci95_achieved"`
			}
			Permute float64 `json:"permutation_two_sided_p_on_ranks_coin"`
		}
	}
	file(t, "rank-tests.json", &f)
	if len(f.Cases) != 5 {
		t.Fatalf("%d cases", len(f.Cases))
	}
	for _, c := range f.Cases {
		near(t, c.Name+" p", RankSum(c.X, c.Y), c.Permute, 1e-9)
		s := HodgesLehmann(c.X, c.Y, 0.95)
		near(t, c.Name+" shift", s.Estimate, c.Median, 1e-9)
		if c.Ties {
			continue // R gives no exact interval with ties
		}
		near(t, c.Name+" low", s.Low, c.Exact.CI95[0], 1e-9)
		near(t, c.Name+" high", s.High, c.Exact.CI95[1], 1e-9)
		near(t, c.Name+" coverage", s.Coverage, c.Exact.CI95Achieved, 1e-9)
		s = HodgesLehmann(c.X, c.Y, 0.99)
		if math.IsNaN(s.Low) { // 3 against 12: no pair of order statistics covers 99 %
			continue
		}
		near(t, c.Name+" low at 99 %", s.Low, c.Exact.CI99[0], 1e-9)
		near(t, c.Name+" high at 99 %", s.High, c.Exact.CI99[1], 1e-9)
	}
	for sizes, want := range f.MinP {
		var m, n int
		fmt.Sscanf(sizes, "%dv%d", &m, &n)
		x, y := make([]float64, m), make([]float64, n)
		for i := range x {
			x[i] = float64(i)
		}
		for i := range y {
			y[i] = float64(100 + i)
		}
		near(t, sizes+" smallest p", RankSum(x, y), want, 1e-9)
	}
	if c, _ := shiftRank(6, 12, 0.95); c != 15 {
		t.Errorf("6 against 12: rank %d and %d, reference 15 and 58", c, 73-c)
	}
}

func TestRankSumDegenerate(t *testing.T) {
	if !math.IsNaN(RankSum(nil, []float64{1})) || !math.IsNaN(HodgesLehmann([]float64{1}, nil, 0.95).Estimate) {
		t.Error("a comparison with nothing has a result")
	}
	flat := slices.Repeat([]float64{7}, 12)
	if p := RankSum(flat[:6], flat); p != 1 {
		t.Errorf("all tied: p = %g", p)
	}
	if s := HodgesLehmann(flat[:6], flat, 0.95); s.Estimate != 0 || s.Low != 0 || s.High != 0 {
		t.Errorf("all tied: %+v", s)
	}
	if s := HodgesLehmann([]float64{3}, flat, 0.95); s.Estimate != -4 || !math.IsNaN(s.Low) {
		t.Errorf("one against twelve has no 95 %% interval: %+v", s)
	}
}

// What is true of any samples: sides exchanged, p stays and the shift turns round; order and
// any increasing change of scale do not matter to p.
func TestRankSumProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.IntRange(-300, 300).Draw(t, "value")) / 64 })
		values := rapid.SliceOfN(steps, 1, 9)
		if rapid.Bool().Draw(t, "ties") {
			values = rapid.SliceOfN(rapid.SampledFrom([]float64{1, 2, 3}), 1, 9)
		}
		x, y := values.Draw(t, "x"), values.Draw(t, "y")
		p, s := RankSum(x, y), HodgesLehmann(x, y, 0.95)
		back := HodgesLehmann(y, x, 0.95)
		if math.Abs(RankSum(y, x)-p) > 1e-12 || math.Abs(back.Estimate+s.Estimate) > 1e-12 {
			t.Fatalf("sides exchanged: p %g, %g; shift %g, %g", p, RankSum(y, x), s.Estimate, back.Estimate)
		}
		slices.Reverse(x)
		for i := range x {
			x[i] = math.Exp(x[i])
		}
		for i := range y {
			y[i] = math.Exp(y[i])
		}
		if q := RankSum(x, y); q != p || p <= 0 || p > 1 {
			t.Fatalf("p %g became %g on another scale", p, q)
		}
	})
}

func TestNewcombe(t *testing.T) {
	var f struct {
		Cases []struct{ X1, N1, X2, N2, Diff, Lower, Upper float64 }
	}
	file(t, "proportion-differences.json", &f)
	if len(f.Cases) != 6 {
		t.Fatalf("%d cases", len(f.Cases))
	}
	for _, c := range f.Cases {
		low, high := Newcombe(c.X1, c.N1, c.X2, c.N2, 0.95)
		near(t, "low", low, c.Lower, 1e-6)
		near(t, "high", high, c.Upper, 1e-6)
		p := newcombeP(c.X1, c.N1, c.X2, c.N2)
		if (p < 0.05) != (low > 0 || high < 0) {
			t.Errorf("%g of %g and %g of %g: p %g, interval %g to %g", c.X1, c.N1, c.X2, c.N2, p, low, high)
		}
	}
	if low, high := Newcombe(1, 2, 0, 0, 0.95); !math.IsNaN(low) || !math.IsNaN(high) {
		t.Error("an interval against nothing")
	}
}

// The p of both pooled comparisons says the same as their interval, and φ only widens.
func TestPooledChangeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		window := func(name string, n int) []Observed {
			out := make([]Observed, n)
			for i := range out {
				size := rapid.IntRange(0, 40).Draw(t, name)
				out[i] = Observed{float64(rapid.IntRange(0, size).Draw(t, name)), float64(size)}
			}
			return out
		}
		newest, before := window("newest", 6), window("before", 12)
		a, b := total(newest), total(before)
		s := ShareDifference(newest, before, 0.99)
		if a.Size > 0 && b.Size > 0 && (s.P < 0.01) != (s.Low > 0 || s.High < 0) {
			t.Fatalf("share: %+v", s)
		}
		r := RateRatio(newest, before, 0.99)
		if a.Size > 0 && b.Size > 0 && a.Events+b.Events > 0 && (r.P < 0.01) != (r.Low > 1 || r.High < 1) {
			t.Fatalf("rate: %+v", r)
		}
		if low, high := Newcombe(a.Events, a.Size, b.Events, b.Size, 0.99); s.Phi < 1 || s.Low > low+1e-12 || s.High < high-1e-12 {
			t.Fatalf("φ %g narrowed %g…%g to %g…%g", s.Phi, low, high, s.Low, s.High)
		}
	})
}

func TestPooledChangeByHand(t *testing.T) {
	s := ShareDifference([]Observed{{1, 10}, {3, 10}}, []Observed{{2, 20}, {2, 20}}, 0.99)
	// newest 4 of 20, χ² = 2·1/(10·0.2·0.8) = 1.25; before 4 of 40, χ² = 0; df = 2
	near(t, "difference", s.Value, 0.1, 1e-12)
	near(t, "φ", s.Phi, 1, 1e-12)
	s = ShareDifference([]Observed{{0, 10}, {4, 10}}, []Observed{{2, 20}, {2, 20}}, 0.99)
	near(t, "φ", s.Phi, 2.5, 1e-12) // 2·4/1.6 = 5 over 2
	r := RateRatio([]Observed{{6, 2}, {6, 2}}, []Observed{{6, 4}, {6, 4}}, 0.99)
	near(t, "ratio", r.Value, 2, 1e-12)
	near(t, "p", r.P, math.Erfc(math.Abs(0.5-1.0/3)/math.Sqrt(2.0*2/9/24)), 1e-12)
	for what, e := range map[string]Estimate{"no event": RateRatio([]Observed{{0, 1}}, []Observed{{0, 1}}, 0.99), "no trial": ShareDifference(nil, []Observed{{1, 2}}, 0.99)} {
		if !math.IsNaN(e.Value) || !math.IsNaN(e.P) || !math.IsNaN(e.Low) {
			t.Errorf("%s: %+v", what, e)
		}
	}
	if r := RateRatio([]Observed{{3, 1}}, []Observed{{0, 1}}, 0.99); !math.IsInf(r.Value, 1) || !math.IsInf(r.High, 1) || math.IsInf(r.Low, 0) {
		t.Errorf("nothing before: %+v", r)
	}
}

func TestLaneyAndBetween(t *testing.T) {
	var f struct {
		Cases []struct {
			Chart        string
			Y, N         []float64
			Centre       float64
			Lower, Upper []float64
		}
	}
	file(t, "attribute-charts.json", &f)
	seen := map[string]int{}
	for _, c := range f.Cases {
		seen[c.Chart]++
		switch c.Chart {
		case "pp", "up":
			z := make([]float64, len(c.Y))
			for i := range z {
				variance := c.Centre
				if c.Chart == "pp" {
					variance *= 1 - c.Centre
				}
				z[i] = (c.Y[i]/c.N[i] - c.Centre) / math.Sqrt(variance/c.N[i])
			}
			for i := range c.Y {
				lower, upper := UPrime(c.Centre, c.N[i], LaneyFactor(z))
				if c.Chart == "pp" {
					lower, upper = PPrime(c.Centre, int(c.N[i]), LaneyFactor(z))
				}
				near(t, c.Chart+" lower", zeroed(lower), c.Lower[i], 1e-9)
				near(t, c.Chart+" upper", upper, c.Upper[i], 1e-9)
			}
		case "t":
			l := Between(c.Y, 1)
			near(t, "t centre", l.Centre, c.Centre, 1e-9)
			near(t, "t lower", zeroed(l.Lower), c.Lower[0], 1e-9)
			near(t, "t upper", l.Upper, c.Upper[0], 1e-9)
		}
	}
	if seen["pp"] != 2 || seen["up"] == 0 || seen["t"] == 0 {
		t.Errorf("cases seen: %v", seen)
	}
	if Between(nil, 1).Known || Between([]float64{4, 4, 4}, 1).Known {
		t.Error("limits of nothing, or of what does not vary")
	}
	if l := Between([]float64{0, 8, 1, 9}, 1); !l.Known || l.Centre <= 0 {
		t.Errorf("two events on one day: %+v", l)
	}
	if !math.IsNaN(LaneyFactor([]float64{1})) {
		t.Error("one month has a neighbour")
	}
}

func zeroed(limit float64) float64 {
	if math.IsNaN(limit) {
		return 0
	}
	return limit
}

func TestConstants(t *testing.T) {
	var f struct {
		D2     float64 `json:"d2"`
		Exact  float64 `json:"E2_exact"`
		Rounds float64 `json:"E2_rounded"`
	}
	file(t, "spc-constants.json", &f)
	near(t, "d₂", 2/math.Sqrt(math.Pi), f.D2, 1e-9)
	near(t, "3/d₂", 3/(2/math.Sqrt(math.Pi)), f.Exact, 1e-9)
	near(t, "2.66", moving, f.Rounds, 1e-12)
	near(t, "d₂ rounded", d2, math.Round(f.D2*1000)/1000, 1e-12)
}

func TestBenjaminiHochberg(t *testing.T) {
	// The example of Benjamini & Hochberg 1995, section 4: at 5 % four of fifteen pass.
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1}
	if got := BenjaminiHochberg(p, 0.05); got != 0.0095 {
		t.Errorf("passes up to %g", got)
	}
	if got := BenjaminiHochberg([]float64{0.2, 0.9}, 0.1); got != -1 {
		t.Errorf("nothing passes, but %g", got)
	}
	if got := BenjaminiHochberg(nil, 0.1); got != -1 {
		t.Errorf("of nothing %g passes", got)
	}
	if got := BenjaminiHochberg([]float64{0.09, 0.1, 0.04}, 0.1); got != 0.1 {
		t.Errorf("a larger p carries the smaller ones: %g", got)
	}
}

func TestLag1(t *testing.T) {
	near(t, "1…5", Lag1([]float64{1, 2, 3, 4, 5}), 0.4, 1e-12) // R: acf(1:5)
	near(t, "to and fro", Lag1([]float64{1, -1, 1, -1}), -0.75, 1e-12)
	near(t, "with a gap", Lag1([]float64{1, 2, math.NaN(), 4, 5}), 0.4, 1e-12) // (2+2)/10
	for _, x := range [][]float64{nil, {1}, {3, 3, 3}, {0.1, 0.1, 0.1}} {
		if !math.IsNaN(Lag1(x)) {
			t.Errorf("%v has a correlation", x)
		}
	}
}
