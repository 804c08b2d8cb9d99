package metric

import (
	"math"
	"testing"

	"leadline/generator/unit"
)

func shareOf(part, n int, category string) Figure {
	f := Figure{Stat: "share", Category: category, Unit: unit.Share, N: n, Part: part, Value: float64(part) / float64(n), Low: math.NaN(), High: math.NaN()}
	if n == 0 {
		f = absent("share", unit.Share, TooFew, "none")
		f.Category = category
	}
	return f
}

// Months are pooled as the ratio of their sums, which is no mean of their shares.
func TestTogetherShares(t *testing.T) {
	d := &Definition{Measure: &Share{}}
	cost := func(v float64) Figure { return number("cost", unit.Seconds, v, 1) }
	months := [][]Figure{
		{shareOf(1, 2, ""), cost(100), shareOf(1, 1, "board")},
		{shareOf(0, 0, ""), absent("cost", unit.Seconds, TooFew, "none")},
		{shareOf(1, 18, ""), cost(20), shareOf(0, 7, "audit")},
	}
	got := Together(d, months)
	whole := find(got, "share", "")
	if whole == nil || whole.Part != 2 || whole.N != 20 || whole.Value != 0.1 || whole.Low > 0.03 || whole.High < 0.3 {
		t.Errorf("the whole is %+v", whole)
	}
	if f := find(got, "cost", ""); f == nil || f.Value != 120 || f.N != 2 {
		t.Errorf("the cost is %+v", f)
	}
	if f := find(got, "share", "board"); f == nil || f.Part != 1 || f.N != 1 {
		t.Errorf("a part of the first month alone is %+v", f)
	}
	if got[0].Stat != "share" || got[0].Category != "" || len(got) != 4 {
		t.Errorf("the order is not the newest month's: %+v", got)
	}
}

// A month that is kept back or not recorded is no month without anything.
func TestTogetherOfAMissingMonth(t *testing.T) {
	d := &Definition{Measure: &Share{}}
	for _, why := range []Absence{NoData, Withheld} {
		hole := []Figure{absent("share", unit.Share, why, "because")}
		f := find(Together(d, [][]Figure{{shareOf(1, 2, "")}, hole, {shareOf(0, 3, "")}}), "share", "")
		if f == nil || f.Absence != why || f.Reason != "because" || f.N != 0 {
			t.Errorf("%s: %+v", why.Code(), f)
		}
	}
	if f := find(Together(d, [][]Figure{{shareOf(0, 0, "")}, {shareOf(0, 0, "")}}), "share", ""); f.Absence != TooFew {
		t.Errorf("a share of nothing is %+v", f)
	}
}

// What stands at a month's end would be counted once for each month that it stands.
func TestTogetherLeavesStocksOut(t *testing.T) {
	stands := [][]Figure{{number("open_end", unit.Items, 5, 5), number("closed", unit.Items, 2, 2)}, {number("open_end", unit.Items, 4, 4), number("closed", unit.Items, 1, 1)}}
	got := Together(&Definition{Measure: &Bridge{}}, stands)
	if find(got, "open_end", "") != nil {
		t.Error("what is open at months' ends was added up")
	}
	if f := find(got, "closed", ""); f == nil || f.Value != 3 {
		t.Errorf("closings are %+v", f)
	}
	if got := Together(&Definition{Measure: &Age{Show: []string{"p50"}}}, [][]Figure{{number("p50", unit.Seconds, 5, 5)}}); len(got) != 0 {
		t.Errorf("a median was pooled: %+v", got)
	}
}
