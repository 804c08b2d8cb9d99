package generator

import (
	"encoding/json"
	"math/big"
	"os"
	"slices"
	"testing"
)

// The attacker's own linear algebra: it shares no code with the audit that it tries to beat.

// equations are sums over unknowns that are not negative: a·x = b, row by row.
type equations struct {
	unknowns int
	a        [][]*big.Rat
	b        []*big.Rat
	steps    [][]*big.Rat // a and b in echelon form, once it was asked for
}

func (e *equations) add(of []int, sum *big.Rat) {
	e.a = append(e.a, vector(e.unknowns, of))
	e.b = append(e.b, new(big.Rat).Set(sum))
	e.steps = nil
}

func vector(n int, of []int) []*big.Rat {
	v := make([]*big.Rat, n)
	for i := range v {
		v[i] = new(big.Rat)
	}
	for _, i := range of {
		v[i].SetInt64(1)
	}
	return v
}

// echelon is Gaussian elimination: each row begins further right than the one before.
func (e *equations) echelon() [][]*big.Rat {
	if e.steps != nil {
		return e.steps
	}
	var rows [][]*big.Rat // unknowns, then the sum
	for i := range e.a {
		rows = append(rows, append(cloned(e.a[i]), new(big.Rat).Set(e.b[i])))
	}
	from := 0
	for column := range e.unknowns {
		at := slices.IndexFunc(rows[from:], func(r []*big.Rat) bool { return r[column].Sign() != 0 })
		if at < 0 {
			continue
		}
		rows[from], rows[from+at] = rows[from+at], rows[from]
		for _, r := range rows[from+1:] {
			subtract(r, rows[from], new(big.Rat).Quo(r[column], rows[from][column]))
		}
		from++
	}
	e.steps = rows[:from:from]
	return e.steps
}

// determined is the sum over some unknowns, if the equations alone give it.
func (e *equations) determined(of []int) (*big.Rat, bool) {
	target := append(vector(e.unknowns, of), new(big.Rat))
	for _, row := range e.echelon() {
		column := slices.IndexFunc(row, func(v *big.Rat) bool { return v.Sign() != 0 })
		subtract(target, row, new(big.Rat).Quo(target[column], row[column]))
	}
	if slices.ContainsFunc(target[:e.unknowns], func(v *big.Rat) bool { return v.Sign() != 0 }) {
		return nil, false
	}
	return target[e.unknowns].Neg(target[e.unknowns]), true
}

func cloned(v []*big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(v))
	for i := range v {
		out[i] = new(big.Rat).Set(v[i])
	}
	return out
}

func subtract(from, row []*big.Rat, times *big.Rat) {
	if times.Sign() == 0 {
		return
	}
	for i := range from {
		if row[i].Sign() != 0 {
			from[i].Sub(from[i], new(big.Rat).Mul(times, row[i]))
		}
	}
}

// bounds are the smallest and largest sum over some unknowns that the equations and their
// not being negative permit: feasibility intervals, by the simplex method over exact
// fractions with Bland's rule. high is nil without an upper bound; feasible is false when
// the equations contradict each other or the signs.
func (e *equations) bounds(of []int) (low, high *big.Rat, feasible bool) {
	t := newTableau(e)
	if t == nil {
		return nil, nil, false
	}
	most := t.copy().maximise(vector(e.unknowns, of))
	minus := vector(e.unknowns, of)
	for _, v := range minus {
		v.Neg(v)
	}
	least := t.maximise(minus)
	return new(big.Rat).Neg(least), most, true
}

// tableau is a simplex tableau: rows in terms of basic variables, the right side last.
type tableau struct {
	n     int
	rows  [][]*big.Rat
	basis []int
}

// newTableau finds a first solution by driving one artificial variable a row out; nil when
// there is none.
func newTableau(e *equations) *tableau {
	m := len(e.a)
	t := &tableau{n: e.unknowns + m}
	goal := make([]*big.Rat, t.n)
	for i := range goal {
		goal[i] = new(big.Rat)
	}
	for i := range e.a {
		row := make([]*big.Rat, t.n+1)
		for j := range row {
			row[j] = new(big.Rat)
		}
		for j, v := range e.a[i] {
			row[j].Set(v)
		}
		row[t.n].Set(e.b[i])
		if row[t.n].Sign() < 0 {
			for _, v := range row {
				v.Neg(v)
			}
		}
		row[e.unknowns+i].SetInt64(1)
		goal[e.unknowns+i].SetInt64(-1)
		t.rows, t.basis = append(t.rows, row), append(t.basis, e.unknowns+i)
	}
	if t.maximise(goal).Sign() != 0 {
		return nil
	}
	for i := m - 1; i >= 0; i-- { // artificial variables that stayed at zero
		if t.basis[i] < e.unknowns {
			continue
		}
		if at := slices.IndexFunc(t.rows[i][:e.unknowns], func(v *big.Rat) bool { return v.Sign() != 0 }); at >= 0 {
			t.pivot(i, at)
			continue
		}
		t.rows, t.basis = slices.Delete(t.rows, i, i+1), slices.Delete(t.basis, i, i+1)
	}
	for i, row := range t.rows {
		t.rows[i] = append(row[:e.unknowns:e.unknowns], row[t.n])
	}
	t.n = e.unknowns
	return t
}

