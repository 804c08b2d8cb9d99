package metric

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"leadline/generator/stat"
)

// failing is 30 months of failures among deployments; rho is the correlation within a month
// (beta-binomial), and from month 19 on the chance is ratio times what it was.
func failing(r *rand.Rand, n, p, rho, ratio float64) [][]Figure {
	months := make([][]Figure, 30)
	for i := range months {
		chance := p
		if i >= 18 {
			chance *= ratio
		}
		if rho > 0 {
			k := (1 - rho) / rho
			chance = distuv.Beta{Alpha: chance * k, Beta: (1 - chance) * k, Src: r}.Rand()
		}
		f := Figure{Stat: "share", N: max(3, poissonDraw(r, n))}
		for range f.N {
			f.Part += one(r.Float64() < chance)
		}
		f.Value = float64(f.Part) / float64(f.N)
		months[i] = []Figure{f}
	}
	return months
}

func TestSustainedChangeOfShares(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulation")
	}
	const published = 20000
	rows := referenceRows(t, "rate-change-detection.csv")
	for seed, c := range []struct{ n, p, rho, ratio string }{
		{"12", "0.1", "0", "1"}, {"30", "0.1", "0.03", "1"}, {"100", "0.1", "0.03", "1"}, {"30", "0.2", "0", "0.5"}, {"12", "0.2", "0.03", "0.5"},
	} {
		row := rowOf(t, rows, map[string]string{"n": c.n, "p": c.p, "rho": c.rho, "ratio": c.ratio})
		want, looks, direction := reference{cell(t, row["quasi99_any12"]), published}, 12, 0
		if c.ratio != "1" {
			want, looks, direction = reference{cell(t, row["quasi99_detect6"]), published}, 6, -1
		}
		r, hits, plain := source(uint64(200+seed)), 0, 0
		for range simulated {
			course := courseOf(&byPooledShares, failing(r, cell(t, c.n), cell(t, c.p), cell(t, c.rho), cell(t, c.ratio)))
			hits += one(speaks(&course, looks, direction))
			plain += one(withoutPhi(&course))
		}
		what := "n " + c.n + ", p " + c.p + ", rho " + c.rho + ", ratio " + c.ratio
		if !want.holds(t, what, hits, simulated) {
			t.Errorf("%s: not what the reference measured", what)
		}
		if c.rho != "0" && c.ratio == "1" && want.holds(t, what+" without φ", plain, simulated) {
			t.Error("φ makes no difference: the bound shows nothing")
		}
	}
}

func withoutPhi(c *course) bool {
	for i := 18; i < 30; i++ {
		w, _, _ := c.windows(i)
		var total [2]stat.Observed
		for k, months := range [][]int{w.newest, w.before} {
			for _, o := range c.trials(months) {
				total[k].Events, total[k].Size = total[k].Events+o.Events, total[k].Size+o.Size
			}
		}
		if low, high := stat.Newcombe(total[0].Events, total[0].Size, total[1].Events, total[1].Size, 0.99); low > 0 || high < 0 {
			return true
		}
	}
	return false
}

// Events over time have no published table. An unchanged rate must speak about as seldom as
// an unchanged share does (4–6 % a year, up to 15 % where months vary more than chance), and
// a rate that halves must be found.
func TestSustainedChangeOfRates(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulation")
	}
	for seed, c := range []struct {
		mean, tau, ratio float64
		from, to         float64
	}{
		{1, 0, 1, 0, 0.08}, {4, 0, 1, 0.03, 0.08}, {12, 0, 1, 0.03, 0.08}, {12, 0.3, 1, 0.03, 0.16}, {40, 0.3, 1, 0.03, 0.16},
		{12, 0, 0.5, 0.9, 1}, {12, 0.3, 0.5, 0.5, 1},
	} {
		r, hits, plain := source(uint64(300+seed)), 0, 0
		for range simulated {
			course := courseOf(&byPooledRates, counted(r, c.mean, c.tau, c.ratio))
			hits += one(speaks(&course, 12, 0))
			plain += one(aboveThree(&course))
		}
		got, without := float64(hits)/simulated, float64(plain)/simulated
		t.Logf("%g a month, tau %g, ratio %g: %.3f within %g to %g; without φ %.3f", c.mean, c.tau, c.ratio, got, c.from, c.to, without)
		if got < c.from || got > c.to {
			t.Errorf("%g a month, tau %g, ratio %g: %.3f speak, want %g to %g", c.mean, c.tau, c.ratio, got, c.from, c.to)
		}
		if c.tau > 0 && c.ratio == 1 && without <= c.to {
			t.Error("φ makes no difference: the bound shows nothing")
		}
	}
}

func counted(r *rand.Rand, mean, tau, ratio float64) [][]Figure {
	months := make([][]Figure, 30)
	for i := range months {
		scale := math.Exp(tau * r.NormFloat64())
		if i >= 18 {
			scale *= ratio
		}
		n := poissonDraw(r, mean*scale)
		months[i] = []Figure{number("rate", 0, float64(n), n)}
	}
	return months
}

// aboveThree is the same comparison with each window taken as one count, so that φ is 1.
func aboveThree(c *course) bool {
	for i := 18; i < 30; i++ {
		w, _, _ := c.windows(i)
		var total [2]stat.Observed
		for k, months := range [][]int{w.newest, w.before} {
			for _, o := range c.events(months) {
				total[k].Events, total[k].Size = total[k].Events+o.Events, total[k].Size+o.Size
			}
		}
		if stat.RateRatio(total[:1], total[1:], 0.99).P < claimBelow {
			return true
		}
	}
	return false
}
