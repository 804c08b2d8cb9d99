package metric

import (
	"cmp"
	"fmt"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// directions is the kernel of Direction.
type directions struct {
	grid
	silence  silence
	each     string
	band     float64
	presence *presence
	all      []measurement
	starts   []uint32 // of each group in all; one more than there are groups
}

func (k *directions) month(out []Figure, cells []fact.Cell, m int, _ *merger) []Figure {
	switch {
	case !k.presence.recorded(m):
		return append(out, k.silence.unrecorded...)
	case !k.presence.began(cells, m):
		return append(out, k.silence.notBegun...)
	case m >= k.frame.Complete():
		return append(out, absent("direction", unit.Direction, TooFew, "the month is not complete"))
	}
	line, months := k.window(cells, m)
	if months < directionLeast {
		return append(out, absent("direction", unit.Direction, TooFew,
			fmt.Sprintf("a direction needs %d complete months in which the same %ss were measured", directionLeast, k.each)))
	}
	return append(out, number("direction", unit.Direction, float64(k.heading(line[directionMonths-months:])), months))
}

// window is Part over Whole for each month up to m, and how many of the newest have a value.
type window [directionMonths]ratio

type ratio struct{ part, whole int64 }

func (k *directions) window(cells []fact.Cell, m int) (line window, months int) {
	runs := k.things(cells, m)
	months = directionMonths
	for _, r := range runs {
		if r.counts() && r[0].whole == 0 {
			months = directionLeast // one of them was not measured yet in the first month
		}
	}
	some := false
	for _, r := range runs {
		if !r.counts() {
			continue
		}
		some = true
		for i := range r {
			line[i].part, line[i].whole = line[i].part+int64(r[i].part), line[i].whole+int64(r[i].whole)
		}
	}
	if !some {
		months = 0
	}
	return line, months
}

// run is one thing's value in each month of the window; whole is 0 where it has none.
type run [directionMonths]struct{ part, whole int32 }

// counts reports whether a thing can say where it is heading: it has a value in each of the
// newest five months. A value is carried for two months only, so that it was then measured in
// both halves of the window. Things that appear or disappear do not count and cannot make a
// direction: like for like.
func (r *run) counts() bool {
	for _, v := range r[directionMonths-directionLeast:] {
		if v.whole == 0 {
			return false
		}
	}
	return true
}

// things are the values of everything that the cells had measured.
func (k *directions) things(cells []fact.Cell, m int) []run {
	first := m - directionMonths + 1
	var near []measurement
	for month := max(0, first-directionCarry); month <= m; month++ {
		for _, c := range cells {
			g := k.group(c, month)
			near = append(near, k.all[k.starts[g]:k.starts[g+1]]...)
		}
	}
	slices.SortFunc(near, func(a, b measurement) int {
		return cmp.Or(cmp.Compare(a.thing, b.thing), cmp.Compare(a.month, b.month))
	})
	var runs []run
	for i, v := range near {
		if i == 0 || near[i-1].thing != v.thing {
			runs = append(runs, run{})
		}
		runs[len(runs)-1].put(v, first)
	}
	return runs
}

// put carries a measurement into the months that it serves for, of those from first on.
func (r *run) put(v measurement, first int) {
	for i := max(0, int(v.month)-first); i <= int(v.until)-first && i < directionMonths; i++ {
		r[i].part, r[i].whole = v.part, v.whole
	}
}

// heading is the sign of what Theil–Sen's line changes from the first month to the last, or
// 0 within the band. It is no test: coverage is counted in full, not sampled, and one month
// is much like the next, so that a test's error would mean nothing.
func (k *directions) heading(line []ratio) int {
	var xs, ys [directionMonths]float64
	for i, v := range line {
		xs[i], ys[i] = float64(i), float64(v.part)/float64(v.whole)
	}
	n := len(line)
	switch change := stat.TheilSen(xs[:n], ys[:n]) * float64(n-1); {
	case change > k.band:
		return 1
	case change < -k.band:
		return -1
	default:
		return 0
	}
}

// unjudged says why judge gives nothing: each direction overlaps with that of the month before
// by all but one of its months.
func (d *Direction) unjudged() string { return "a direction already speaks of several months" }

func (k *directions) judge(months [][]Figure, _ int) ([]State, Limits) {
	return make([]State, len(months)), Limits{}
}
