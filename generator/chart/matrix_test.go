package chart

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func checks() Matrix {
	covered, stale, none, unknown := PairCounts{1}, PairCounts{0, 1}, PairCounts{0, 0, 1}, PairCounts{0, 0, 0, 1}
	return Matrix{
		Words:  Words{ID: "matrix", Title: "3 of 9 required checks were covered", Subtitle: "Required checks by service"},
		States: [pairStates]string{"covered", "evidence out of date", "no evidence at all", "not known"}, Row: "Service", Column: "Check",
		Columns: []string{"container", "SAST", "secrets"},
		Rows: []MatrixRow{
			{"account", []PairCounts{covered, none, covered}}, {"keyring", []PairCounts{{}, stale, unknown}}, {"yield", []PairCounts{stale, {1, 0, 1}, unknown}},
		},
		Sums: []PairCounts{{1, 1}, {1, 1, 2}, {1, 0, 0, 2}},
	}
}

func counts() Matrix {
	f := checks()
	f.ID, f.Rows = "matrix-counts", nil
	f.Sums = []PairCounts{{9, 3, 5}, {0, 0, 0, 12}, {27, 18, 6}}
	return f
}

// TestMatrixCoversAllCells: every cell that is required has one sign or a number, and what
// does not add up is refused.
func TestMatrixCoversAllCells(t *testing.T) {
	svg, err := checks().SVG()
	if err != nil {
		t.Fatal(err)
	}
	ways := ""
	for _, d := range drawnPaths(svg) {
		for _, l := range legs(t, d) {
			ways += fmt.Sprintf(" %g,%g", l.byX, l.byY)
		}
	}
	for sign, want := range map[string]int{"4,4 7,-8": 1 + 2, "0,5 4,0": 1 + 2, "8,8 0,-8 -8,8": 1 + 1, ">1/2<": 1} { // the key has one of each
		if n := strings.Count(string(svg)+ways, sign); n != want {
			t.Errorf("%d times %q; expected %d", n, sign, want)
		}
	}
	_, rows := checks().Table()
	if got := strings.Join(rows[1], "|") + "/" + strings.Join(rows[2], "|"); got != "keyring|not required|evidence out of date|not known/yield|evidence out of date|1 covered, 1 no evidence at all|not known" {
		t.Errorf("got %s", got)
	}
	columns, rows := counts().Table()
	if got := strings.Join(columns, "|") + "/" + strings.Join(rows[0], "|"); got != "Check|covered|evidence out of date|no evidence at all|not known/container|9|3|5|0" {
		t.Errorf("got %s", got)
	}
	if svg, _ := counts().SVG(); !bytes.Contains(svg, []byte(">9 of 17<")) || bytes.Contains(svg, []byte("0 of 12")) {
		t.Errorf("what is not known is a zero:\n%s", svg)
	}
	for want, spoil := range map[string]func(f *Matrix){
		"add up to":           func(f *Matrix) { f.Sums[0][0]++ },
		"2 cells for 3":       func(f *Matrix) { f.Rows[0].Cells = f.Rows[0].Cells[1:] },
		"expected 1 to 14":    func(f *Matrix) { f.Columns = nil },
		"expected pairs":      func(f *Matrix) { f.Sums[1] = PairCounts{} },
		"expected zero or mo": func(f *Matrix) { f.Rows[0].Cells[0][1] = -1 },
	} {
		f := checks()
		spoil(&f)
		if _, err := f.SVG(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got %v", want, err)
		}
	}
}

func TestAnyMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Matrix{Words: anyWords(t), Row: anyText.Draw(t, "row"), Column: anyText.Draw(t, "column")}
		for i := range f.States {
			f.States[i] = anyText.Draw(t, "state")
		}
		n := rapid.IntRange(1, maxColumns).Draw(t, "columns")
		for range n {
			f.Columns, f.Sums = append(f.Columns, anyText.Draw(t, "name")), append(f.Sums, PairCounts{})
		}
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			r := MatrixRow{Name: anyText.Draw(t, "name")}
			for i := range n {
				var cell PairCounts
				for state := range cell {
					cell[state] = rapid.SampledFrom([]int{0, 0, 0, 1, 1, 2, 1e6}).Draw(t, "pairs")
					f.Sums[i][state] += cell[state]
				}
				r.Cells = append(r.Cells, cell)
			}
			f.Rows = append(f.Rows, r)
		}
		if rapid.Bool().Draw(t, "counts") {
			f.Rows = nil
		}
		for i := range f.Sums {
			if f.Sums[i].all() == 0 {
				return // refused; see above
			}
		}
		svg, err := f.SVG()
		if err != nil {
			t.Fatal(err)
		}
		inside(t, svg)
		tabular(t, f.Table)
	})
}
