package workbook

import (
	"bytes"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadline/generator/event"
	"leadline/generator/metric"
)

func TestTextLongerThanACellIsAnError(t *testing.T) {
	fits := strings.Repeat("x", excelize.TotalCellChars)
	emoji := strings.Repeat("\U0001F600", excelize.TotalCellChars/2) // two units each
	for _, c := range []struct {
		name string
		book Book
		at   string
	}{
		{"fits", Book{Accounts: []event.Account{{Path: fits}}}, ""},
		{"one too long", Book{Accounts: []event.Account{{Path: fits + "x"}}}, "Accounting!A2"},
		{"fits in UTF-16", Book{Accounts: []event.Account{{Path: emoji}}}, ""},
		{"too long in UTF-16", Book{Accounts: []event.Account{{Path: emoji + "\U0001F600"}}}, "Accounting!A2"},
		{"too long before it is cleaned", Book{Accounts: []event.Account{{Path: fits + "\x00"}}}, ""},
		{"on the cover", Book{Notes: []string{fits + "x"}}, "Cover!B9"},
		{"in the third definition", Book{Definitions: []*metric.Definition{{}, {}, {Question: fits + "x"}}}, "Definitions!I4"},
		{"a list is cut instead", Book{Accounts: []event.Account{{Unknown: slices.Repeat([]string{"column"}, 100_000)}}}, ""},
	} {
		var out bytes.Buffer
		err := Write(&out, c.book)
		if (err != nil) != (c.at != "") || (err != nil && (!strings.Contains(err.Error(), c.at+":") || !strings.Contains(err.Error(), "32,767"))) {
			t.Errorf("%s: error is %v, want one at %q", c.name, err, c.at)
		}
		if (out.Len() == 0) != (c.at != "") {
			t.Errorf("%s: %d bytes written", c.name, out.Len())
		}
	}
}

func TestEveryFaultIsListed(t *testing.T) {
	long := strings.Repeat("x", excelize.TotalCellChars+1)
	err := Write(&bytes.Buffer{}, Book{Accounts: []event.Account{{Path: long}, {Table: long}}})
	for _, at := range []string{"Accounting!A2", "Accounting!B3"} {
		if err == nil || !strings.Contains(err.Error(), at) {
			t.Errorf("error does not name %s: %v", at, err)
		}
	}
}

func TestListIsCutAndCounted(t *testing.T) {
	got := list(slices.Repeat([]string{strings.Repeat("x", 98)}, 1000))
	if len(got) > maxList+40 || !strings.HasSuffix(got, "x and 920 more") {
		t.Errorf("%d bytes, ending %q", len(got), got[len(got)-20:])
	}
	if got := list([]string{"a", "b"}); got != "a, b" {
		t.Errorf("list is %q", got)
	}
}

// lined is a sheet of n rows with one column.
func lined(name, table string, n int) page {
	return sheet[int]{heading{name, table, ""}, []column[int]{{"Row", "", func(i int) cell { return whole(i) }}}, func(Book) iter.Seq[int] {
		return func(yield func(int) bool) {
			for i := 0; i < n && yield(i); i++ {
			}
		}
	}}
}

func TestSheetsThatExcelRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		pages []page
		want  string
	}{
		{"as many rows as Excel holds", []page{lined("A", "tbl_a", 1_048_575)}, ""},
		{"one more", []page{lined("A", "tbl_a", 1_048_576)}, "A: 1,048,576 rows; expected at most 1,048,575, the most that an Excel sheet holds below its header; report fewer months"},
		{"names that differ in case", []page{lined("API", "tbl_a", 1), lined("api", "tbl_b", 1)}, "api: a second sheet of this name"},
		{"the cover's name", []page{lined("COVER", "tbl_a", 1)}, "COVER: a second sheet of this name"},
		{"tables that differ in case", []page{lined("A", "tbl_a", 1), lined("B", "TBL_A", 1)}, `B: a second table or name called "TBL_A"`},
		{"a table called as a defined name", []page{lined("A", "Period", 1)}, `a second table or name called "Period"`},
		{"History", []page{lined("history", "tbl_a", 1)}, "Excel keeps for itself"},
		{"32 characters", []page{lined(strings.Repeat("x", 32), "tbl_a", 1)}, "a sheet name of 32 characters"},
		{"31 characters", []page{lined(strings.Repeat("é", 31), "tbl_a", 1)}, ""},
		{"no name", []page{lined("", "tbl_a", 1)}, "a sheet name of 0 characters"},
		{"a slash", []page{lined("a/b", "tbl_a", 1)}, "a sheet name with one of"},
		{"a quote", []page{lined("it's", "tbl_a", 1)}, "a sheet name with one of"},
	} {
		err := check(Book{}, c.pages)
		if (err == nil) != (c.want == "") || (err != nil && !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: error is %v, want %q", c.name, err, c.want)
		}
	}
	if err := check(book(), sheets()); err != nil {
		t.Errorf("the real sheets: %v", err)
	}
}
