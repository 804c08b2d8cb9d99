package stat

import "math"

// Observed is one month of a share or of a rate: events among Size trials, or over an
// exposure of Size.
type Observed struct{ Events, Size float64 }

// Estimate compares two pooled windows of months.
type Estimate struct {
	Value     float64 // difference of shares, or ratio of rates; NaN where it does not exist
	Low, High float64
	P         float64 // below 1 − confidence exactly where the interval leaves "no difference" out
	Phi       float64 // overdispersion, at least 1
}

// ShareDifference is the pooled share of the newest months minus that of the months before,
// with Newcombe's interval after counts and sizes are divided by φ. φ = max(1, Pearson χ²/df)
// over the months within the two windows is what months vary beyond chance (quasi-binomial:
// McCullagh & Nelder, Generalized Linear Models, section 4.5); it never narrows.
func ShareDifference(newest, before []Observed, confidence float64) Estimate {
	a, b := total(newest), total(before)
	e := Estimate{Value: a.Events/a.Size - b.Events/b.Size, Phi: 1}
	if a.Size <= 0 || b.Size <= 0 {
		return Estimate{math.NaN(), math.NaN(), math.NaN(), math.NaN(), 1}
	}
	e.Phi = dispersion(newest, before, func(p, size float64) float64 { return size * p * (1 - p) })
	x1, n1, x2, n2 := a.Events/e.Phi, a.Size/e.Phi, b.Events/e.Phi, b.Size/e.Phi
	e.Low, e.High = Newcombe(x1, n1, x2, n2, confidence)
	e.P = newcombeP(x1, n1, x2, n2)
	return e
}

// RateRatio is the pooled rate of the newest months over that of the months before. Given
// how many events both have, those of the newest are binomial (Przyborowski & Wilenski
// 1940); the score interval of that share, with the total divided by φ, becomes the interval
// of the ratio, and its score test the p. φ is Pearson χ²/df of monthly counts about the two
// rates. We take the conditional share and not the difference of two rates because a ratio
// reads the same at every volume, and because its test is the one that the interval inverts.
// Everything is NaN without any event; without one before, the ratio has no upper end.
func RateRatio(newest, before []Observed, confidence float64) Estimate {
	a, b := total(newest), total(before)
	events := a.Events + b.Events
	if events <= 0 || a.Size <= 0 || b.Size <= 0 {
		return Estimate{math.NaN(), math.NaN(), math.NaN(), math.NaN(), 1}
	}
	e := Estimate{Value: a.Events / a.Size / (b.Events / b.Size)}
	e.Phi = dispersion(newest, before, func(rate, size float64) float64 { return size * rate })
	n, share, expected := events/e.Phi, a.Events/events, a.Size/(a.Size+b.Size)
	low, high := score(share*n, n, twoSided(confidence))
	odds := b.Size / a.Size
	e.Low, e.High = low/(1-low)*odds, high/(1-high)*odds
	e.P = math.Erfc(math.Abs(share-expected) / math.Sqrt(2*expected*(1-expected)/n))
	return e
}

func total(months []Observed) (t Observed) {
	for _, m := range months {
		t.Events, t.Size = t.Events+m.Events, t.Size+m.Size
	}
	return t
}

// dispersion is φ: each window about its own pooled rate; a window without variance (no
// events, or nothing else) adds nothing to χ².
func dispersion(newest, before []Observed, variance func(rate, size float64) float64) float64 {
	chi, df := 0.0, -2
	for _, window := range [][]Observed{newest, before} {
		t := total(window)
		rate := t.Events / t.Size
		for _, m := range window {
			if m.Size <= 0 {
				continue
			}
			df++
			if v := variance(rate, m.Size); v > 0 {
				chi += (m.Events - rate*m.Size) * (m.Events - rate*m.Size) / v
			}
		}
	}
	if df < 1 {
		return 1
	}
	return max(1, chi/float64(df))
}
