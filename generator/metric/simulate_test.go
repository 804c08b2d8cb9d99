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

	"leadline/generator/period"
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
	return course{kind: kind, calendar: period.NewCalendar(time.UTC, period.MonthOf(2024, 1), period.MonthOf(2024, 1)+period.Month(len(months)-1)), months: months, segments: []segment{{to: len(months)}}, complete: len(months)}
}

func unusual(s State) bool { return s == UnusualHigh || s == UnusualLow }

// naive is the rule that everybody uses: a fifth up or down on last month.
func naive(months [][]Figure, i int) bool {
	return math.Abs(months[i][0].Value/months[i-1][0].Value-1) > 0.2
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
