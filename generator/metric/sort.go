package metric

import (
	"math/bits"
	"slices"
)

// radixFrom is the number of values from which passes by digits are faster than comparing:
// measured by BenchmarkSortValues.
const radixFrom = 128

// digit is the number of bits of a pass: more cost more in clearing and missing the cache
// than the passes saved, at all sizes.
const digit = 8

// sortValues sorts ascending in place and returns the scratch space for the next call.
func sortValues(data, scratch []uint32) []uint32 {
	if len(data) < radixFrom {
		slices.Sort(data)
		return scratch
	}
	return radixSort(data, scratch)
}

// radixSort is a least-significant-digit sort. It takes as many passes as the largest value
// has digits.
func radixSort(data, scratch []uint32) []uint32 {
	if cap(scratch) < len(data) {
		scratch = make([]uint32, len(data)+len(data)/4)
	}
	from, to := data, scratch[:len(data)]
	for shift, width := 0, bits.Len32(slices.Max(data)); shift < width; shift += digit {
		byDigit(from, to, shift)
		from, to = to, from
	}
	if &from[0] != &data[0] {
		copy(data, from)
	}
	return scratch
}

// byDigit copies values in the order of one digit.
func byDigit(from, to []uint32, shift int) {
	var starts [1 << digit]uint32
	for _, v := range from {
		starts[uint8(v>>shift)]++
	}
	at := uint32(0)
	for i, n := range starts {
		starts[i], at = at, at+n
	}
	for _, v := range from {
		d := uint8(v >> shift)
		to[starts[d]] = v
		starts[d]++
	}
}
