package stat

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The traps of measuring the time to fix over what was closed. In each scenario findings
// come at a steady rate for 36 months and take a lognormal time with median 30 days and
// log-sd 1.2, so that the truth is known: median 30, mean 61.6, restricted mean to 90 days
// 40.1; with one in five never fixed, median 44.0 and restricted mean 50.1 (own
// simulation, as those of the reference table). 500 a month under a fixed seed are enough
// to tell the estimates apart from chance.
func TestRemediationBias(t *testing.T) {
	const perMonth, months, window = 500, 36, 12
	for _, c := range []struct {
		name            string
		from            float64 // day of the first finding
		never           float64 // share that is never fixed
		purge           bool    // all older than 120 days were closed in the last month
		median, rmst    float64
		closedLastMonth [2]float64 // between which the mean over closed in the last month lies
	}{
		{"steady", 0, 0, false, 30, 40.1, [2]float64{48, 62}},
		{"scanner switched on six months ago looks faster", 30 * 30, 0, false, 30, 40.1, [2]float64{33, 42}},
		{"one in five never fixed is not seen", 0, 0.2, false, 44, 50.1, [2]float64{45, 70}},
		{"closing the old backlog looks slower", 0, 0, true, 30, 40.1, [2]float64{100, 220}},
	} {
		r := rand.New(rand.NewPCG(7, 11))
		const end = 30.0 * months
		var watched []Lifetime
		var sum, n float64
		for range perMonth * months {
			opened := r.Float64() * end
			took := 30 * math.Exp(1.2*r.NormFloat64())
			if r.Float64() < c.never {
				took = math.Inf(1)
			}
			if opened < c.from {
				continue
			}
			closed := opened + took
			if c.purge && closed > end-30 && end-opened > 120 {
				closed = min(closed, max(end-30*r.Float64(), opened+120))
			}
			if closed > end-30 && closed <= end {
				sum, n = sum+closed-opened, n+1
			}
			if l, ok := inWindow(opened, closed, end-30*window, end); ok {
				watched = append(watched, l)
			}
		}
		var s Survival
		s.Estimate(sorted(watched))
		median, _, _, _ := s.Quantile(0.5)
		mean, _, _ := s.RestrictedMean(90 * day)
		if !within(median/day, c.median*0.93, c.median*1.07) || !within(mean/day, c.rmst*0.95, c.rmst*1.05) {
			t.Errorf("%s: median %.1f of %g, restricted mean %.1f of %g", c.name, median/day, c.median, mean/day, c.rmst)
		}
		if naive := sum / n; !within(naive, c.closedLastMonth[0], c.closedLastMonth[1]) {
			t.Errorf("%s: the mean over closed is %.1f, which is no trap", c.name, naive)
		}
	}
}

const day = 86400

// inWindow is what a window sees of a finding, with late entry.
func inWindow(opened, closed, from, to float64) (l Lifetime, ok bool) {
	l = Lifetime{Entry: uint32(max(0, from-opened) * day), Exit: uint32((min(closed, to) - opened) * day), How: Running}
	if closed < to {
		l.How = Ended
	}
	return l, l.Exit > l.Entry
}

func within(v, low, high float64) bool { return v > low && v < high }
