package metric

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"leadline/generator/fact"
	"leadline/generator/period"
	"leadline/generator/stat"
)

// The signals are held to published simulations: what share of unchanged series speaks, and
// how many real changes are found. Seeds are fixed; a result may differ from the reference
// by three standard errors of both simulations together.

const simulated = 3000 // series of each case

// reference is a share measured on so many series by other software.
type reference struct {
	share float64
	n     int
}

func (r reference) holds(t *testing.T, what string, hits, n int) bool {
	t.Helper()
	got := float64(hits) / float64(n)
	margin := 3 * math.Sqrt(r.share*(1-r.share)*(1/float64(n)+1/float64(r.n)))
	t.Logf("%s: %.3f, reference %.3f ± %.3f", what, got, r.share, margin)
	return math.Abs(got-r.share) <= margin
}

func cell(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// referenceRows are the rows of a file of package stat, by its first line of names.
func referenceRows(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open("../stat/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func rowOf(t *testing.T, rows []map[string]string, want map[string]string) map[string]string {
	t.Helper()
	i := slices.IndexFunc(rows, func(row map[string]string) bool {
		for name, text := range want {
			if row[name] != text {
				return false
			}
		}
		return true
	})
	if i < 0 {
		t.Fatalf("no reference for %v", want)
	}
	return rows[i]
}

func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(20260601, seed)) }

// median is that of n lognormal durations (log-sd 1) about an hour, times scale.
func median(r *rand.Rand, n int, scale float64) float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = r.NormFloat64()
	}
	slices.Sort(values)
	return 3600 * scale * (math.Exp(values[(n-1)/2]) + math.Exp(values[n/2])) / 2
}

func series(values []float64) [][]Figure {
	months := make([][]Figure, len(values))
	for i, v := range values {
		months[i] = []Figure{number("p50", 0, v, 12)}
	}
	return months
}

// courseOf is a series of complete months without a rebase.
func courseOf(kind *comparison, months [][]Figure) course {
	return course{kind, period.NewCalendar(time.UTC, period.MonthOf(2024, 1), period.MonthOf(2024, 1)+period.Month(len(months)-1)), months, []segment{{to: len(months)}}}
}

func unusual(s State) bool { return s == UnusualHigh || s == UnusualLow }

// naive is the rule that everybody uses: a fifth up or down on last month.
func naive(months [][]Figure, i int) bool {
	return math.Abs(months[i][0].Value/months[i-1][0].Value-1) > 0.2
}

func TestUnusualMonthsOfUnchangedSeries(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulation")
	}
	rows := referenceRows(t, "xmr-false-alarm.csv")
	published := func(mode string) reference {
		return reference{cell(t, rowOf(t, rows, map[string]string{"mode": mode, "distribution": "median of 12, logn s=1, log"})["R1"]), 40000}
	}
	r := source(1)
	var whole12, whole24, newest, raw, rash int
	for range simulated {
		values := make([]float64, 24)
		for i := range values {
			values[i] = median(r, 12, 1)
		}
		months := series(values)
		spoke, hasty := false, false
		for i := 12; i < 24; i++ {
			states, _ := judgeXmRLog(months[:i+1], i+1)
			spoke = spoke || unusual(states[i])
			hasty = hasty || naive(months, i)
		}
		newest += one(spoke)
		rash += one(hasty)
		states, _ := judgeXmRLog(months[:12], 12)
		whole12 += one(slices.ContainsFunc(states, unusual))
		states, _ = judgeXmRLog(months, 24)
		whole24 += one(slices.ContainsFunc(states, unusual))
		states, _ = judgeXmR(months, 24, stat.XmR)
		raw += one(slices.ContainsFunc(states, unusual))
	}
	year := published("expanding, latest point, months 13-24")
	for _, c := range []struct {
		what string
		want reference
		hits int
	}{{"whole 12", published("whole 12"), whole12}, {"whole 24", published("whole 24"), whole24}, {"newest of a year", year, newest}} {
		if !c.want.holds(t, c.what, c.hits, simulated) {
			t.Errorf("%s is not what the reference measured", c.what)
		}
	}
	// The bound is one that other rules break.
	if year.holds(t, "±20 % on last month", rash, simulated) || published("whole 24").holds(t, "limits on the raw scale", raw, simulated) {
		t.Error("a naive rule passes as well: the bound shows nothing")
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

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

// Limits of the times between rare events speak as seldom as those of months.
func TestRareEventsOfUnchangedSeries(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulation")
	}
	calendar := period.NewCalendar(time.UTC, period.MonthOf(2024, 1), period.MonthOf(2025, 12))
	k := &rates{frame: Frame{Calendar: calendar, AsOf: calendar.End(23)}}
	r, newest, looks, counts := source(600), 0, 0, 0
	for range simulated {
		var times []period.Seconds
		months := make([][]Figure, 24)
		for m := range months {
			n := poissonDraw(r, 1)
			months[m] = []Figure{number("rate", 0, float64(n), n)}
			for range n {
				times = append(times, calendar.Start(m)+period.Seconds(r.Float64()*float64(calendar.End(m)-calendar.Start(m))))
			}
		}
		slices.Sort(times)
		k.instants = &instants{kept: []bool{true}, times: [][]period.Seconds{times}}
		states, _, ok := k.judgeRare(months, []fact.Cell{0}, &segment{to: 24})
		if !ok || states[23] == NotJudged {
			continue // fewer than twelve times between events
		}
		looks++
		newest += one(unusual(states[23]))
		states, _ = judgeXmR(months, 24, stat.XmR)
		counts += one(unusual(states[23]))
	}
	got, xmr := float64(newest)/float64(looks), float64(counts)/float64(looks)
	t.Logf("%d looks: times between %.4f, counts %.4f", looks, got, xmr)
	if looks < simulated*9/10 || got > 0.012 {
		t.Errorf("%.4f of %d looks at unchanged rare events speak", got, looks)
	}
}
