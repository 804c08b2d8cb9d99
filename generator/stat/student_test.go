package stat

import (
	"math"
	"testing"
)

// Two-sided 5 % and 1 % points as printed in tables (Abramowitz & Stegun, table 26.10); one
// degree of freedom is Cauchy's, where t = 1 has p one half.
func TestStudentTables(t *testing.T) {
	for _, c := range []struct {
		df   int
		t, p float64
	}{{1, 12.706, 0.05}, {2, 4.303, 0.05}, {3, 3.182, 0.05}, {10, 2.228, 0.05}, {11, 2.201, 0.05}, {11, 3.106, 0.01}, {30, 2.042, 0.05}, {1, 1, 0.5}, {4, 0, 1}} {
		if p := StudentP(-c.t, c.df); math.Abs(p-c.p) > 5e-5 {
			t.Errorf("t = %g with %d: p = %g", c.t, c.df, p)
		}
		if q := StudentQuantile(1-c.p, c.df); math.Abs(q-c.t) > 6e-4 {
			t.Errorf("p = %g with %d: t = %g", c.p, c.df, q)
		}
	}
}
