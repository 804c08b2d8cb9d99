package metric

import (
	"math"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/period"
	"leadline/generator/stat"
)

// Spread is how values lie along time: in bins, or cut into equal parts.
type Spread struct {
	N    int
	From period.Month // first month whose values are in it, the shape's own unless Cuts needed more
	Log  bool         // bins are equally wide on a logarithmic axis
	Bins []Bin        // neighbours in ascending order, empty ones between others among them; nil where there are Cuts
	Cuts []float64    // seconds: the quantiles that cut the values into len(Cuts)+1 equal parts
}

// Bin is how many values are at least From and less than To, both in whole seconds.
type Bin struct {
	From, To uint32
	N        int
}

// Dots is the number of values up to which each is drawn as a dot of its own; beyond, single
// dots can no longer be told apart at the width of a page, and bins get wider. Our own choice.
const Dots = 200

const (
	dotBins = 44 // bins across a picture of dots: as many as dots have room side by side
	barBins = 20 // and of bars, which are read one by one
)

// partSize is the fewest values in each part that cuts make: the floor of a median, and the
// smallest group of which anything person-derived is said.
const partSize = 5

// binned is how values in ascending order lie in bins.
func binned(sorted []uint32) *Spread {
	s := &Spread{N: len(sorted)}
	if len(sorted) > 0 {
		s.Log = skewed(sorted)
		s.bin(sorted, binsOf(sorted, s.Log))
	}
	return s
}

// cut cuts values in ascending order into tenths, or quarters where tenths would be too small;
// nil for too few values of either. The least and the greatest value are no cuts: they are one
// person's each.
func cut(sorted []uint32) *Spread {
	parts := 10
	if len(sorted) < 10*partSize {
		parts = 4
	}
	if len(sorted) < parts*partSize {
		return nil
	}
	s := &Spread{N: len(sorted)}
	for i := 1; i < parts; i++ {
		s.Cuts = append(s.Cuts, stat.Quantile(sorted, float64(i)/float64(parts)))
	}
	s.Log = s.Cuts[parts-2] > 10*s.Cuts[parts/2-1] && s.Cuts[0] > 0
	return s
}

// skewed reports whether a linear axis would press half of the values into a tenth of it. Our
// own choice.
func skewed(sorted []uint32) bool {
	return float64(sorted[len(sorted)-1]) > 10*stat.Quantile(sorted, 0.5) && sorted[len(sorted)-1] > 10
}

// binsOf are the borders of bins that cover the values: ascending whole seconds.
func binsOf(sorted []uint32, log bool) []uint32 {
	bins := barBins
	if len(sorted) <= Dots {
		bins = dotBins
	}
	least, most := sorted[0], sorted[len(sorted)-1]
	if log {
		return logBorders(max(least, 1), most, bins)
	}
	return evenBorders(most, bins)
}

// widths are those that bins on a linear axis may have: round in seconds, minutes, hours or
// days, as people count time.
var widths = []uint32{1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 2 * 3600, 4 * 3600, 6 * 3600, 12 * 3600,
	day, 2 * day, 5 * day, 10 * day, 20 * day, 50 * day, 100 * day, 200 * day, 500 * day, 1000 * day, 2000 * day, 5000 * day}

// evenBorders begin at zero.
func evenBorders(most uint32, bins int) (borders []uint32) {
	width := widths[len(widths)-1]
	for _, w := range widths {
		if int(most/w) < bins {
			width = w
			break
		}
	}
	for i := range most/width + 2 {
		borders = append(borders, uint32(min(uint64(i)*uint64(width), math.MaxUint32)))
	}
	return borders
}

// logBorders divide every factor of ten of an hour into equal steps, as many as there is room
// for. They are whole seconds, so that which bin a value is in is the same on every machine.
func logBorders(least, most uint32, bins int) (borders []uint32) {
	decades := math.Log10(float64(most) / float64(least))
	steps := 1.0
	for _, n := range [...]float64{32, 24, 16, 12, 8, 6, 4, 3, 2} {
		if decades*n < float64(bins)-1 {
			steps = n
			break
		}
	}
	border := func(k float64) uint32 { return uint32(min(math.Round(3600*math.Pow(10, k/steps)), math.MaxUint32)) }
	k := math.Floor(math.Log10(float64(least)/3600) * steps)
	for ; border(k) > least; k-- {
	}
	for ; border(k+1) <= least; k++ {
	}
	borders = append(borders, border(k))
	for borders[len(borders)-1] <= most {
		k++
		if next := border(k); next > borders[len(borders)-1] { // steps of less than a second are one
			borders = append(borders, next)
		}
	}
	return borders
}

// bin counts values into bins; what is under the first border, which is no time at all, is in
// the first.
func (s *Spread) bin(sorted, borders []uint32) {
	from := 0
	for i := range borders[:len(borders)-1] {
		to, _ := slices.BinarySearch(sorted, borders[i+1])
		s.Bins = append(s.Bins, Bin{borders[i], borders[i+1], to - from})
		from = to
	}
}

// outline is how long what ended in the month took.
func (k *durations) outline(cells []fact.Cell, m int, space *merger) outline {
	s := binned(k.values.of(cells, m, space))
	s.From = k.values.frame.Calendar.Month(m)
	return outline{spread: s}
}

// shared takes as few months as tenths need.
func (k *durations) shared(cells []fact.Cell, months []int, space *merger) outline {
	var all []uint32
	first := 0
	for _, m := range months {
		if len(all) >= 10*partSize {
			break
		}
		all, first = append(all, k.values.of(cells, m, space)...), m
	}
	slices.Sort(all)
	s := cut(all)
	if s != nil {
		s.From = k.values.frame.Calendar.Month(first)
	}
	return outline{spread: s}
}
