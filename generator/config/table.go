package config

import (
	"reflect"

	"leadline/generator/diag"
)

// Table is a field for a table whose keys depend on one of them, such as [measure] on its
// kind: look at Text("kind") first, then Decode into the struct of that kind.
type Table struct {
	values map[string]any
	path   []any
	index  *Index
}

// Given reports whether the text has the table at all.
func (t Table) Given() bool { return t.index != nil }

// Text is the value of a text key, "" when it is absent or of another type.
func (t Table) Text(key string) string {
	s, _ := t.values[key].(string)
	return s
}

// Position is where a key of the table is written.
func (t Table) Position(path ...any) diag.Position {
	if t.index == nil {
		return diag.Position{}
	}
	return t.index.Position(append(t.path[:len(t.path):len(t.path)], path...)...)
}

// Decode sets the struct that into points to, as strictly as ParseStrict.
func (t Table) Decode(into any) error {
	return bind(t.index, t.values, reflect.ValueOf(into).Elem(), t.path)
}

func (b *binder) setTable(value any, into *Table, path []any) {
	values, ok := value.(map[string]any)
	if !ok {
		b.mismatch(value, "a table", path)
		return
	}
	*into = Table{values: values, path: path, index: b.index}
}
