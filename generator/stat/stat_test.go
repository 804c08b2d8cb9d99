package stat

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// table reads a reference file: one line of names, then rows; lines of # are its sources.
func table(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	lines, err := r.ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatalf("%s: %d lines, %v", name, len(lines), err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// near holds a value to the relative tolerance that the reference files give.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance*max(1e-6, math.Abs(want)) && math.Abs(got-want) > 1e-12 {
		t.Errorf("%s = %.12g, reference %.12g", what, got, want)
	}
}

// The vectors of quantiles.csv that hold whole numbers; q12 is in tenths.
var vectors = map[string]struct {
	values []uint32
	scale  float64
}{
	"q5": {[]uint32{1, 2, 3, 4, 5}, 1}, "q4": {[]uint32{1, 2, 3, 4}, 1}, "q1": {[]uint32{7}, 1}, "q2": {[]uint32{1, 9}, 1},
	"q10": {[]uint32{2, 3, 3, 5, 8, 9, 13, 21, 34, 55}, 1},
	"q12": {[]uint32{4, 9, 11, 13, 22, 28, 30, 47, 61, 95, 142, 308}, 0.1},
}

func TestQuantileIsType7(t *testing.T) {
	for _, row := range table(t, "quantiles.csv") {
		v, ok := vectors[row["vector"]]
		if !ok {
			t.Fatalf("no vector %s", row["vector"])
		}
		near(t, row["vector"]+" p="+row["p"], Quantile(v.values, number(t, row["p"]))*v.scale, number(t, row["type7"]), 1e-9)
	}
	if !math.IsNaN(Quantile(nil, 0.5)) {
		t.Error("the quantile of nothing is a number")
	}
}

func TestQuantileRanks(t *testing.T) {
	for _, row := range table(t, "quantile-intervals.csv") {
		n, p := int(number(t, row["n"])), number(t, row["p"])
		lower, upper, ok := QuantileRanks(n, p)
		if row["lower_rank"] == "" {
			if ok {
				t.Errorf("n=%d p=%g: ranks %d, %d where none exist", n, p, lower, upper)
			}
			continue
		}
		if !ok || lower != int(number(t, row["lower_rank"])) || upper != int(number(t, row["upper_rank"])) {
			t.Errorf("n=%d p=%g: ranks %d, %d (%v), reference %s, %s", n, p, lower, upper, ok, row["lower_rank"], row["upper_rank"])
		}
	}
}

// Beyond 1,000 values the ranks have equal tails: they must still cover 95 %.
func TestQuantileRanksOfManyCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, p := rapid.IntRange(1001, 5000).Draw(t, "n"), rapid.SampledFrom([]float64{0.5, 0.85, 0.95}).Draw(t, "p")
		lower, upper, ok := QuantileRanks(n, p)
		below := binomialBelow(n, p)
		if cover := below[upper] - below[lower]; !ok || cover < Confidence-1e-9 {
			t.Fatalf("n=%d p=%g: ranks %d to %d cover %g", n, p, lower, upper, cover)
		}
	})
}

func TestWilson(t *testing.T) {
	for _, row := range table(t, "proportions.csv") {
		low, high := Wilson(int(number(t, row["x"])), int(number(t, row["n"])))
		near(t, row["x"]+" of "+row["n"]+" low", low, number(t, row["wilson_lo"]), 1e-6)
		near(t, row["x"]+" of "+row["n"]+" high", high, number(t, row["wilson_hi"]), 1e-6)
	}
	if low, high := Wilson(0, 0); !math.IsNaN(low) || !math.IsNaN(high) {
		t.Error("an interval of nothing")
	}
}

func TestPoisson(t *testing.T) {
	for _, row := range table(t, "counts.csv") {
		low, high := Poisson(int(number(t, row["x"])))
		near(t, row["x"]+" low", low, number(t, row["exact_lo"]), 1e-6)
		near(t, row["x"]+" high", high, number(t, row["exact_hi"]), 1e-6)
	}
}

func TestXmR(t *testing.T) {
	var file struct {
		Cases []struct {
			Name string
			X    []float64
			Want struct{ Lower, Upper float64 } `json:"x_mean_mr_2.66"`
			Mean float64
		}
	}
	data, err := os.ReadFile("testdata/xmr-limits.json")
	if err == nil {
		err = json.Unmarshal(data, &file)
	}
	if err != nil || len(file.Cases) != 11 {
		t.Fatalf("%d cases, %v", len(file.Cases), err)
	}
	for _, c := range file.Cases {
		l := XmR(c.X)
		if c.Name == "flat" {
			if l.Known {
				t.Error("limits of a flat series")
			}
			continue
		}
		near(t, c.Name+" centre", l.Centre, c.Mean, 1e-9)
		near(t, c.Name+" lower", l.Lower, c.Want.Lower, 1e-9)
		near(t, c.Name+" upper", l.Upper, c.Want.Upper, 1e-9)
	}
}

func TestXmRSkipsGaps(t *testing.T) {
	gap := XmR([]float64{1, 3, math.NaN(), 10, 12})
	near(t, "centre", gap.Centre, 6.5, 1e-12)
	near(t, "upper", gap.Upper, 6.5+2.66*2, 1e-12) // the step from 3 to 10 crosses the gap
	if gap.N != 4 {
		t.Errorf("n = %d", gap.N)
	}
}

func TestXmRLogIsScaleFree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(1, 1e6), 3, 40).Draw(t, "values")
		scaled := slices.Clone(values)
		for i := range scaled {
			scaled[i] *= 24
		}
		a, b := XmRLog(values, 1), XmRLog(scaled, 1)
		if a.Known && math.Abs(b.Upper/a.Upper-24) > 1e-6 {
			t.Fatalf("upper limit %g became %g in a unit 24 times smaller", a.Upper, b.Upper)
		}
	})
}

func TestAttributeLimits(t *testing.T) {
	var file struct {
		Cases []struct {
			Chart        string
			Y, N         []float64
			Centre       float64
			Lower, Upper []float64
		}
	}
	data, err := os.ReadFile("testdata/attribute-charts.json")
	if err == nil {
		err = json.Unmarshal(data, &file)
	}
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, c := range file.Cases {
		if c.Chart != "u" {
			continue
		}
		seen++
		for i := range c.Y {
			lower, upper := U(c.Centre, c.N[i])
			if math.IsNaN(lower) {
				lower = 0
			}
			near(t, "lower", lower, c.Lower[i], 1e-9)
			near(t, "upper", upper, c.Upper[i], 1e-9)
		}
	}
	if seen == 0 {
		t.Error("no case seen")
	}
}
