package event

import "leadline/generator/period"

// While a value is on its way it is a uint64, whatever its kind; Values holds it narrow.

func absent(kind Kind) uint64 {
	if kind == Count {
		return uint64(uint32(0xffffffff)) // AbsentCount
	}
	return 0
}

// absentValues are n absent values of a kind.
func absentValues(kind Kind, n int) Values {
	v := newValues(kind, n)
	for i := range v.Counts {
		v.Counts[i] = AbsentCount
	}
	return v
}

// newValues makes room for n values of a kind.
func newValues(kind Kind, n int) Values {
	switch kind {
	case Identifier:
		return Values{Hashes: make([]uint64, n)}
	case Category, Person:
		return Values{Codes: make([]uint32, n)}
	case Instant:
		return Values{Times: make([]period.Seconds, n)}
	case Count:
		return Values{Counts: make([]int32, n)}
	default:
		return Values{Bytes: make([]uint8, n)}
	}
}

// flag turns hashes into whether they are among a few; an absent hash stays absent.
func (v *Values) flag(members []uint64) {
	if v.Hashes == nil {
		return
	}
	flags := make([]uint8, len(v.Hashes))
	for i, h := range v.Hashes {
		flag := FlagFalse * bit(h != 0)
		for _, m := range members { // no branch: which value follows is hard to predict
			flag = max(flag, FlagTrue*bit(h == m))
		}
		flags[i] = flag
	}
	*v = Values{Bytes: flags}
}

func bit(b bool) (x uint8) {
	if b {
		x = 1
	}
	return x
}

// none reports a column that the file does not supply.
func (v *Values) none() bool {
	return v.Hashes == nil && v.Codes == nil && v.Times == nil && v.Bytes == nil && v.Counts == nil
}

// put writes the value of a row.
func (v *Values) put(row int, x uint64) {
	switch {
	case v.Hashes != nil:
		v.Hashes[row] = x
	case v.Codes != nil:
		v.Codes[row] = uint32(x)
	case v.Times != nil:
		v.Times[row] = period.Seconds(x)
	case v.Bytes != nil:
		v.Bytes[row] = uint8(x)
	case v.Counts != nil:
		v.Counts[row] = int32(uint32(x))
	}
}

// get is the value of a row as put was given it; none gives 0 for a column not supplied.
func (v *Values) get(row int) uint64 {
	switch {
	case v.Hashes != nil:
		return v.Hashes[row]
	case v.Codes != nil:
		return uint64(v.Codes[row])
	case v.Times != nil:
		return uint64(v.Times[row])
	case v.Bytes != nil:
		return uint64(v.Bytes[row])
	case v.Counts != nil:
		return uint64(uint32(v.Counts[row]))
	}
	return 0
}

// move copies one row within the column.
func (v *Values) move(to, from int) {
	switch {
	case v.Hashes != nil:
		v.Hashes[to] = v.Hashes[from]
	case v.Codes != nil:
		v.Codes[to] = v.Codes[from]
	case v.Times != nil:
		v.Times[to] = v.Times[from]
	case v.Bytes != nil:
		v.Bytes[to] = v.Bytes[from]
	case v.Counts != nil:
		v.Counts[to] = v.Counts[from]
	}
}

// cut keeps the first n rows.
func (v *Values) cut(n int) {
	v.Hashes, v.Codes, v.Times = clip(v.Hashes, n), clip(v.Codes, n), clip(v.Times, n)
	v.Bytes, v.Counts = clip(v.Bytes, n), clip(v.Counts, n)
}

// clip gives back memory when much of it is unused: a block that was mostly rejected must
// not be kept whole.
func clip[T any](s []T, n int) []T {
	switch {
	case s == nil:
		return nil
	case n < cap(s)-cap(s)/8:
		return append(make([]T, 0, n), s[:n]...)
	}
	return s[:n:n]
}
