package stat

import (
	"encoding/json"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

type auditCase struct {
	Name       string
	Universe   map[string]int
	Published  [][]string `json:"published_sets"`
	Threshold  int
	Violations [][]string
}

func auditCases(t *testing.T) []auditCase {
	t.Helper()
	data, err := os.ReadFile("testdata/disclosure.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []auditCase `json:"audit_cases"`
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file.Cases) != 4 {
		t.Fatalf("%d cases, %v", len(file.Cases), err)
	}
	return file.Cases
}

// sumsOf is the audit of a case, with its atoms in the order of names.
func sumsOf(universe map[string]int, published [][]string, threshold int) (*Sums, []string, func([]int) bool) {
	names := slices.Sorted(maps.Keys(universe))
	large := make([]bool, len(names))
	for i, name := range names {
		large[i] = universe[name] >= threshold
	}
	var sets [][]int
	for _, names2 := range published {
		sets = append(sets, indices(names, names2))
	}
	few := func(atoms []int) bool {
		n := 0
		for _, a := range atoms {
			n += universe[names[a]]
		}
		return n < threshold
	}
	return NewSums(large, sets), names, few
}

func indices(names, of []string) []int {
	var out []int
	for _, name := range of {
		out = append(out, slices.Index(names, name))
	}
	return out
}

// Values: disclosure.json, audit_cases.
func TestRowSpaceAudit(t *testing.T) {
	for _, c := range auditCases(t) {
		sums, names, few := sumsOf(c.Universe, c.Published, c.Threshold)
		var got [][]string
		for _, e := range sums.Exposed(few) {
			var group []string
			for _, a := range e.Atoms {
				group = append(group, names[a])
			}
			got = append(got, group)
		}
		if !slices.EqualFunc(got, c.Violations, slices.Equal) {
			t.Errorf("%s: exposed %v, want %v", c.Name, got, c.Violations)
		}
	}
}

// {a,b}, {b,c} and {a,c} give each of the three, which no pair of them does.
func TestThreeOverlapsGiveEach(t *testing.T) {
	sums := NewSums(make([]bool, 3), [][]int{{0, 1}, {1, 2}, {0, 2}})
	for atom := range 3 {
		if !sums.Holds([]int{atom}) {
			t.Errorf("atom %d is held to be safe", atom)
		}
	}
	two := NewSums(make([]bool, 3), [][]int{{0, 1}, {1, 2}})
	for atom := range 3 {
		if two.Holds([]int{atom}) {
			t.Errorf("two of the three sets give atom %d", atom)
		}
	}
	if got := two.Exposed(func(a []int) bool { return len(a) < 2 }); len(got) != 0 {
		t.Errorf("exposed %v", got)
	}
}

// The published sets that an exposure takes are those without which it is gone.
func TestUsing(t *testing.T) {
	all := [][]int{{0, 1, 2}, {0}, {1}, {3, 4}}
	got := NewSums(make([]bool, 5), all).Exposed(func(a []int) bool { return slices.Equal(a, []int{2}) })
	if len(got) != 1 || !slices.Equal(got[0].Using, []int{0, 1, 2}) {
		t.Errorf("%v", got)
	}
}

// Coefficients that outgrow whole numbers make everything exposed, never safe.
func TestUnsureIsExposed(t *testing.T) {
	s := NewSums(make([]bool, 2), [][]int{{0, 1}})
	s.unsure = true
	if !s.Holds([]int{0}) || len(s.Exposed(func([]int) bool { return true })) != 1 {
		t.Error("a system that cannot be decided is held to be safe")
	}
}

// Against every subset of atoms, each decided by rank over exact fractions.
func TestExposedAgainstEverySubset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		atoms := rapid.IntRange(1, 7).Draw(t, "atoms")
		sets := rapid.SliceOfN(rapid.SliceOfNDistinct(rapid.IntRange(0, atoms-1), 1, atoms, rapid.ID[int]), 0, 7).Draw(t, "sets")
		people := rapid.SliceOfN(rapid.IntRange(0, 6), atoms, atoms).Draw(t, "people")
		large := make([]bool, atoms)
		for i, n := range people {
			large[i] = n >= 5
		}
		few := func(group []int) bool {
			n := 0
			for _, a := range group {
				n += people[a]
			}
			return n < 5
		}
		sums := NewSums(large, sets)
		found := sums.Exposed(few)
		want := false
		for subset := 1; subset < 1<<atoms; subset++ {
			var group []int
			for a := range atoms {
				if subset>>a&1 == 1 {
					group = append(group, a)
				}
			}
			held := rank(atoms, append(slices.Clone(sets), group)) == rank(atoms, sets)
			if got := sums.Holds(group); got != held {
				t.Fatalf("%v from %v: %t, want %t", group, sets, got, held)
			}
			want = want || held && few(group)
		}
		if (len(found) > 0) != want {
			t.Fatalf("exposed %v from %v with %v people, want any: %t", found, sets, people, want)
		}
		for _, e := range found {
			if !sums.Holds(e.Atoms) || !few(e.Atoms) || len(e.Using) == 0 {
				t.Fatalf("%v is no exposure", e)
			}
		}
	})
}

