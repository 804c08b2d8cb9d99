package config

import (
	"encoding"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"leadline/generator/diag"
)

// binder sets Go values from decoded TOML. The decoder could do it too, but it stops at the
// first wrong type, does not say where, and takes Name for name.
type binder struct {
	index    *Index
	problems diag.Problems
}

func bind(index *Index, value any, into reflect.Value, path []any) error {
	b := &binder{index: index}
	b.set(value, into, path)
	b.problems.Sort()
	return b.problems.Err()
}

func (b *binder) set(value any, into reflect.Value, path []any) {
	if table, ok := into.Addr().Interface().(*Table); ok {
		b.setTable(value, table, path)
		return
	}
	if t, ok := into.Addr().Interface().(*time.Time); ok {
		b.setTime(value, t, path)
		return
	}
	if u, ok := into.Addr().Interface().(encoding.TextUnmarshaler); ok && into.Kind() != reflect.Pointer {
		b.setText(value, u, path)
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		b.set(value, into.Elem(), path)
	case reflect.Interface:
		into.Set(reflect.ValueOf(value))
	case reflect.Struct:
		b.setStruct(value, into, path)
	case reflect.Map:
		b.setMap(value, into, path)
	case reflect.Slice:
		b.setSlice(value, into, path)
	default:
		b.setScalar(value, into, path)
	}
}

// setTime accepts a date, which is its first moment in UTC, or an instant with an offset.
func (b *binder) setTime(value any, into *time.Time, path []any) {
	if _, ok := value.(time.Time); ok {
		text, _ := scalarText(value)
		for _, layout := range []string{time.DateOnly, time.RFC3339} {
			if t, err := time.Parse(layout, text); err == nil {
				*into = t
				return
			}
		}
	}
	b.mismatch(value, "a date without quotes, such as 2026-10-01", path)
}

// setText hands a scalar to a semantic type in the form in which TOML writes it.
func (b *binder) setText(value any, into encoding.TextUnmarshaler, path []any) {
	text, ok := scalarText(value)
	if !ok {
		b.mismatch(value, "a single value", path)
		return
	}
	if err := into.UnmarshalText([]byte(text)); err != nil {
		problem := diag.Problem{Found: err.Error()}
		errors.As(err, &problem)
		problem.Position = b.index.Position(path...)
		problem.Found = show(path) + " " + problem.Found
		b.problems = append(b.problems, problem)
	}
}

func (b *binder) setStruct(value any, into reflect.Value, path []any) {
	table, ok := value.(map[string]any)
	if !ok {
		b.mismatch(value, "a table", path)
		return
	}
	fields := map[string]reflect.Value{}
	collect(into, fields)
	for _, key := range slices.Sorted(maps.Keys(table)) {
		at := child(path, key)
		if field, ok := fields[key]; ok {
			b.set(table[key], field, at)
		} else {
			b.unknown(key, slices.Sorted(maps.Keys(fields)), path)
		}
	}
}

// collect finds the fields by their keys; those of an embedded struct count as its owner's.
func collect(into reflect.Value, fields map[string]reflect.Value) {
	for i := range into.NumField() {
		switch f := into.Type().Field(i); {
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			collect(into.Field(i), fields)
		case f.Tag.Get("toml") != "":
			fields[f.Tag.Get("toml")] = into.Field(i)
		}
	}
}

func (b *binder) setMap(value any, into reflect.Value, path []any) {
	table, ok := value.(map[string]any)
	if !ok {
		b.mismatch(value, "a table", path)
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	for _, key := range slices.Sorted(maps.Keys(table)) {
		element := reflect.New(into.Type().Elem()).Elem()
		b.set(table[key], element, child(path, key))
		into.SetMapIndex(reflect.ValueOf(key).Convert(into.Type().Key()), element)
	}
}

func (b *binder) setSlice(value any, into reflect.Value, path []any) {
	list := reflect.ValueOf(value)
	if list.Kind() != reflect.Slice {
		expected := "a list"
		if into.Type().Elem().Kind() == reflect.Struct {
			expected = fmt.Sprintf("a list of tables, written as [[%s]]", show(path))
		}
		b.mismatch(value, expected, path)
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), list.Len(), list.Len()))
	for i := range list.Len() {
		b.set(list.Index(i).Interface(), into.Index(i), child(path, i))
	}
}

func (b *binder) setScalar(value any, into reflect.Value, path []any) {
	whole, isWhole := value.(int64)
	switch kind := into.Kind(); {
	case kind == reflect.String:
		if s, ok := value.(string); ok {
			into.SetString(s)
			return
		}
		b.mismatch(value, "text in quotes", path)
	case kind == reflect.Bool:
		if v, ok := value.(bool); ok {
			into.SetBool(v)
			return
		}
		b.mismatch(value, "true or false", path)
	case into.CanInt():
		if isWhole && !into.OverflowInt(whole) {
			into.SetInt(whole)
			return
		}
		b.mismatch(value, "a whole number", path)
	case into.CanFloat():
		if f, ok := value.(float64); ok {
			into.SetFloat(f)
		} else if isWhole {
			into.SetFloat(float64(whole))
		} else {
			b.mismatch(value, "a number", path)
		}
	default:
		panic("config: a field of type " + into.Type().String() + " cannot be read from TOML")
	}
}

func (b *binder) mismatch(value any, expected string, path []any) {
	b.problems = append(b.problems, diag.Problem{Position: b.index.Position(path...),
		Found: fmt.Sprintf("%s is %s", show(path), describe(value)), Expected: expected})
}

func (b *binder) unknown(key string, known []string, table []any) {
	in := " at the beginning, above every [table]"
	if len(table) > 0 {
		in = " in [" + show(table) + "]"
		if _, element := table[len(table)-1].(int); element {
			in = " in [[" + show(table) + "]]"
		}
	}
	problem := diag.Problem{Position: b.index.Position(child(table, key)...), Found: fmt.Sprintf("unknown key %s%s", bare(key), in)}
	if near := Nearest(key, known); near != "" {
		problem.Do = "did you mean " + near + "?"
	} else {
		problem.Expected = "one of " + strings.Join(known, ", ")
	}
	b.problems = append(b.problems, problem)
}

// child is a path one part longer, never sharing memory with its sister.
func child(path []any, part any) []any { return append(path[:len(path):len(path)], part) }
