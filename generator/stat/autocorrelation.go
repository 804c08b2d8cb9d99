package stat

import "math"

// Lag1 is the lag-1 autocorrelation of a series: Σ(xₜ−x̄)(xₜ₊₁−x̄)/Σ(xₜ−x̄)², as R's acf
// (Box & Jenkins). NaN marks a gap, which no pair crosses; the result is NaN for fewer than
// two values or where nothing varies.
func Lag1(x []float64) float64 {
	sum, n := 0.0, 0
	least, most := math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if !math.IsNaN(v) {
			sum, n = sum+v, n+1
			least, most = min(least, v), max(most, v)
		}
	}
	mean := sum / float64(n)
	var cross, square float64
	for i, v := range x {
		if math.IsNaN(v) {
			continue
		}
		square += (v - mean) * (v - mean)
		if i+1 < len(x) && !math.IsNaN(x[i+1]) {
			cross += (v - mean) * (x[i+1] - mean)
		}
	}
	if n < 2 || least == most { // the squares of a flat series are rounding
		return math.NaN()
	}
	return cross / square
}
