package stat

import (
	"math"
	"slices"
	"sync"
)

// RankSum is the exact two-sided p of the Wilcoxon rank-sum test of x against y: of all ways
// to divide the values seen into groups of these sizes, the share whose rank sum lies at
// least as far from its mean. Tied values share their mean rank, and the distribution is the
// one of the ranks as tied, so it stays exact (permutation test; Hollander & Wolfe,
// Nonparametric Statistical Methods, section 4.1; the two-sided variant of R's coin). NaN
// where a side is empty; 1 where all values are tied.
func RankSum(x, y []float64) float64 {
	if len(x) == 0 || len(y) == 0 {
		return math.NaN()
	}
	ranks, tied := midRanks(x, y)
	sum, mean := 0, len(x)*(len(x)+len(y)+1) // of doubled ranks
	for _, r := range ranks[:len(x)] {
		sum += r
	}
	if !tied {
		return rankSums(len(x), len(y)).beyond(sum, mean)
	}
	return newRankTable(ranks, len(x)).beyond(sum, mean)
}

// midRanks are twice the ranks of x, then of y, among both: whole numbers even where values
// are tied.
func midRanks(x, y []float64) (doubled []int, tied bool) {
	all := slices.Concat(x, y)
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	doubled = make([]int, len(all))
	for i, v := range all {
		first, _ := slices.BinarySearch(sorted, v)
		last := first
		for last+1 < len(sorted) && sorted[last+1] == v {
			last++
		}
		doubled[i] = first + last + 2
		tied = tied || last > first
	}
	return doubled, tied
}

// rankTable is the cumulated probability of every sum of m of the ranks: below[s] is
// P(sum < s).
type rankTable struct{ below []float64 }

// rankTables are the tables of untied ranks, which every comparison of 6 with 12 months needs.
var rankTables sync.Map

func rankSums(m, n int) rankTable {
	key := [2]int{m, n}
	if t, ok := rankTables.Load(key); ok {
		return t.(rankTable)
	}
	ranks := make([]int, m+n)
	for i := range ranks {
		ranks[i] = 2 * (i + 1)
	}
	t := newRankTable(ranks, m)
	rankTables.Store(key, t)
	return t
}

// newRankTable counts the subsets of m ranks by their sum, one rank after the other.
func newRankTable(ranks []int, m int) rankTable {
	sorted := slices.Clone(ranks)
	slices.Sort(sorted)
	largest := 0
	for _, r := range sorted[len(sorted)-m:] {
		largest += r
	}
	counts := make([][]float64, m+1) // by size, then by sum
	for k := range counts {
		counts[k] = make([]float64, largest+1)
	}
	counts[0][0] = 1
	most := make([]int, m+1) // the largest sum so far, by size
	for i, r := range sorted {
		least := m - (len(sorted) - 1 - i) // of fewer there can never be m
		for k := min(m, i+1); k > max(0, least-1); k-- {
			most[k] = most[k-1] + r
			with, without := counts[k][r:], counts[k-1][:most[k-1]+1]
			for s, n := range without {
				with[s] += n
			}
		}
	}
	below, total := make([]float64, largest+2), 0.0
	for s, n := range counts[m] {
		total += n
		below[s+1] = total
	}
	for s := range below {
		below[s] /= total
	}
	return rankTable{below}
}

// beyond is the probability of a sum at least as far from the mean as this one.
func (t rankTable) beyond(sum, mean int) float64 {
	away := max(sum-mean, mean-sum)
	if away == 0 {
		return 1
	}
	upper := 0.0
	if from := mean + away; from < len(t.below) {
		upper = 1 - t.below[from]
	}
	return min(1, t.atMost(mean-away)+upper)
}

func (t rankTable) atMost(sum int) float64 {
	if sum < 0 {
		return 0
	}
	return t.below[min(sum+1, len(t.below)-1)]
}

// Shift is by how much one sample lies above another.
type Shift struct {
	Estimate  float64 // NaN where a side is empty
	Low, High float64 // NaN where the samples are too small for an interval
	Coverage  float64 // what the interval covers where no values are tied, e.g. 0.9585
}

// HodgesLehmann is the median of all differences x − y, with the interval between their
// order statistics c and mn+1−c, where c is the α/2 quantile of the untied U distribution
// and at least 1 (Hollander & Wolfe, section 4.3; R's wilcox.test). For 6 against 12 these
// are ranks 15 and 58, which cover 95.85 %. On logarithms it is the logarithm of a ratio.
func HodgesLehmann(x, y []float64, confidence float64) Shift {
	nothing := Shift{math.NaN(), math.NaN(), math.NaN(), math.NaN()}
	if len(x) == 0 || len(y) == 0 {
		return nothing
	}
	differences := make([]float64, 0, len(x)*len(y))
	for _, a := range x {
		for _, b := range y {
			differences = append(differences, a-b)
		}
	}
	slices.Sort(differences)
	s := nothing
	k := len(differences)
	s.Estimate = (differences[(k-1)/2] + differences[k/2]) / 2
	if c, coverage := shiftRank(len(x), len(y), confidence); coverage >= confidence {
		s.Low, s.High, s.Coverage = differences[c-1], differences[k-c], coverage
	}
	return s
}

// shiftRank is the rank of the lower end among the differences, and what the pair covers.
func shiftRank(m, n int, confidence float64) (c int, coverage float64) {
	t, least := rankSums(m, n), m*(m+1) // the doubled sum at U = 0
	for t.atMost(least+2*c) < (1-confidence)/2 {
		c++
	}
	c = max(c, 1)
	return c, 1 - 2*t.atMost(least+2*(c-1))
}
