package stat

import "slices"

// patience is how many combinations of entangled rows are tried before a system counts as
// exposed without proof. Published sets of small parts alone are rarely more than three.
const patience = 1 << 12

// Exposed finds groups of atoms whose sums can be worked out and that few says have too few
// people, at most one for each entangled part of the system. It is empty only when there is
// no such group at all: every vector of zeros and ones in the row space has been considered.
// few must not become true again for a larger group.
func (s *Sums) Exposed(few func(atoms []int) bool) []Exposure {
	if s.unsure {
		return []Exposure{{Using: upTo(s.sets)}}
	}
	var out []Exposure
	for _, part := range s.entangled() {
		x := newSearch(s, part, few)
		switch {
		case x.from(0):
		case x.tried > patience:
			x.giveUp()
		default:
			continue
		}
		out = append(out, x.found)
	}
	return out
}

// entangled are the rows without large atoms, in groups that share atoms: a group of people
// exposed by rows that share nothing is exposed by some of them alone.
func (s *Sums) entangled() [][]sumRow {
	var parts [][]sumRow
	first := map[int]int{} // atom → part
	for _, r := range s.rows {
		if !r.small {
			continue
		}
		part := len(parts)
		parts = append(parts, nil)
		for _, t := range r.atoms(s) {
			if old, ok := first[t.at]; ok && old != part {
				part = join(parts, first, old, part)
			}
		}
		parts[part] = append(parts[part], r)
		for _, t := range r.atoms(s) {
			first[t.at] = part
		}
	}
	return slices.DeleteFunc(parts, func(p []sumRow) bool { return len(p) == 0 })
}

func join(parts [][]sumRow, first map[int]int, into, from int) int {
	parts[into] = append(parts[into], parts[from]...)
	parts[from] = nil
	for at, part := range first {
		if part == from {
			first[at] = into
		}
	}
	return into
}

// search looks for a vector of zeros and ones among the combinations of rows. At a row's
// pivot only that row has a value, so a row is in the vector whole or not at all.
type search struct {
	sums  *Sums
	rows  []sumRow
	scale int64         // value that stands for one
	last  map[int]int   // atom → the last row that has it
	value map[int]int64 // by atom
	taken []int64       // how often each row is in the vector
	few   func([]int) bool
	tried int
	found Exposure
}

func newSearch(s *Sums, rows []sumRow, few func([]int) bool) *search {
	x := &search{sums: s, rows: rows, scale: 1, last: map[int]int{}, value: map[int]int64{}, taken: make([]int64, len(rows)), few: few}
	for i, r := range rows {
		p := r.by(r.pivot)
		if p = max(p, -p); x.scale < exactBelow {
			x.scale = x.scale / gcd(x.scale, p) * p
		}
		for _, t := range r.atoms(s) {
			x.last[t.at] = i
		}
	}
	if x.scale >= exactBelow {
		x.tried = patience
	}
	return x
}

// from decides on rows i and later and reports whether an exposed group was found.
func (x *search) from(i int) bool {
	if x.tried++; x.tried > patience {
		return false
	}
	atoms, ok := x.settled(i)
	if !ok || len(atoms) > 0 && !x.few(atoms) {
		return false
	}
	if i == len(x.rows) {
		if len(atoms) > 0 {
			x.found.Atoms = atoms
			x.found.Using = x.using()
		}
		return len(atoms) > 0
	}
	r := &x.rows[i]
	x.add(i, x.scale/r.by(r.pivot))
	if x.from(i + 1) {
		return true
	}
	x.add(i, -x.taken[i])
	return x.from(i + 1)
}

func (x *search) add(i int, factor int64) {
	x.taken[i] += factor
	for _, t := range x.rows[i].atoms(x.sums) {
		x.value[t.at] += factor * t.by
	}
}

// settled are the atoms that no row from i on can change and that are in the vector; not ok
// when one of them is neither zero nor one.
func (x *search) settled(i int) (atoms []int, ok bool) {
	for at, v := range x.value {
		if x.last[at] >= i || v == 0 {
			continue
		}
		if v != x.scale {
			return nil, false
		}
		atoms = append(atoms, at)
	}
	slices.Sort(atoms)
	return atoms, true
}

// using are the published sets that the vector is made of.
func (x *search) using() (sets []int) {
	times := map[int]int64{}
	for i, n := range x.taken {
		for _, t := range x.rows[i].terms[len(x.rows[i].atoms(x.sums)):] {
			times[t.at-len(x.sums.large)] += n * t.by
		}
	}
	for set, n := range times {
		if n != 0 {
			sets = append(sets, set)
		}
	}
	slices.Sort(sets)
	return sets
}

// giveUp names every set that the rows are made of.
func (x *search) giveUp() {
	for _, r := range x.rows {
		for _, t := range r.terms[len(r.atoms(x.sums)):] {
			x.found.Using = append(x.found.Using, t.at-len(x.sums.large))
		}
	}
	slices.Sort(x.found.Using)
	x.found.Using = slices.Compact(x.found.Using)
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
