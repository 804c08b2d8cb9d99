package metric

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"leadline/generator/fact"
	"leadline/generator/stat"
)

// delivered is 30 months of medians of Poisson many deliveries; from month 19 on everything
// takes ratio times as long. tau is the log-sd of a month's own effect.
func delivered(r *rand.Rand, lambda, tau, ratio float64) [][]Figure {
	values := make([]float64, 30)
	for i := range values {
		scale := math.Exp(tau * r.NormFloat64())
		if i >= 18 {
			scale *= ratio
		}
		values[i] = median(r, max(3, poissonDraw(r, lambda)), scale)
	}
	return series(values)
}

func poissonDraw(r *rand.Rand, mean float64) int {
	n := 0
	for p := r.ExpFloat64(); p < mean; p += r.ExpFloat64() {
		n++
	}
	return n
}

// speaks is whether a claim is made in the first looks of twelve, in a direction (0: any).
func speaks(c *course, looks, direction int) bool {
	for i := 18; i < 18+looks; i++ {
		if c.p(i) < claimBelow && (direction == 0 || c.change(i).Direction() == direction) {
			return true
		}
	}
	return false
}

func TestSustainedChangeOfDurations(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulation")
	}
	rows := referenceRows(t, "change-detection.csv")
	for seed, c := range []struct{ tau, ratio string }{
		{"0.0", "1.0"}, {"0.15", "1.0"}, {"0.3", "1.0"}, {"0.0", "0.67"}, {"0.3", "0.67"}, {"0.0", "0.5"}, {"0.3", "0.5"},
	} {
		row := rowOf(t, rows, map[string]string{"m": "M09", "deliveries_per_month": "12.0", "tau": c.tau, "phi": "0.0", "ratio": c.ratio})
		n := int(cell(t, row["n"]))
		want, looks, direction := reference{cell(t, row["p_any_12"]), n}, 12, 0
		if c.ratio != "1.0" {
			want, looks, direction = reference{cell(t, row["detect_6"]), n}, 6, -1
		}
		r, hits, rash := source(uint64(100+seed)), 0, 0
		for range simulated {
			course := courseOf(&byLogs, delivered(r, 12, cell(t, c.tau), cell(t, c.ratio)))
			hits += one(speaks(&course, looks, direction))
			for i := 18; i < 30; i++ {
				if naive(course.months, i) {
					rash++
					break
				}
			}
		}
		if !want.holds(t, "tau "+c.tau+", ratio "+c.ratio, hits, simulated) {
			t.Errorf("tau %s, ratio %s: not what the reference measured", c.tau, c.ratio)
		}
		if direction == 0 && want.holds(t, "±20 % on last month", rash, simulated) {
			t.Error("a naive rule passes as well: the bound shows nothing")
		}
	}
}

// Months that are passed over make no claim likelier.
func TestGapsMakeNoClaims(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulation")
	}
	r, hits := source(400), 0
	for range simulated {
		months := delivered(r, 12, 0.15, 1)
		for i := range months {
			if r.Float64() < 0.15 {
				months[i] = []Figure{absent("p50", 0, TooFew, "")}
			}
		}
		course := courseOf(&byLogs, months)
		hits += one(speaks(&course, 12, 0))
	}
	if got := float64(hits) / simulated; got > 0.083+0.016 {
		t.Errorf("%.3f of unchanged series with gaps speak", got)
	}
}

// The strong form of a reversal needs a claim and every service against the whole; of two
// services that never change it is hardly ever said, of two that slow down while the whole
// speeds up by the mix it mostly is.
func TestReversalOfDurations(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulation")
	}
	said := func(seed uint64, slower float64, swap bool) float64 {
		r, n := source(seed), 0
		for range 1000 {
			n += one(reversed(r, slower, swap))
		}
		return float64(n) / 1000
	}
	if null := said(500, 1, false); null > 0.01 {
		t.Errorf("%.3f of looks at unchanged services speak of a mix", null)
	}
	if shift := said(501, 1.6, true); shift < 0.5 {
		t.Errorf("only %.3f of real reversals are seen", shift)
	}
}

// reversed simulates a quick and a slow service of one team for 18 months. Either may take
// slower times as long in the newest six, when swap exchanges how often each delivers.
func reversed(r *rand.Rand, slower float64, swap bool) bool {
	k := &durations{quantiles: newQuantiles([]string{"p50"}, "change", "this month"), values: &values{grid: grid{cells: 2}, starts: []uint32{0}}}
	whole, parts := make([][]Figure, 18), [2][][]Figure{make([][]Figure, 18), make([][]Figure, 18)}
	for m := range 18 {
		var all []uint32
		for s, level := range []float64{1, 10} {
			n := []int{10, 20}[s]
			if m >= 12 && swap {
				n = 30 - n
			}
			from := len(k.values.data)
			for range n {
				seconds := 86400 * level * math.Exp(0.5*r.NormFloat64())
				if m >= 12 {
					seconds *= slower
				}
				k.values.data = append(k.values.data, uint32(seconds))
			}
			own := k.values.data[from:]
			slices.Sort(own)
			k.values.starts = append(k.values.starts, uint32(len(k.values.data)))
			parts[s][m] = []Figure{number("p50", 0, stat.Quantile(own, 0.5), n)}
			all = append(all, own...)
		}
		slices.Sort(all)
		whole[m] = []Figure{number("p50", 0, stat.Quantile(all, 0.5), len(all))}
	}
	c := courseOf(&byLogs, whole)
	change := c.change(17)
	own := []course{courseOf(&byLogs, parts[0]), courseOf(&byLogs, parts[1])}
	if !change.Claimed && !opposed(own, 17, change) {
		return false
	}
	w, _, _ := c.windows(17)
	return k.mix([][]fact.Cell{{0}, {1}}, w, change).Changed
}