// rank is by elimination over exact fractions, sharing nothing with what it checks.
func rank(atoms int, sets [][]int) int {
	var rows [][]*big.Rat
	for _, set := range sets {
		row := make([]*big.Rat, atoms)
		for i := range row {
			row[i] = new(big.Rat)
		}
		for _, a := range set {
			row[a].SetInt64(1)
		}
		rows = append(rows, row)
	}
	n := 0
	for column := range atoms {
		at := slices.IndexFunc(rows[n:], func(r []*big.Rat) bool { return r[column].Sign() != 0 })
		if at < 0 {
			continue
		}
		rows[n], rows[n+at] = rows[n+at], rows[n]
		for _, r := range rows[n+1:] {
			factor := new(big.Rat).Quo(r[column], rows[n][column])
			for i := range r {
				r[i].Sub(r[i], new(big.Rat).Mul(factor, rows[n][i]))
			}
		}
		n++
	}
	return n
}

// The reference's worked differences: a total less what is published of it is what is hidden.
func TestDifferencing(t *testing.T) {
	universe := map[string]int{}
	for i, n := range []int{18, 21, 19, 3} {
		universe[strings.Repeat("x", i+1)] = n
	}
	all := slices.Sorted(maps.Keys(universe))
	sums, _, few := sumsOf(universe, [][]string{all, {"x"}, {"xx"}, {"xxx"}}, 5)
	if got := sums.Exposed(few); len(got) != 1 || !slices.Equal(got[0].Atoms, []int{3}) || len(got[0].Using) != 4 {
		t.Errorf("one hidden group of three: %v", got)
	}
	sums, _, few = sumsOf(universe, [][]string{all, {"x"}, {"xx"}}, 5)
	if got := sums.Exposed(few); len(got) != 0 || !sums.Holds([]int{2, 3}) || sums.Holds([]int{3}) {
		t.Errorf("two hidden groups are known only together: %v", got)
	}
}

func BenchmarkSums(b *testing.B) {
	// Sixty teams of six services, every sixth of them hidden, and the whole.
	large, sets, whole := make([]bool, 360), [][]int{}, upTo(360)
	for team := range 60 {
		var all []int
		for i := range 6 {
			atom := team*6 + i
			all = append(all, atom)
			if large[atom] = i > 1; i > 1 {
				sets = append(sets, []int{atom})
			}
		}
		sets = append(sets, all)
	}
	sets = append(sets, whole)
	b.ReportAllocs()
	for b.Loop() {
		NewSums(large, sets).Exposed(func(atoms []int) bool { return len(atoms) < 2 })
	}
}
