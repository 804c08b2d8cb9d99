package stat

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func pair(base, new []float64) Part {
	return Part{Observed{base[0], base[1]}, Observed{new[0], new[1]}}
}

func TestKitagawaReferences(t *testing.T) {
	type pinned struct {
		Base       [][]float64 `json:"base_x_n"`
		New        [][]float64 `json:"new_x_n"`
		Difference float64
		Rate       float64   `json:"rate_effect"`
		Mix        float64   `json:"mix_effect"`
		RateBy     []float64 `json:"rate_by_group"`
		MixBy      []float64 `json:"mix_by_group"`
	}
	var f struct {
		Plain   pinned `json:"kitagawa_change_failure"`
		Simpson pinned `json:"simpson_two_teams_both_improve_pooled_worsens"`
		Stones  struct {
			pinned
			Data struct{ Small, Large struct{ A, B []float64 } }
		} `json:"kidney_stones_charig_1986"`
		Medians struct {
			Values [][]uint32 `json:"team_values"`
			Pooled float64    `json:"pooled_median"`
			Mean   float64    `json:"mean_of_medians"`
			P85    float64    `json:"pooled_p85_type7"`
		} `json:"medians_do_not_average"`
	}
	file(t, "rollup.json", &f)
	f.Stones.Base = [][]float64{f.Stones.Data.Small.A, f.Stones.Data.Large.A}
	f.Stones.New = [][]float64{f.Stones.Data.Small.B, f.Stones.Data.Large.B}
	for name, c := range map[string]struct {
		pinned
		reversal, strong bool
	}{"plain": {f.Plain, true, false}, "Simpson": {f.Simpson, true, true}, "kidney stones": {f.Stones.pinned, true, true}} {
		var parts []Part
		for i := range c.Base {
			parts = append(parts, pair(c.Base[i], c.New[i]))
		}
		d := Kitagawa(parts)
		near(t, name+" difference", d.Difference, c.Difference, 1e-9)
		near(t, name+" rate effect", d.Rate, c.Rate, 1e-9)
		near(t, name+" mix effect", d.Mix, c.Mix, 1e-9)
		for i := range parts {
			near(t, name+" rate by group", d.RateBy[i], c.RateBy[i], 1e-9)
			near(t, name+" mix by group", d.MixBy[i], c.MixBy[i], 1e-9)
		}
		if d.Reversal != c.reversal || d.Strong != c.strong {
			t.Errorf("%s: reversal %v, strong %v", name, d.Reversal, d.Strong)
		}
	}
	pooled := slices.Sorted(slices.Values(slices.Concat(f.Medians.Values...)))
	near(t, "pooled median", Quantile(pooled, 0.5), f.Medians.Pooled, 1e-9)
	near(t, "pooled p85", Quantile(pooled, 0.85), f.Medians.P85, 1e-9)
	if math.Abs(Quantile(pooled, 0.5)-f.Medians.Mean) < 1 {
		t.Error("the example does not tell a pooled median from a mean of medians")
	}
}

// Admissions of 1973 (Bickel, Hammel & O'Connell, Science 187:398): women are admitted less
// often overall, and a little more often department by department.
func TestKitagawaBerkeley(t *testing.T) {
	men := [][]float64{{512, 825}, {353, 560}, {120, 325}, {138, 417}, {53, 191}, {22, 373}}
	women := [][]float64{{89, 108}, {17, 25}, {202, 593}, {131, 375}, {94, 393}, {24, 341}}
	var parts []Part
	for i := range men {
		parts = append(parts, pair(men[i], women[i]))
	}
	d := Kitagawa(parts)
	near(t, "difference", d.Difference, -0.1416454282, 1e-9)
	near(t, "rate effect", d.Rate, 0.03602848291, 1e-9)
	near(t, "mix effect", d.Mix, -0.1776739112, 1e-9)
	if !d.Reversal || d.Strong {
		t.Errorf("reversal %v, strong %v: two departments moved with the pool", d.Reversal, d.Strong)
	}
}

// The effects add up exactly, whatever begins or ends; the order of groups does not matter.
func TestKitagawaAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		observed := func() []float64 {
			n := rapid.IntRange(0, 30).Draw(t, "n")
			return []float64{float64(rapid.IntRange(0, n).Draw(t, "x")), float64(n)}
		}
		var parts []Part
		for range rapid.IntRange(1, 6).Draw(t, "groups") {
			parts = append(parts, pair(observed(), observed()))
		}
		d := Kitagawa(parts)
		if sum := d.Rate + d.Mix + d.Entry + d.Exit; d.Groups > 0 && math.Abs(sum-d.Difference) > 1e-12 {
			t.Fatalf("effects sum to %g, the difference is %g", sum, d.Difference)
		}
		slices.Reverse(parts)
		if e := Kitagawa(parts); e.Groups > 0 && (math.Abs(e.Mix-d.Mix) > 1e-12 || e.Strong != d.Strong) {
			t.Fatal("another order, another result")
		}
	})
}

func TestKitagawaEntry(t *testing.T) {
	d := Kitagawa([]Part{pair([]float64{1, 10}, []float64{1, 10}), pair([]float64{0, 0}, []float64{9, 10})})
	if d.Rate != 0 || d.Mix != 0 || math.Abs(d.Entry-0.4) > 1e-12 || d.Exit != 0 || d.Reversal || d.Groups != 1 {
		t.Errorf("a group that began: %+v", d)
	}
	if d := Kitagawa(nil); !math.IsNaN(d.Difference) || d.Reversal {
		t.Errorf("nothing: %+v", d)
	}
}
