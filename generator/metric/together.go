package metric

import (
	"fmt"

	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Together puts the figures of several months in a row together, oldest first: shares as the
// ratio of their sums with Wilson's interval of those, counts and sums of time by adding.
// It is for what one month has too few of, such as the decisions of a control about one
// service. It uses what the months publish and nothing else, so that it shows no more than
// they do. What cannot be added is left out: medians, what stands at a month's end and
// would be counted again in the next, and figures that look back over several months.
//
// A month in which nothing happened adds nothing; one that is withheld or not recorded makes
// the whole absent for the same reason, because it is not nothing.
func Together(d *Definition, months [][]Figure) (out []Figure) {
	seen := map[[2]string]bool{}
	for i := len(months) - 1; i >= 0; i-- { // the newest month's order first
		for _, f := range months[i] {
			of := [2]string{f.Stat, f.Category}
			if seen[of] {
				continue
			}
			seen[of] = true
			switch n := natureOf(d.Measure, f.Stat, f.Unit); {
			case n.comparison == &byPooledShares:
				out = append(out, pooledShare(f, months))
			case n.total && n.judge != nil:
				out = append(out, pooledSum(f, months))
			}
		}
	}
	return out
}

func pooledShare(like Figure, months [][]Figure) Figure {
	out := Figure{Stat: like.Stat, Category: like.Category, Unit: like.Unit}
	for _, figures := range months {
		f := figureOf(figures, like, false)
		if !hasTrials(&f) {
			return missing(like, f)
		}
		out.N, out.Part = out.N+f.N, out.Part+f.Part
	}
	if out.N == 0 {
		return missing(like, Figure{Absence: TooFew, Reason: fmt.Sprintf("nothing to take a share of in %s", unit.Plural(len(months), "month"))})
	}
	out.Value = float64(out.Part) / float64(out.N)
	out.Low, out.High = stat.Wilson(out.Part, out.N)
	return out
}

func pooledSum(like Figure, months [][]Figure) Figure {
	out := number(like.Stat, like.Unit, 0, 0)
	out.Category = like.Category
	for _, figures := range months {
		switch f := figureOf(figures, like, true); {
		case f.Absence == Present:
			out.Value, out.N = out.Value+f.Value, out.N+f.N
		case f.Absence != TooFew || f.N > 0:
			return missing(like, f)
		}
	}
	return out
}

func missing(like, f Figure) Figure {
	out := absent(like.Stat, like.Unit, f.Absence, f.Reason)
	out.Category = like.Category
	return out
}
