package event

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
	"github.com/parquet-go/parquet-go/encoding"
)

// convert turns physical values into values of the column. A bad one is absent, and its
// row is its number among the values.
func (c *chunkReader[T]) convert(data encoding.Values, out []T) (bads []badCell, err error) {
	put := func(k int, x uint64, why failure, text func() []byte) {
		if why != 0 {
			x = c.f.absent
			bads = append(bads, badCell{k, c.i, why, append([]byte(nil), text()...)})
		}
		out[k] = T(x)
	}
	switch data.Kind() {
	case encoding.ByteArray:
		err = c.texts(data, out, put)
	case encoding.Boolean:
		bits := data.Boolean()
		for k := range out {
			b := bits[k/8] >> (k % 8) & 1
			x, why := c.flag(b)
			put(k, x, why, func() []byte { return boolText[b] })
		}
	case encoding.Int32:
		for k, n := range data.Int32()[:len(out)] {
			wide := int64(n)
			if c.as.form == asUnsigned {
				wide = int64(uint32(n))
			}
			x, why := c.number(wide)
			put(k, x, why, func() []byte { return c.digits(wide) })
		}
	case encoding.Int64:
		numbers := data.Int64()[:len(out)]
		if c.sound(numbers, out) {
			break
		}
		for k, n := range numbers {
			x, why := c.number(n)
			put(k, x, why, func() []byte { return c.digits(n) })
		}
	case encoding.Int96:
		for k, n := range data.Int96()[:len(out)] {
			x, why := seconds(int96Seconds(n))
			put(k, x, why, func() []byte { return c.digits(int96Seconds(n)) })
		}
	case encoding.FixedLenByteArray:
		err = c.uuids(data, out)
	default:
		err = fmt.Errorf("values of kind %v", data.Kind())
	}
	return bads, err
}

// sound converts numbers that need no second look, which is nearly always: instants and
// counts of which none is out of range. It takes a fifth of the time of number.
func (c *chunkReader[T]) sound(numbers []int64, out []T) bool {
	least, most := int64(math.MaxInt64), int64(math.MinInt64)
	for _, n := range numbers {
		least, most = min(least, n), max(most, n)
	}
	switch form := c.as; {
	case form.form == asTime && form.adjusted:
		if least < form.unit || most/form.unit > math.MaxUint32 {
			return false
		}
		divide(numbers, out, form.unit)
		return true
	case form.form == asInt && c.f.Kind == Count && c.f.values == nil && least >= 0 && most <= math.MaxInt32:
		for k, n := range numbers {
			out[k] = T(n)
		}
		return true
	}
	return false
}

// divide cuts fractions of a second off. Units are constants here, so that the compiler
// multiplies instead.
func divide[T narrow](numbers []int64, out []T, unit int64) {
	out = out[:len(numbers)]
	switch unit {
	case 1e3:
		for k, n := range numbers {
			out[k] = T(uint64(n) / 1e3)
		}
	case 1e6:
		for k, n := range numbers {
			out[k] = T(uint64(n) / 1e6)
		}
	default:
		for k, n := range numbers {
			out[k] = T(uint64(n) / uint64(unit))
		}
	}
}

var boolText = [2][]byte{[]byte("false"), []byte("true")}

func (c *columnReader) flag(b byte) (uint64, failure) {
	if c.f.values != nil {
		return c.text(c.in.feed, c.i, boolText[b])
	}
	return uint64(FlagFalse + b), 0
}

func (c *chunkReader[T]) texts(data encoding.Values, out []T, put func(int, uint64, failure, func() []byte)) error {
	bytes, offsets := data.ByteArray()
	if len(offsets) < len(out)+1 {
		return fmt.Errorf("%d texts where %d are declared", len(offsets)-1, len(out))
	}
	if int(offsets[len(out)]) > len(bytes) {
		return errors.New("texts beyond the end of the page")
	}
	valid := utf8.Valid(bytes[offsets[0]:offsets[len(out)]])
	hashed := valid && c.f.Kind == Identifier && c.f.values == nil
	for k := range out {
		text := bytes[offsets[k]:offsets[k+1]]
		if hashed && uint(len(text)-1) < uint(maxRecord) { // neither empty nor too long
			out[k] = T(nonZero(xxhash.Sum64(text)))
			continue
		}
		x, why := uint64(0), notUTF8
		if valid && len(text) <= maxRecord || len(text) <= maxRecord && utf8.Valid(text) {
			x, why = c.text(c.in.feed, c.i, text)
		} else if len(text) > maxRecord {
			why = tooLong
		}
		if why == 0 {
			out[k] = T(x)
			continue
		}
		put(k, x, why, func() []byte { return text[:min(len(text), 128)] })
	}
	return nil
}

func (c *chunkReader[T]) uuids(data encoding.Values, out []T) error {
	bytes, size := data.FixedLenByteArray()
	if size != 16 || len(bytes) < 16*len(out) {
		return errors.New("UUIDs that are not 16 bytes long")
	}
	var text [36]byte
	for k := range out {
		formatUUID(&text, bytes[16*k:16*k+16])
		x, _ := c.text(c.in.feed, c.i, text[:])
		out[k] = T(x)
	}
	return nil
}

// number turns a whole number into a value of the column.
func (c *columnReader) number(n int64) (uint64, failure) {
	switch c.as.form {
	case asTime:
		s := n / c.as.unit
		if n%c.as.unit < 0 {
			s--
		}
		if !c.as.adjusted {
			return c.in.rule.wall(s)
		}
		return seconds(s)
	case asDay:
		return c.in.rule.wall(n * 86400)
	}
	if c.f.Kind == Count && c.f.values == nil && n >= 0 && n <= 1<<31-1 {
		return uint64(n), 0
	}
	return c.text(c.in.feed, c.i, c.digits(n)) // as CSV and JSON Lines would write it
}

// digits is valid until it is called again.
func (c *columnReader) digits(n int64) []byte {
	if c.as.form == asUnsigned {
		c.space = strconv.AppendUint(c.space[:0], uint64(n), 10)
	} else {
		c.space = strconv.AppendInt(c.space[:0], n, 10)
	}
	return c.space
}
