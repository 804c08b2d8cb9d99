package metric

import "testing"

// One month of twice the usual events makes a difference that chance does not explain,
// and no sustained change; six months of half as many again are one.
func TestOneMonthIsNoSustainedChange(t *testing.T) {
	rates := func(n ...int) course {
		months := make([][]Figure, len(n))
		for i, v := range n {
			months[i] = []Figure{{Stat: "rate", Value: float64(v) / 4.3, N: v}}
		}
		return courseOf(&byPooledRates, months)
	}
	usual := []int{20, 19, 21, 20, 18, 22, 20, 21, 19, 20, 20, 20}
	busy := rates(append(usual, 24, 24, 40, 24, 25, 24)...)
	if got := busy.change(17); got.P >= claimBelow || got.Claimed || !got.OneMonth() {
		t.Errorf("one busy month: %+v", got)
	}
	before := rates(append([]int{20, 19, 45, 20, 18, 22, 20, 21, 19, 20, 20, 20}, 14, 13, 15, 14, 14, 14)...)
	if got := before.change(17); !got.Claimed || got.Direction() != -1 {
		t.Errorf("a fall that one month before does not make: %+v", got)
	}
	more := rates(append(usual, 30, 31, 29, 30, 32, 28)...)
	if got := more.change(17); !got.Claimed || got.OneMonth() {
		t.Errorf("six months of half as many again: %+v", got)
	}
}
