package metric

import (
	"math"

	"leadline/generator/period"
)

// A sustained change is told from the newest six complete months against the twelve before;
// below that an exact test cannot be surer than by chance (3 against 6 months never has p
// under 0.01).
const (
	newestMonths = 6
	beforeMonths = 12
	// claimBelow is the p under which a change is claimed. With a look every month it makes
	// 8 false claims in a hundred unchanged series and years; 0.05 would make 27.
	claimBelow = 0.01
	// Months under a floor are passed over, not taken for zero, as long as no more than one
	// in four is: six values among eight months, twelve among sixteen. Our own bound.
	newestReach = 8
	beforeReach = 16
)

// Scale is how a change is counted.
type Scale uint8

const (
	// Ratio: the newest months are so many times what the months before were; 1 is none.
	Ratio Scale = iota
	// Points: difference of shares, 0…1; 0 is none.
	Points
	// Difference: so many items more; 0 is none.
	Difference
)

// Name is the scale as written in a workbook.
func (s Scale) Name() string { return [...]string{"ratio", "difference of shares", "difference"}[s] }

// Change is what may be said of six months against the twelve before. Where Absence is not
// Present there are no numbers, and Reason says why.
type Change struct {
	First, Last period.Month // of the newest months
	Before      period.Month // first of the months before
	Gaps        int          // months without a value that were passed over
	Scale       Scale
	Estimate    float64
	Low, High   float64 // interval of Confidence; High may be infinite
	Confidence  float64
	P           float64
	Claimed     bool    // P < 0.01, and not of one month alone; otherwise "no detectable change", never "no change"
	Neighbours  float64 // lag-1 correlation of the months before, NaN for fewer than 20
	Mix         Mix     // where it changed
	Absence     Absence
	Reason      string
}

// Direction is 1 upwards, -1 downwards, 0 neither.
func (c Change) Direction() int {
	none := 0.0
	if c.Scale == Ratio {
		none = 1
	}
	switch {
	case c.Absence != Present || c.Estimate == none:
		return 0
	case c.Estimate > none:
		return 1
	default:
		return -1
	}
}

// OneMonth reports whether chance does not explain the difference, but one month makes it.
func (c Change) OneMonth() bool { return c.Absence == Present && !c.Claimed && c.P < claimBelow }

// Level reports whether the interval holds no difference. A change that is not claimed can
// have one that does not: the claim asks for p < 0.01.
func (c Change) Level() bool {
	none := 0.0
	if c.Scale == Ratio {
		none = 1
	}
	return c.Low <= none && c.High >= none
}

// absent is a change without numbers.
func (c Change) absent(why Absence, reason string) Change {
	c.Estimate, c.Low, c.High, c.P, c.Neighbours = math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()
	c.Absence, c.Reason = why, reason
	return c
}
