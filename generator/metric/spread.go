package metric

import (
	"math/bits"

	"leadline/generator/stat"
)

// The parts of elapsed time that are printed, by place: each cause alone, each with what it
// shares, and the rest.
const (
	partInclusive   = len(Causes) // + cause
	partShared      = 2 * len(Causes)
	partActive      = partShared + 1
	partUnexplained = partShared + 2
	partCount       = partShared + 3
)

// secondsByPart is one item's seconds by part.
func secondsByPart(p *pieces) (out [partCount]uint64) {
	for set, seconds := range p[:sets] {
		if seconds == 0 {
			continue
		}
		n := uint64(seconds)
		for rest := uint(set); rest != 0; rest &= rest - 1 {
			out[partInclusive+bits.TrailingZeros(rest)] += n
		}
		switch bits.OnesCount(uint(set)) {
		case 0:
			out[partUnexplained] = n
		case 1:
			out[bits.TrailingZeros(uint(set))] = n
		default:
			out[partShared] += n
		}
	}
	out[partActive] = uint64(p[active])
	return out
}

// spread is what the intervals of a partition need of its items beside the sums of their
// pieces: sums of squares and products, of each part with the elapsed time and, for the
// coverage of waiting, of the unexplained with the waiting. They are whole numbers of 128
// bits, exact whatever the times and in whatever order they are added.
type spread struct {
	elapsed        wide // Σx²
	squares        [partCount]wide
	products       [partCount]wide
	waiting, blank wide // Σw², Σwu of the waiting w, all but active, and the unexplained u
}

// itemSums are the sums over items of their pieces, and what their intervals need.
type itemSums struct {
	pieces
	spread
}

// addItem adds one item.
func (s *itemSums) addItem(p *pieces) {
	s.pieces.add(p)
	x := uint64(p.total())
	s.elapsed.addProduct(x, x)
	parts := secondsByPart(p)
	for k, y := range parts {
		if y != 0 {
			s.squares[k].addProduct(y, y)
			s.products[k].addProduct(x, y)
		}
	}
	waiting := x - parts[partActive]
	s.waiting.addProduct(waiting, waiting)
	s.blank.addProduct(waiting, parts[partUnexplained])
}

func (s *itemSums) add(o *itemSums) {
	s.pieces.add(&o.pieces)
	s.elapsed.add(o.elapsed)
	for k := range partCount {
		s.squares[k].add(o.squares[k])
		s.products[k].add(o.products[k])
	}
	s.waiting.add(o.waiting)
	s.blank.add(o.blank)
}

// ratio is one part of the elapsed time of n items.
func (s *itemSums) ratio(part, n int) stat.RatioSums {
	return stat.RatioSums{N: n, X: float64(s.total()), Y: float64(s.seconds(part)), XX: s.elapsed.float(), XY: s.products[part].float(), YY: s.squares[part].float()}
}

// blankRatio is the unexplained part of the waiting of n items.
func (s *itemSums) blankRatio(n int) stat.RatioSums {
	return stat.RatioSums{N: n, X: float64(s.total() - s.pieces[active]), Y: float64(s.pieces[0]), XX: s.waiting.float(), XY: s.blank.float(), YY: s.squares[partUnexplained].float()}
}

// seconds is one part in sum.
func (p *pieces) seconds(part int) int64 {
	switch {
	case part < partInclusive:
		return p.exclusive(part)
	case part < partShared:
		return p.inclusive(part - partInclusive)
	case part == partShared:
		return p.shared()
	case part == partActive:
		return p[active]
	default:
		return p[0]
	}
}

// wide is a whole number of 128 bits.
type wide struct{ high, low uint64 }

func (w *wide) addProduct(a, b uint64) {
	high, low := bits.Mul64(a, b)
	w.add(wide{high, low})
}

func (w *wide) add(o wide) {
	low, carry := bits.Add64(w.low, o.low, 0)
	w.low, w.high = low, w.high+o.high+carry
}

func (w wide) float() float64 { return float64(w.high)*(1<<64) + float64(w.low) }
