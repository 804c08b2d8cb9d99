package stat

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// StudentP is the two-sided p of a t with df degrees of freedom.
func StudentP(t float64, df int) float64 { return 2 * studentT(df).CDF(-math.Abs(t)) }

// StudentQuantile is the t that a share of the distribution lies within, to both sides.
func StudentQuantile(confidence float64, df int) float64 {
	return studentT(df).Quantile((1 + confidence) / 2)
}

func studentT(df int) distuv.StudentsT { return distuv.StudentsT{Sigma: 1, Nu: float64(df)} }
