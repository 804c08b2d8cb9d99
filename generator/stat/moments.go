package stat

// Moments are what pools exactly of a sample's mean and spread: a mean of means and a mean
// of variances do not.
type Moments struct {
	N        int
	Mean     float64
	Variance float64 // of a sample, by N−1; 0 for one value
}

// And is the moments of both samples together: [Σ(nᵢ−1)sᵢ² + Σnᵢ(x̄ᵢ−x̄)²]/(N−1), in the
// form for two that loses no digits (Chan, Golub & LeVeque 1983).
func (m Moments) And(o Moments) Moments {
	if m.N == 0 {
		return o
	}
	if o.N == 0 {
		return m
	}
	n, between := float64(m.N+o.N), o.Mean-m.Mean
	squares := float64(m.N-1)*m.Variance + float64(o.N-1)*o.Variance + between*between*float64(m.N)*float64(o.N)/n
	return Moments{m.N + o.N, m.Mean + between*float64(o.N)/n, squares / (n - 1)}
}
