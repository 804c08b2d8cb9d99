package metric

import (
	"slices"

	"leadline/generator/fact"
)

// values holds the observed values of every (cell, month) group, each group in ascending
// order: exact quantiles of any union of groups come from merging sorted runs.
type values struct {
	rows
	starts []uint32 // of each group in data; one more than there are groups
	data   []uint32
}

// put hands one value to a group.
type put func(group int, value uint32)

// collect runs emit twice over all selected rows: first to count the groups' sizes, then to
// place the values. Two cheap passes cost less memory than one that keeps pairs.
func (r rows) collect(emit func(c *fact.Chunk, mask []uint8, put put)) *values {
	cursors := make([][]uint32, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		if cursors[worker] == nil {
			cursors[worker] = make([]uint32, r.groups())
		}
		counts := cursors[worker]
		emit(c, mask, func(group int, _ uint32) { counts[group]++ })
	})
	v := &values{rows: r, starts: make([]uint32, r.groups()+1)}
	v.data = make([]uint32, v.place(cursors))
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		next := cursors[worker]
		emit(c, mask, func(group int, value uint32) {
			v.data[next[group]] = value
			next[group]++
		})
	})
	v.sort()
	return v
}

// place turns the workers' counts into the positions at which each begins to write.
func (v *values) place(cursors [][]uint32) (total uint32) {
	for g := range v.starts[:len(v.starts)-1] {
		v.starts[g] = total
		for _, counts := range cursors {
			if counts != nil {
				counts[g], total = total, total+counts[g]
			}
		}
	}
	v.starts[len(v.starts)-1] = total
	return total
}

func (v *values) sort() {
	scratch := make([][]uint32, max(1, v.frame.Workers))
	v.parallel(len(v.starts)-1, func(worker, g int) {
		scratch[worker] = sortValues(v.data[v.starts[g]:v.starts[g+1]], scratch[worker])
	})
}

// of are the values of month m over cells in ascending order.
func (v *values) of(cells []fact.Cell, m int) []uint32 {
	var only, merged []uint32
	parts := 0
	for _, c := range cells {
		g := v.group(c, m)
		if part := v.data[v.starts[g]:v.starts[g+1]]; len(part) > 0 {
			if only == nil {
				only = part
			} else if merged == nil {
				merged = append(slices.Clone(only), part...)
			} else {
				merged = append(merged, part...)
			}
			parts++
		}
	}
	if parts < 2 {
		return only
	}
	sortValues(merged, nil)
	return merged
}

// radixFrom is the number of values from which three passes over 2,048 counters are faster
// than comparing: measured by BenchmarkSortValues.
const radixFrom = 1024

// sortValues sorts ascending in place and returns the scratch space for the next call.
func sortValues(data, scratch []uint32) []uint32 {
	if len(data) < radixFrom {
		slices.Sort(data)
		return scratch
	}
	return radixSort(data, scratch)
}

// radixSort is a least-significant-digit sort by eleven bits at a time.
func radixSort(data, scratch []uint32) []uint32 {
	if cap(scratch) < len(data) {
		scratch = make([]uint32, len(data))
	}
	from, to := data, scratch[:len(data)]
	const bits, mask = 11, 1<<11 - 1
	for shift := 0; shift < 32; shift += bits {
		var starts [1 << bits]uint32
		for _, v := range from {
			starts[v>>shift&mask]++
		}
		at := uint32(0)
		for i, n := range starts {
			starts[i], at = at, at+n
		}
		for _, v := range from {
			d := v >> shift & mask
			to[starts[d]] = v
			starts[d]++
		}
		from, to = to, from
	}
	copy(data, from) // three passes end in the scratch space
	return scratch
}
