package page

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"reflect"
)

// digest is the hash of everything that a page is written from: kind is its template, v its
// struct. Every field counts, those that no template sees too, so that nobody has to keep a
// list of what a page depends on. What holds anything but plain values, a function or a map,
// has none: such a page is written each time.
//
// Types are named, not described: two programs must not compare their digests.
func digest(to []byte, kind string, v any) (sum [sha256.Size]byte, ok bool) {
	d := digester{b: append(append(to, kind...), ' ')}
	if !d.behind(reflect.ValueOf(&v).Elem(), 0) {
		return sum, false
	}
	return sha256.Sum256(d.b), true
}

type digester struct{ b []byte }

// A page's struct is shallow and small beside what it becomes; what is neither points to
// something that is not the page's own.
const (
	deepest = 20
	longest = 8 << 20
)

func (d *digester) add(v reflect.Value, depth int) bool {
	if depth > deepest || len(d.b) > longest {
		return false
	}
	switch v.Kind() {
	case reflect.String:
		d.number(uint64(v.Len()))
		d.b = append(d.b, v.String()...)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		d.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		d.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		d.number(math.Float64bits(v.Float()))
	case reflect.Bool:
		d.truth(v.Bool())
	case reflect.Struct:
		return d.fields(v, depth)
	case reflect.Slice, reflect.Array:
		return d.elements(v, depth)
	case reflect.Pointer, reflect.Interface:
		return d.behind(v, depth)
	default: // function, map, channel
		return false
	}
	return true
}

func (d *digester) number(n uint64) { d.b = binary.AppendUvarint(d.b, n) }

func (d *digester) truth(t bool) {
	n := uint64(0)
	if t {
		n = 1
	}
	d.number(n)
}

var inkType = reflect.TypeFor[ink]()

func (d *digester) fields(v reflect.Value, depth int) bool {
	for i := range v.NumField() {
		if !d.add(v.Field(i), depth+1) {
			return false
		}
	}
	return true
}

// elements tells an empty slice from none, as a template can.
func (d *digester) elements(v reflect.Value, depth int) bool {
	if v.Type() == inkType {
		return true
	}
	d.truth(v.Kind() == reflect.Array || !v.IsNil())
	d.number(uint64(v.Len()))
	for i := range v.Len() {
		if !d.add(v.Index(i), depth+1) {
			return false
		}
	}
	return true
}

func (d *digester) behind(v reflect.Value, depth int) bool {
	d.truth(!v.IsNil())
	if v.IsNil() {
		return true
	}
	if v.Kind() == reflect.Interface {
		name := v.Elem().Type().String()
		d.number(uint64(len(name)))
		d.b = append(d.b, name...)
	}
	return d.add(v.Elem(), depth+1)
}
