package stat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

type timed struct{ x, y float64 }

func ratioSumsOf(pairs []timed) (s RatioSums) {
	for _, p := range pairs {
		s.N++
		s.X, s.Y = s.X+p.x, s.Y+p.y
		s.XX, s.XY, s.YY = s.XX+p.x*p.x, s.XY+p.x*p.y, s.YY+p.y*p.y
	}
	return s
}

// timedItems are like changes: elapsed times are skewed (log-normal, σ of 1.1), and a part of
// each is waiting, which some have none of and long ones have more of.
func timedItems(r *rand.Rand, n int) []timed {
	out := make([]timed, n)
	for i := range out {
		x := math.Exp(1.1*r.NormFloat64()) * 86400
		share := 0.0
		if r.Float64() < 0.7 {
			share = r.Float64() * x / (x + 86400)
		}
		out[i] = timed{x, share * x}
	}
	return out
}

// bootstrap is the percentile interval over resampled items.
func bootstrap(r *rand.Rand, pairs []timed, times int) (low, high float64) {
	ratios := make([]float64, times)
	for b := range ratios {
		var x, y float64
		for range pairs {
			p := pairs[r.IntN(len(pairs))]
			x, y = x+p.x, y+p.y
		}
		ratios[b] = y / x
	}
	slices.Sort(ratios)
	return ratios[times/40], ratios[times-1-times/40]
}

// The ends agree with those of a bootstrap over items to within a fifth of its width on
// average over many sets, at few items and at many.
func TestRatioIntervalAgreesWithBootstrap(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for _, n := range []int{20, 60, 400} {
		var off, width float64
		const sets = 60
		for range sets {
			pairs := timedItems(r, n)
			low, high := ratioSumsOf(pairs).Interval()
			bLow, bHigh := bootstrap(r, pairs, 1000)
			off += math.Abs(low-bLow) + math.Abs(high-bHigh)
			width += bHigh - bLow
		}
		t.Logf("n = %d: ends differ by %.4f on average, the bootstrap is %.4f wide", n, off/2/sets, width/sets)
		if off/2 > 0.2*width {
			t.Errorf("n = %d: ends differ by %.4f on average, the bootstrap is %.4f wide", n, off/2/sets, width/sets)
		}
	}
}

// It holds the true ratio nearly as often as it says, and more often than the bootstrap of
// few items does.
func TestRatioIntervalCovers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	truth := ratioSumsOf(timedItems(r, 2_000_000)).Ratio()
	const sets = 1500
	for _, c := range []struct {
		n     int
		least float64
	}{{20, 0.865}, {60, 0.89}, {300, 0.92}} {
		n, least := c.n, c.least
		held, boot := 0, 0
		for i := range sets {
			pairs := timedItems(r, n)
			if low, high := ratioSumsOf(pairs).Interval(); low <= truth && truth <= high {
				held++
			}
			if n == 20 && i < 600 {
				if low, high := bootstrap(r, pairs, 300); low <= truth && truth <= high {
					boot++
				}
			}
		}
		t.Logf("n = %d: holds it in %.3f of sets", n, float64(held)/sets)
		if share := float64(held) / sets; share < least || share > 0.97 {
			t.Errorf("n = %d: the interval holds the truth in %.3f of sets", n, share)
		}
		if n == 20 && float64(boot)/600 > float64(held)/sets {
			t.Errorf("the bootstrap holds it more often: %d of 600, %d of %d", boot, held, sets)
		}
	}
}

func TestRatioInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		pairs := timedItems(r, rapid.IntRange(2, 60).Draw(t, "n"))
		s := ratioSumsOf(pairs)
		low, high := s.Interval()
		if s.Y == 0 {
			return
		}
		if !(0 <= low && low <= s.Ratio() && s.Ratio() <= high && high <= 1) {
			t.Fatalf("%g … %g … %g", low, s.Ratio(), high)
		}
		// The rest has the mirrored interval.
		for i, p := range pairs {
			pairs[i].y = p.x - p.y
		}
		if l, h := ratioSumsOf(pairs).Interval(); math.Abs(l-(1-high)) > 1e-6 || math.Abs(h-(1-low)) > 1e-6 {
			t.Fatalf("of the rest: %g … %g, not %g … %g", l, h, 1-high, 1-low)
		}
	})
	// By hand: x of 1 to 4, y of 1, 0, 2, 1: R = 0.4, residuals 0.6, −0.8, 0.8, −0.6; Σ = 2.
	s := ratioSumsOf([]timed{{1, 1}, {2, 0}, {3, 2}, {4, 1}})
	se := math.Sqrt(2.0*4/3) / 10
	half := student(3) * se / 0.24
	low, high := s.Interval()
	if want := expit(math.Log(0.4/0.6) - half); math.Abs(low-want) > 1e-12 || math.Abs(high-expit(math.Log(0.4/0.6)+half)) > 1e-12 {
		t.Errorf("%g … %g, want from %g", low, high, want)
	}
	for _, s := range []RatioSums{{}, ratioSumsOf([]timed{{2, 1}}), ratioSumsOf([]timed{{2, 0}, {3, 0}}), ratioSumsOf([]timed{{2, 2}, {3, 3}})} {
		if low, high := s.Interval(); !math.IsNaN(low) || !math.IsNaN(high) {
			t.Errorf("%+v has an interval, %g … %g", s, low, high)
		}
	}
	if low, high := ratioSumsOf([]timed{{2, 1}, {4, 2}, {6, 3}}).Interval(); low != 0.5 || high != 0.5 {
		t.Errorf("all alike: %g … %g", low, high)
	}
}

func TestStudentFast(t *testing.T) {
	for _, freedom := range []int{5, 9, 19, 30, 100, 10_000} {
		want := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(freedom)}.Quantile(0.975)
		if got := student(freedom); math.Abs(got-want) > 0.003 {
			t.Errorf("%d degrees of freedom: %g, want %g", freedom, got, want)
		}
	}
}
