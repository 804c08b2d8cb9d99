// Package table is what governance gets: the tables that the workbook, the CSV files and the
// Parquet files hold, each made once.
//
//	metric, event, fact, sentences ─► Table (columns that say what they hold, rows as a stream)
//	                                    ├─► workbook
//	                                    └─► download (CSV, Parquet, data package)
//
// It computes no figure; it decides what of a figure may be read as a number (see Metrics),
// so that no output can tell more than another. How a value looks is decided by those who
// write it.
//
// A table is one file with one constructor. To add one, write that file and a line in
// generator's list of tables; workbook, files, data package and page follow.
package table

import "iter"

// Table is one table: it can be read any number of times and gives the same rows each time.
type Table struct {
	Name    string // snake_case, unique: the name of its files and, after "tbl_", in the workbook
	Title   string // the name of its sheet, at most 31 characters
	Says    string // one sentence for the reader
	Columns []Column
	Key     []string // columns whose values together differ in every row
	Links   []Link
	Reading bool // read from its first row to its last: a sheet of it has no filter buttons
	Len     int  // number of rows
	// Rows streams the rows, a value for each of Columns. The slice is used again for the
	// next row.
	Rows iter.Seq[[]Value]
}

// Column is one column of a table.
type Column struct {
	Name    string // snake_case, unique in the table
	Title   string // header of the sheet's column
	Says    string // what it holds; of text, also what the empty text means
	Type    Type
	Terms   []Term    // of Code: every value that there can be
	Missing []Missing // the reasons for which a row may have no value
}

// Term is a code with what it means.
type Term struct{ Code, Says string }

// Link says that a column's values are among another table's keys.
type Link struct{ Column, Table, To string }

// Column is the place of a column, -1 where there is none.
func (t Table) Column(name string) int {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return i
		}
	}
	return -1
}

// field is a column of a table about things of type T, with how its value is had.
type field[T any] struct {
	Column
	of func(*T) Value
}

func col[T any](name, title string, as Type, says string, of func(*T) Value) field[T] {
	return field[T]{Column{Name: name, Title: title, Type: as, Says: says}, of}
}

// one closes the vocabulary of a Code column.
func (f field[T]) one(terms ...Term) field[T] { f.Terms = terms; return f }

// may says for which reasons a value can be missing.
func (f field[T]) may(reasons ...Missing) field[T] { f.Missing = reasons; return f }

// from completes a table whose rows are n items.
func from[T any](t Table, n int, items iter.Seq[T], fields ...field[T]) Table {
	for _, f := range fields {
		t.Columns = append(t.Columns, f.Column)
	}
	t.Len = n
	t.Rows = func(yield func([]Value) bool) {
		var current T // one for all rows: fields are handed its address
		values := make([]Value, len(fields))
		for item := range items {
			current = item
			for i := range fields {
				values[i] = fields[i].of(&current)
			}
			if !yield(values) {
				return
			}
		}
	}
	return t
}
