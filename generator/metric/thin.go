package metric

import (
	"slices"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// compared are months with the median of what began in each of them, however few there are.
// What is rare has too few in most months for a figure of its own, and would never be
// compared; but in a rank test of months each is one value, as exact a test with one
// failure a month as with fifty, only blinder. What began earlier takes no part: one that
// nobody ever closed is in every later month, and where there are three a month, the median
// is its age. None of these medians is shown. Withheld months stay gaps.
func (k *censored) compared(months [][]Figure, cells []fact.Cell) [][]Figure {
	space := mergers.Get().(*merger)
	defer mergers.Put(space)
	out, name := make([][]Figure, len(months)), k.quantiles[0].name
	for m, figures := range months {
		if out[m] = figures[:1]; figures[0].Absence != Present && figures[0].Absence != TooFew {
			continue
		}
		s, began := &space.survival, k.watched.of(cells, m, -1, space)
		began = slices.DeleteFunc(slices.Clone(began), func(l stat.Lifetime) bool { return l.Entry > 0 })
		s.Estimate(began)
		if value, _, _, reached := s.Quantile(k.quantiles[0].p); len(began) > 0 && reached {
			out[m] = []Figure{number(name, unit.Seconds, value, s.N)}
		} else {
			out[m] = []Figure{absent(name, unit.Seconds, TooFew, "half of what began in the month had not ended in it")}
		}
	}
	return out
}