func (t *tableau) copy() *tableau {
	c := &tableau{n: t.n, basis: slices.Clone(t.basis)}
	for _, row := range t.rows {
		c.rows = append(c.rows, cloned(row))
	}
	return c
}

// maximise gives the largest value of a goal, nil when there is no largest.
func (t *tableau) maximise(goal []*big.Rat) *big.Rat {
	reduced := append(cloned(goal), new(big.Rat)) // what each variable still adds
	for i, b := range t.basis {
		subtract(reduced, t.rows[i], new(big.Rat).Set(reduced[b]))
	}
	for {
		in := slices.IndexFunc(reduced[:t.n], func(v *big.Rat) bool { return v.Sign() > 0 })
		if in < 0 {
			return new(big.Rat).Neg(reduced[t.n])
		}
		out, least := -1, (*big.Rat)(nil)
		for i, row := range t.rows {
			if row[in].Sign() <= 0 {
				continue
			}
			ratio := new(big.Rat).Quo(row[t.n], row[in])
			if least != nil {
				if c := ratio.Cmp(least); c > 0 || c == 0 && t.basis[i] > t.basis[out] {
					continue
				}
			}
			out, least = i, ratio
		}
		if out < 0 {
			return nil
		}
		t.pivot(out, in)
		subtract(reduced, t.rows[out], new(big.Rat).Set(reduced[in]))
	}
}

func (t *tableau) pivot(out, in int) {
	by := new(big.Rat).Inv(t.rows[out][in])
	for _, v := range t.rows[out] {
		v.Mul(v, by)
	}
	for i, row := range t.rows {
		if i != out {
			subtract(row, t.rows[out], new(big.Rat).Set(row[in]))
		}
	}
	t.basis[out] = in
}

// Values: disclosure.json, geurts_1992_table10 (HiGHS), and the reference's three overlaps.
func TestAttackersAlgebra(t *testing.T) {
	data, err := os.ReadFile("stat/testdata/disclosure.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Geurts struct {
			Intervals map[string][2]float64 `json:"feasible_intervals"`
		} `json:"geurts_1992_table10"`
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file.Geurts.Intervals) != 4 {
		t.Fatal(err, file)
	}
	e := &equations{unknowns: 4}
	for _, c := range []struct {
		of  []int
		sum int64
	}{{[]int{0, 1}, 7}, {[]int{2, 3}, 3}, {[]int{0, 2}, 6}, {[]int{1, 3}, 4}} {
		e.add(c.of, big.NewRat(c.sum, 1))
	}
	for i, name := range []string{"x11", "x12", "x21", "x22"} {
		low, high, ok := e.bounds([]int{i})
		l, _ := low.Float64()
		h, _ := high.Float64()
		if !ok || [2]float64{l, h} != file.Geurts.Intervals[name] {
			t.Errorf("%s in [%g, %g], want %v", name, l, h, file.Geurts.Intervals[name])
		}
		if _, found := e.determined([]int{i}); found {
			t.Errorf("%s is said to be determined", name)
		}
	}
	overlaps := &equations{unknowns: 4}
	for _, c := range [][]int{{0, 1}, {1, 2}, {0, 2}} {
		overlaps.add(c, big.NewRat(int64(10+c[0]), 1))
	}
	if v, ok := overlaps.determined([]int{1}); !ok || v.Cmp(big.NewRat(11, 2)) != 0 { // (10 + 11 − 10)/2
		t.Errorf("b is %v", v)
	}
	if _, ok := overlaps.determined([]int{3}); ok {
		t.Error("an unknown of no equation is said to be determined")
	}
	if _, high, _ := overlaps.bounds([]int{3}); high != nil {
		t.Errorf("and to be at most %v", high)
	}
	overlaps.add([]int{0}, big.NewRat(100, 1))
	if _, _, ok := overlaps.bounds([]int{0}); ok {
		t.Error("a contradiction has a solution")
	}
}
