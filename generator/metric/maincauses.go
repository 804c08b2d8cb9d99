package metric

import (
	"math"
	"slices"
)

// mainCauseCoverage is the part of the waiting that must be explained before a main cause is
// named (delay causes, step 4; our own, as no source gives one).
const mainCauseCoverage = 0.60

// MainCauses names what may be called the main cause of waiting in a month, from the figures
// of this one result of a partition: the cause with the largest exclusive part, alone if the
// lower end of that part's interval exceeds the upper end of the inclusive part of every
// other cause; with one other, if that is the only one that reaches it. Two come with the
// larger exclusive part first.
//
// ok is false, and nothing is named, where less than 60 % of the waiting is explained, where
// there is no coverage (too few items, withheld, no data), where no cause has a part of its
// own, and where three causes or more cannot be told apart. coverage is the figure that says
// how much is explained, or why nobody knows; a result of another kind has none. A cause
// without evidence takes no part: whoever names a main cause must say that it is unknown.
func (r Result[L]) MainCauses() (causes []string, coverage Figure, ok bool) {
	return MainCauses(r.figures)
}

// MainCauses is Result.MainCauses for figures of one month.
func MainCauses(figures []Figure) (causes []string, coverage Figure, ok bool) {
	coverage = absent("coverage", 0, NotApplicable, "this metric has no figure called coverage")
	if f := find(figures, "coverage", ""); f != nil {
		coverage = *f
	}
	if coverage.Absence != Present || coverage.Value < mainCauseCoverage {
		return nil, coverage, false
	}
	known := causesOf(figures)
	if len(known) == 0 || known[0].least <= 0 {
		return nil, coverage, false
	}
	for i, c := range known {
		if i == 0 || c.most >= known[0].least {
			causes = append(causes, c.name)
		}
	}
	if len(causes) > 2 {
		return nil, coverage, false
	}
	return causes, coverage, true
}

// causeRange is one cause's part: what it has alone, at least that much, and with what it
// shares at most so much.
type causeRange struct {
	name               string
	alone, least, most float64
}

// causesOf are those of which there is evidence, the largest exclusive part first; causes of
// equal parts stay in the order in which they are printed.
func causesOf(figures []Figure) (out []causeRange) {
	for _, f := range figures {
		if f.Absence != Present || f.Category == "" {
			continue
		}
		switch f.Stat {
		case "exclusive":
			out = append(out, causeRange{f.Category, f.Value, endOr(f.Low, f.Value), math.Inf(1)})
		case "inclusive":
			if i := slices.IndexFunc(out, func(c causeRange) bool { return c.name == f.Category }); i >= 0 {
				out[i].most = endOr(f.High, f.Value)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b causeRange) int {
		switch {
		case a.alone > b.alone:
			return -1
		case a.alone < b.alone:
			return 1
		default:
			return 0
		}
	})
	return out
}

// endOr is an interval's end; of a part that is nothing or everything, which has none, the
// part itself.
func endOr(end, value float64) float64 {
	if math.IsNaN(end) {
		return value
	}
	return end
}
