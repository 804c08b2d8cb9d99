package fact

import (
	"cmp"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// A join meets every pair of equal keys once, however often a key occurs on either side;
// key 0 is nobody's.
func TestJoinMeetsEveryPair(t *testing.T) {
	keys := rapid.SliceOfN(rapid.Map(rapid.Uint64Range(0, 8), func(k uint64) uint64 { return k%2<<57 | k }), 0, 40)
	rapid.Check(t, func(t *rapid.T) {
		rows, values := keys.Draw(t, "rows"), keys.Draw(t, "values")
		blocks := func(keys []uint64) []keyed { // of two blocks, rows numbered throughout
			half := len(keys) / 2
			return []keyed{{keys: keys[:half]}, {keys: keys[half:], first: uint32(half)}}
		}
		type pair struct{ row, value uint32 }
		var got, want []pair
		var mu sync.Mutex
		join(blocks(rows), probe{partition(blocks(values)), func(row, value uint32) {
			mu.Lock()
			defer mu.Unlock()
			got = append(got, pair{row, value})
		}})
		for i, r := range rows {
			for j, v := range values {
				if r == v && r != 0 {
					want = append(want, pair{uint32(i), uint32(j)})
				}
			}
		}
		slices.SortFunc(got, func(a, b pair) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.value, b.value)) })
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}
