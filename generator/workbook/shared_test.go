package workbook

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadline/generator/table"
)

// names is a table of one text a row.
func names(all []string) table.Table {
	return table.Table{Name: "names", Title: "Names", Len: len(all), Columns: []table.Column{{Name: "name", Title: "Name"}}, Key: []string{"name"},
		Rows: func(yield func([]table.Value) bool) {
			for _, name := range all {
				if !yield([]table.Value{table.Words(name)}) {
					return
				}
			}
		}}
}

// A text that many cells hold is in the file once, whatever sheets and columns they are in.
func TestTextsAreSharedBetweenCells(t *testing.T) {
	b := Book{Tables: []table.Table{names([]string{"twice & thrice", "once", "twice & thrice"})}}
	other := names([]string{"once", "twice & thrice"})
	other.Name, other.Title = "others", "Others"
	b.Tables = append(b.Tables, other)
	parts := partsOf(t, written(t, b))
	for text, want := range map[string]int{"twice &amp; thrice": 1, "once": 1} {
		if n := bytes.Count(bytes.Join([][]byte{parts["xl/sharedStrings.xml"], parts["xl/worksheets/sheet4.xml"], parts["xl/worksheets/sheet5.xml"]}, nil), []byte("<t>"+text+"</t>")); n != want {
			t.Errorf("%q stands %d times in the workbook, want %d", text, n, want)
		}
	}
}

// A list of more texts than are shared is written in full, and the rest stands in its cells.
func TestMoreTextsThanAreShared(t *testing.T) {
	all := make([]string, mostShared+10)
	for i := range all {
		all[i] = "name-" + strconv.Itoa(i)
	}
	all = append(all, all[0])
	data := written(t, Book{Tables: []table.Table{names(all)}})
	parts := partsOf(t, data)
	if n := bytes.Count(parts["xl/sharedStrings.xml"], []byte("<t>name-")); n != mostShared {
		t.Errorf("%d names are shared, want %d", n, mostShared)
	}
	if faults := refused(parts); slices.ContainsFunc(faults, func(f string) bool { return strings.Contains(f, "shared string") }) {
		t.Error(faults)
	}
	f := opened(t, data)
	for _, i := range []int{0, mostShared - 1, mostShared, len(all) - 2, len(all) - 1} {
		at := "A" + strconv.Itoa(i+2)
		if got, _ := f.GetCellValue("Names", at, excelize.Options{RawCellValue: true}); got != all[i] {
			t.Errorf("%s reads %q, want %q", at, got, all[i])
		}
	}
}
