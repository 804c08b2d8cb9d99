package metric

import (
	"fmt"
	"math"

	"leadline/generator/stat"
	"leadline/generator/unit"
)

// quantile is one quantile that a metric shows, with what it says where there are too few
// values for it or none is recorded: the words are the same for every subject and month.
type quantile struct {
	name       string
	p          float64
	tooFew     []Figure // by the number of values
	unrecorded Figure
}

// newQuantiles are the quantiles of a metric about noun; when is "this month" or the like.
func newQuantiles(show []string, noun, when string) []quantile {
	out := make([]quantile, len(show))
	for i, name := range show {
		q := quantile{name: name, p: quantileOf(name)}
		q.unrecorded = absent(name, unit.Seconds, NoData, fmt.Sprintf("no %s is recorded for this month", noun))
		floor := quantileFloor(q.p)
		for n := range floor {
			f := absent(name, unit.Seconds, TooFew, fmt.Sprintf("%s %s; %s needs %d", unit.Plural(n, noun), when, quantileWords(q.p), floor))
			f.N = n
			q.tooFew = append(q.tooFew, f)
		}
		out[i] = q
	}
	return out
}

// figure is the quantile of values in ascending order with its interval, or why there is none.
func (q *quantile) figure(seen []uint32) Figure {
	if len(seen) < len(q.tooFew) {
		return q.tooFew[len(seen)]
	}
	low, high, _ := stat.QuantileInterval(seen, q.p)
	return Figure{Stat: q.name, Unit: unit.Seconds, Value: stat.Quantile(seen, q.p), Low: low, High: high, N: len(seen)}
}

// quantileFloor is the fewest values from which a quantile is printed: 5 for a median
// (reference: reliability floors), else as many as give it a 95 % interval, 19 for p85.
func quantileFloor(p float64) int {
	if p == 0.5 {
		return 5
	}
	n := 1
	for {
		if _, _, ok := stat.QuantileRanks(n, p); ok {
			return n
		}
		n++
	}
}

// quantileWords are "a median" and "an 85th percentile".
func quantileWords(p float64) string {
	n := int(math.Round(p * 100))
	if n == 50 {
		return "a median"
	}
	article, suffix := "a", "th"
	if n == 8 || n == 11 || n == 18 || n/10 == 8 {
		article = "an"
	}
	if n/10 != 1 {
		suffix = map[int]string{1: "st", 2: "nd", 3: "rd"}[n%10] + suffix
		suffix = suffix[:2]
	}
	return fmt.Sprintf("%s %d%s percentile", article, n, suffix)
}
