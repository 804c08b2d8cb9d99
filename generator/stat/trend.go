package stat

import (
	"math"
	"slices"
)

// TheilSen is the median of the slopes between all pairs of points (Theil 1950; Sen 1968):
// how much y changes for one x, whatever a few odd points say. Pairs with the same x have no
// slope and are left out; of an even number of slopes the median is the mean of the middle
// two, as in R's trend::sens.slope. It is NaN where no two points differ in x.
func TheilSen(xs, ys []float64) float64 {
	slopes := make([]float64, 0, len(xs)*len(xs)/2)
	for i := range xs {
		for j := range i {
			if xs[i] != xs[j] {
				slopes = append(slopes, (ys[i]-ys[j])/(xs[i]-xs[j]))
			}
		}
	}
	n := len(slopes)
	if n == 0 {
		return math.NaN()
	}
	slices.Sort(slopes)
	return slopes[(n-1)/2]/2 + slopes[n/2]/2
}
