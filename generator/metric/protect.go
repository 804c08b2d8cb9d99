package metric

import (
	"cmp"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/stat"
)

// parts are the sets of orders up to one that hang together by common atoms and have a
// small one to protect.
func (r *monthRules) parts(order int) [][]int {
	parent := make([]int, len(r.atoms))
	for i := range parent {
		parent[i] = i
	}
	root := func(a int) int {
		for parent[a] != a {
			parent[a] = parent[parent[a]]
			a = parent[a]
		}
		return a
	}
	in := func(s publishedSet) bool { return s.published && !s.primary && s.order <= order }
	for _, s := range r.sets {
		for _, a := range s.atoms[1:] {
			if in(s) {
				parent[root(a)] = root(s.atoms[0])
			}
		}
	}
	small := make([]bool, len(r.atoms))
	for a, large := range r.large {
		small[root(a)] = small[root(a)] || !large
	}
	partOf, parts := map[int]int{}, [][]int(nil)
	for i, s := range r.sets {
		if at := root(s.atoms[0]); in(s) && small[at] {
			if _, ok := partOf[at]; !ok {
				partOf[at] = len(parts)
				parts = append(parts, nil)
			}
			parts[partOf[at]] = append(parts[partOf[at]], i)
		}
	}
	return parts
}

// protect withholds sets of one part until what is left gives no group of few people away.
func (r *monthRules) protect(part []int) {
	if len(part) == 1 {
		return // one figure and nothing to take from it
	}
	n := r.renumber(part)
	few := func(atoms []int) bool { return r.few(n, atoms) }
	for {
		shown, indicators := r.shown(part, n)
		sums := stat.NewSums(n.large, indicators)
		exposed := sums.Exposed(few)
		if len(exposed) == 0 {
			r.restore(part, n, sums)
			return
		}
		for _, e := range exposed {
			r.sets[shown[r.fewest(shown, e.Using)]].hidden = true
		}
	}
}

// numbering is the atoms of one part, so that its vectors are short.
type numbering struct {
	atoms []int   // local → atom
	large []bool  // by local
	sets  [][]int // of the part, in local atoms
}

func (r *monthRules) renumber(part []int) (n numbering) {
	local := make([]int, len(r.atoms)) // atom → 1 + local
	for _, i := range part {
		set := make([]int, 0, len(r.sets[i].atoms))
		for _, a := range r.sets[i].atoms {
			if local[a] == 0 {
				n.atoms, n.large = append(n.atoms, a), append(n.large, r.large[a])
				local[a] = len(n.atoms)
			}
			set = append(set, local[a]-1)
		}
		n.sets = append(n.sets, set)
	}
	return n
}

// few reports whether a group of local atoms has fewer people than the floor.
func (r *monthRules) few(n numbering, atoms []int) bool {
	cells := make([]fact.Cell, len(atoms))
	for i, a := range atoms {
		cells[i] = r.atoms[n.atoms[a]]
	}
	return r.people.distinct(cells, r.month, &r.space) < r.people.floor
}

func (r *monthRules) shown(part []int, n numbering) (sets []int, indicators [][]int) {
	for at, i := range part {
		if !r.sets[i].hidden {
			sets, indicators = append(sets, i), append(indicators, n.sets[at])
		}
	}
	return sets, indicators
}

// fewest is the one of the sets used that has the fewest people.
func (r *monthRules) fewest(shown, using []int) int {
	return slices.MinFunc(using, func(a, b int) int {
		x, y := &r.sets[shown[a]], &r.sets[shown[b]]
		return cmp.Or(cmp.Compare(x.people, y.people), cmp.Compare(x.order, y.order), cmp.Compare(x.id, y.id))
	})
}

// restore shows again what the sets that are left give away anyhow.
func (r *monthRules) restore(part []int, n numbering, sums *stat.Sums) {
	for at, i := range part {
		if s := &r.sets[i]; s.hidden && sums.Holds(n.sets[at]) {
			s.hidden = false
		}
	}
}
