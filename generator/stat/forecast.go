package stat

import "slices"

// Resampling a record of weekly counts, with replacement, is how teams forecast (Magennis's
// throughput forecaster; Vacanti). The usual Monte Carlo only approximates a distribution
// that a convolution gives exactly, without a seed, so that equal inputs give equal bytes.
// It assumes that the coming periods are draws from the recorded ones.

// slack is by how much a probability may miss a level and still reach it: it absorbs the
// rounding of sums. Exact probabilities are fractions over len(sample)^periods, and those of
// 26 weeks drawn four times that differ from a percentage do so by more than 1e-8.
const slack = 1e-12

// Totals is the distribution of the sum of periods draws from a sample of counts (each ≥ 0):
// element k is P(total = k). An empty sample gives nil. It costs periods × distinct counts ×
// the largest total.
func Totals(sample []int, periods int) []float64 {
	if len(sample) == 0 {
		return nil
	}
	d := drawsOf(sample)
	p := []float64{1}
	for range periods {
		p = d.add(p, len(p)+d.largest())
	}
	return p
}

// HowMany is the largest k with P(total ≥ k) ≥ level: with that probability at least so many.
func HowMany(totals []float64, level float64) int {
	tail := 0.0
	for k := len(totals) - 1; k > 0; k-- {
		if tail += totals[k]; tail >= level-slack {
			return k
		}
	}
	return 0
}

// draws are the distinct counts of a sample, ascending, with their shares of it.
type draws struct {
	counts []int
	shares []float64
}

func drawsOf(sample []int) draws {
	sorted := slices.Sorted(slices.Values(sample))
	var d draws
	for from, to := 0, 0; from < len(sorted); from = to {
		for to = from; to < len(sorted) && sorted[to] == sorted[from]; to++ {
		}
		d.counts = append(d.counts, sorted[from])
		d.shares = append(d.shares, float64(to-from)/float64(len(sorted)))
	}
	return d
}

func (d draws) largest() int { return d.counts[len(d.counts)-1] }

// add is the distribution p convolved with one more draw, cut to size elements.
func (d draws) add(p []float64, size int) []float64 {
	out := make([]float64, size)
	for i, count := range d.counts {
		for k, at := range p[:max(0, min(len(p), size-count))] {
			out[k+count] += d.shares[i] * at
		}
	}
	return out
}
