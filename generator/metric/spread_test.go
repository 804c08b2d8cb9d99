package metric

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"leadline/generator/fact"
)

// likeChanges are pieces as changes have them: skewed times, of which some wait for nothing,
// some for one cause and some for two at once.
func likeChanges(r *rand.Rand, n int) []pieces {
	out := make([]pieces, n)
	for i := range out {
		p, x := &out[i], math.Exp(r.NormFloat64())*86400
		p[active] = int64(x * r.Float64())
		if r.Float64() < 0.7 {
			p[1] = int64(x * r.Float64())
		}
		if r.Float64() < 0.3 {
			p[1<<2] = int64(2 * x * r.Float64())
			p[1|1<<2] = int64(x * r.Float64() / 4)
		}
		p[0] = int64(x * r.Float64() / 3)
	}
	return out
}

func sumOf(items []pieces) (s itemSums) {
	for i := range items {
		s.addItem(&items[i])
	}
	return s
}

// The intervals of a whole set of figures agree with those of a bootstrap over changes: that
// of coverage and of every part.
func TestPartIntervalsAgreeWithBootstrap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	k := &partitions{supplied: [len(Causes) + 1]bool{true, true, true, true, true}}
	items := likeChanges(r, 300)
	sums := sumOf(items)
	own := k.parts(nil, &sums, len(items))
	const times = 2000
	values := make([][]float64, len(own))
	for range times {
		var again itemSums
		for range items {
			again.pieces.add(&items[r.IntN(len(items))])
		}
		for i, f := range k.parts(nil, &again, len(items)) {
			values[i] = append(values[i], f.Value)
		}
	}
	for i, f := range own {
		slices.Sort(values[i])
		low, high := values[i][times/40], values[i][times-1-times/40]
		if f.Value == 0 {
			if f.HasInterval() || high != 0 {
				t.Errorf("%s %s: nothing has an interval: %+v", f.Stat, f.Category, f)
			}
			continue
		}
		if margin := 0.15 * (high - low); math.Abs(f.Low-low) > margin || math.Abs(f.High-high) > margin {
			t.Errorf("%s %s: %.4f–%.4f, the bootstrap says %.4f–%.4f", f.Stat, f.Category, f.Low, f.High, low, high)
		}
	}
}

// Whoever adds which item, and when: the figures are the same to the last bit.
func TestPartsDoNotDependOnWorkersOrOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		items := likeChanges(r, 25)
		k := &partitions{supplied: [len(Causes) + 1]bool{true, true, true, true, true}}
		one := sumOf(items)
		want := k.parts(nil, &one, len(items))
		g := &grouped[itemSums, *itemSums]{grid: grid{frame: frame(), cells: 1}, private: make([][]itemSums, 3)}
		for _, i := range r.Perm(len(items)) {
			g.at(rapid.IntRange(0, 2).Draw(t, "worker"), g.group(0, 1)).addItem(&items[i])
		}
		g.merge()
		s := g.of([]fact.Cell{0}, 1)
		for i, f := range k.parts(nil, &s, len(items)) {
			if math.Float64bits(f.Value) != math.Float64bits(want[i].Value) || math.Float64bits(f.Low) != math.Float64bits(want[i].Low) || math.Float64bits(f.High) != math.Float64bits(want[i].High) {
				t.Fatalf("%+v, want %+v", f, want[i])
			}
		}
	})
}

// Every part's sums are those of its items, and the parts of an item make up its time.
func TestSecondsByPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to, evidence := evidenceGen(t)
		p := cutOf(from, to, evidence)
		var s itemSums
		s.addItem(&p)
		parts := secondsByPart(&p)
		sum := parts[partShared] + parts[partActive] + parts[partUnexplained]
		for place, seconds := range parts {
			if int64(seconds) != p.seconds(place) {
				t.Fatalf("part %d has %d seconds, not %d", place, seconds, p.seconds(place))
			}
			if place < partInclusive {
				sum += seconds
			}
		}
		if sum != uint64(to-from) {
			t.Fatalf("parts make %d of %d seconds", sum, to-from)
		}
	})
}

// Sums of squares stay exact beyond 64 bits, as 136 years in seconds need.
func TestWide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w wide
		want := new(big.Int)
		for range rapid.IntRange(0, 20).Draw(t, "n") {
			a, b := rapid.Uint64().Draw(t, "a")>>2, rapid.Uint64().Draw(t, "b")>>3
			w.addProduct(a, b)
			want.Add(want, new(big.Int).Mul(new(big.Int).SetUint64(a), new(big.Int).SetUint64(b)))
		}
		got := new(big.Int).Add(new(big.Int).Lsh(new(big.Int).SetUint64(w.high), 64), new(big.Int).SetUint64(w.low))
		if got.Cmp(want) != 0 {
			t.Fatalf("%s, want %s", got, want)
		}
		if f, _ := new(big.Float).SetInt(want).Float64(); math.Abs(w.float()-f) > 1e-15*f {
			t.Fatalf("%g, want %g", w.float(), f)
		}
	})
}

func TestAddingItemsAllocatesNothing(t *testing.T) {
	items := likeChanges(rand.New(rand.NewPCG(1, 1)), 1)
	var s itemSums
	if n := testing.AllocsPerRun(100, func() { s.addItem(&items[0]) }); n != 0 {
		t.Errorf("%g allocations an item", n)
	}
}
