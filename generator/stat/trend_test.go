package stat

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestTheilSen(t *testing.T) {
	var file struct {
		Cases []struct {
			Name  string
			X     []float64 // the series; its index is time
			Slope float64   `json:"sens_slope"`
		}
	}
	data, err := os.ReadFile("testdata/trend-tests.json")
	if err == nil {
		err = json.Unmarshal(data, &file)
	}
	if err != nil || len(file.Cases) != 5 {
		t.Fatalf("%d cases, %v", len(file.Cases), err)
	}
	for _, c := range file.Cases {
		near(t, c.Name, TheilSen(count(len(c.X)), c.X), c.Slope, 1e-9)
	}
}

// count is 1, 2, … n.
func count(n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = float64(i + 1)
	}
	return xs
}

func TestTheilSenWithoutASlope(t *testing.T) {
	for _, xs := range [][]float64{nil, {1}, {2, 2, 2}} {
		if slope := TheilSen(xs, []float64{1, 2, 3}[:len(xs)]); !math.IsNaN(slope) {
			t.Errorf("x %v: slope %g", xs, slope)
		}
	}
	if slope := TheilSen([]float64{1, 2, 3}, []float64{5, 5, 5}); slope != 0 {
		t.Errorf("a flat series has slope %g", slope)
	}
	if slope := TheilSen([]float64{1, 1, 3}, []float64{0, 100, 4}); slope != -23 { // (4-0)/2 and (4-100)/2
		t.Errorf("two points at one x: slope %g, want -23", slope)
	}
}

// The order of points says nothing, and turning y over turns the slope over.
func TestTheilSenIsOfASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ys := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 2, 20).Draw(t, "ys")
		xs := count(len(ys))
		slope := TheilSen(xs, ys)
		slices.Reverse(xs)
		slices.Reverse(ys)
		if back := TheilSen(xs, ys); back != slope {
			t.Fatalf("%g, and %g in reverse order", slope, back)
		}
		for i := range ys {
			ys[i] = -ys[i]
		}
		if over := TheilSen(xs, ys); over != -slope {
			t.Fatalf("%g, and %g turned over", slope, over)
		}
	})
}
