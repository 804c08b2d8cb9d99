package stat

import (
	"cmp"
	"slices"
)

// Exposure is a group of atoms whose sum can be worked out from published sums, and the
// published sets whose sums that takes.
type Exposure struct{ Atoms, Using []int }

// Sums is everything that can be worked out by adding and subtracting published sums: the
// row space of the published sets' indicator vectors over atoms, by exact elimination on
// whole numbers (row-space audit; disclosure.json, audit_cases). Pairwise differences are
// not enough: {a,b}, {b,c} and {a,c} give b = (ab + bc − ac)/2.
//
// An atom is the finest part that has a value of its own. Sets that each atom belongs to at
// most twice, such as once by team and once by service, keep every coefficient at −1, 0 or 1
// (incidence matrices of bipartite graphs are totally unimodular). Other systems may grow;
// beyond what whole numbers hold nothing is claimed to be safe.
type Sums struct {
	large   []bool // atoms that no group worth protecting contains
	sets    int
	rows    []sumRow // each is zero at the pivots of those before it
	scratch []int64  // by atom, then by published set
	touched []int    // where scratch may not be zero
	unsure  bool     // a coefficient outgrew exactBelow
}

// sumRow is a vector of the row space as a combination of published sets.
type sumRow struct {
	pivot int
	small bool // no large atom in it
	terms []sumTerm
}

type sumTerm struct {
	at int // atom, or len(large) + published set
	by int64
}

// exactBelow bounds coefficients so that a product and a sum of two stay within 64 bits.
const exactBelow = 1 << 30

// NewSums takes in the published sets, each a list of distinct atoms. large marks the atoms
// that no group of interest can contain, because they are big enough by themselves.
func NewSums(large []bool, published [][]int) *Sums {
	s := &Sums{large: large, sets: len(published), scratch: make([]int64, len(large)+len(published))}
	known := make([]bool, len(large)) // atoms published by themselves
	for _, i := range shortestFirst(published) {
		if set := published[i]; len(set) == 1 && !known[set[0]] {
			known[set[0]] = true
			s.rows = append(s.rows, sumRow{set[0], !large[set[0]], []sumTerm{{set[0], 1}, {len(large) + i, 1}}})
			continue
		}
		s.load(published[i])
		s.put(len(s.large)+i, 1)
		s.reduce(s.rows)
		s.keep()
	}
	s.separate()
	return s
}

// shortestFirst orders sets by length: those of one atom are rows as they are, and empty
// the longer ones.
func shortestFirst(published [][]int) []int {
	order := upTo(len(published))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(published[a]), len(published[b])) })
	return order
}

// Holds reports whether the sum over a set of atoms can be worked out.
func (s *Sums) Holds(set []int) bool {
	s.load(set)
	s.reduce(s.rows)
	if s.unsure {
		return true
	}
	return !slices.ContainsFunc(s.scratch[:len(s.large)], func(v int64) bool { return v != 0 })
}

func (s *Sums) load(set []int) {
	s.wipe()
	for _, atom := range set {
		s.put(atom, 1)
	}
}

// wipe empties the scratch vector where it was written: it is long and mostly zero.
func (s *Sums) wipe() {
	for _, at := range s.touched {
		s.scratch[at] = 0
	}
	s.touched = s.touched[:0]
}

func (s *Sums) put(at int, v int64) {
	if s.scratch[at] == 0 {
		s.touched = append(s.touched, at)
	}
	s.scratch[at] = v
}

// terms are what is not zero in the scratch vector, in order.
func (s *Sums) terms() []sumTerm {
	slices.Sort(s.touched)
	s.touched = slices.Compact(s.touched) // what became zero and came back is there twice
	terms := make([]sumTerm, 0, len(s.touched))
	for _, at := range s.touched {
		if v := s.scratch[at]; v != 0 {
			terms = append(terms, sumTerm{at, v})
		}
	}
	return terms
}

// reduce takes multiples of rows off the scratch vector until it is zero at their pivots.
func (s *Sums) reduce(rows []sumRow) {
	for i := range rows {
		if r := &rows[i]; s.scratch[r.pivot] != 0 && !s.unsure {
			s.eliminate(r)
		}
	}
}

// eliminate replaces the scratch vector v by a·v − b·row with the smallest whole a and b
// that make it zero at the row's pivot.
func (s *Sums) eliminate(r *sumRow) {
	a, b := r.by(r.pivot), s.scratch[r.pivot]
	g := gcd(a, b)
	if a, b = a/g, b/g; a < 0 {
		a, b = -a, -b
	}
	if a != 1 {
		for i := range s.scratch {
			s.scratch[i] *= a
		}
	}
	for _, t := range r.terms {
		s.put(t.at, s.scratch[t.at]-b*t.by)
	}
	if a != 1 || b != 1 && b != -1 {
		s.shorten()
	}
	for _, t := range r.terms {
		s.unsure = s.unsure || s.scratch[t.at] >= exactBelow || s.scratch[t.at] <= -exactBelow
	}
}

// shorten divides the scratch vector by what its coefficients have in common.
func (s *Sums) shorten() {
	g := int64(0)
	for _, v := range s.scratch {
		g = gcd(g, v)
	}
	for i, v := range s.scratch {
		if g > 1 {
			s.scratch[i] = v / g
		}
		s.unsure = s.unsure || v/max(g, 1) >= exactBelow || v/max(g, 1) <= -exactBelow
	}
}

// keep stores the scratch vector as a row, unless nothing is left of it. Its pivot is a
// large atom where it has one: the rows without any then span all of the row space that
// lies on the other atoms.
func (s *Sums) keep() {
	r := sumRow{pivot: -1, small: true, terms: s.terms()}
	for _, t := range r.terms {
		if t.at < len(s.large) && (r.pivot < 0 || r.small && s.large[t.at]) {
			r.pivot, r.small = t.at, !s.large[t.at]
		}
	}
	if r.pivot >= 0 && !s.unsure {
		s.rows = append(s.rows, r)
	}
}

// separate makes every row without large atoms zero at the others' pivots, so that the
// value of a vector at a pivot says how much of that row is in it.
func (s *Sums) separate() {
	for i := len(s.rows) - 1; i >= 0; i-- {
		if !s.rows[i].small {
			continue
		}
		s.wipe()
		for _, t := range s.rows[i].terms {
			s.put(t.at, t.by)
		}
		for j := i + 1; j < len(s.rows); j++ {
			if s.rows[j].small {
				s.reduce(s.rows[j : j+1])
			}
		}
		s.rows[i].terms = s.terms()
	}
}

// atoms are the terms before those that say which published sets the row is made of.
func (r *sumRow) atoms(s *Sums) []sumTerm {
	n := len(r.terms)
	for n > 0 && r.terms[n-1].at >= len(s.large) {
		n--
	}
	return r.terms[:n]
}

func (r *sumRow) by(at int) int64 {
	for _, t := range r.terms {
		if t.at == at {
			return t.by
		}
	}
	return 0
}

// gcd is the greatest common divisor, positive unless both are zero.
func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}
