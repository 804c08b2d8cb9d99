package stat

import "slices"

// BenjaminiHochberg is the largest p that may be called a discovery among all of them so
// that, of independent looks, at most the share q of what is called one is expected to be
// false (Benjamini & Hochberg 1995): the largest p₍ₖ₎ ≤ k·q/n. Every p up to it passes; -1
// where none does.
func BenjaminiHochberg(p []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(p))
	for k := len(sorted); k > 0; k-- {
		if sorted[k-1] <= float64(k)*q/float64(len(sorted)) {
			return sorted[k-1]
		}
	}
	return -1
}
