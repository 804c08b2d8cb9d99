package workbook

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadline/generator/event"
	"leadline/generator/metric"
	"leadline/generator/table"
)

func TestTextLongerThanACellIsAnError(t *testing.T) {
	fits := strings.Repeat("x", excelize.TotalCellChars)
	emoji := strings.Repeat("\U0001F600", excelize.TotalCellChars/2) // two units each
	for _, c := range []struct {
		name string
		made source
		at   string
	}{
		{"fits", source{Accounts: []event.Account{{Path: fits}}}, ""},
		{"one too long", source{Accounts: []event.Account{{Path: fits + "x"}}}, "Accounting!A2"},
		{"fits in UTF-16", source{Accounts: []event.Account{{Path: emoji}}}, ""},
		{"too long in UTF-16", source{Accounts: []event.Account{{Path: emoji + "\U0001F600"}}}, "Accounting!A2"},
		{"too long before it is cleaned", source{Accounts: []event.Account{{Path: fits + "\x00"}}}, ""},
		{"in the third definition", source{Definitions: []*metric.Definition{{}, {}, {Question: fits + "x"}}}, "Definitions!I4"},
		{"a list is cut instead", source{Accounts: []event.Account{{Unknown: slices.Repeat([]string{"column"}, 100_000)}}}, ""},
	} {
		var out bytes.Buffer
		err := Write(&out, Book{Tables: c.made.tables()})
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
	err := Write(&bytes.Buffer{}, Book{Notes: []string{long}, Tables: source{Accounts: []event.Account{{Path: long}, {Table: long}}}.tables()})
	for _, at := range []string{"Notes!C2", "Accounting!A2", "Accounting!B3"} {
		if err == nil || !strings.Contains(err.Error(), at) {
			t.Errorf("error does not name %s: %v", at, err)
		}
	}
}

// lined is a sheet that says it has n rows; the name of its Excel table is "tbl_" and name.
func lined(title, name string, n int) sheet {
	return sheet{Table: table.Table{Title: title, Name: name, Len: n, Columns: []table.Column{{Name: "row", Title: "Row"}}}}
}

func TestSheetsThatExcelRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		sheets []sheet
		want   string
	}{
		{"as many rows as Excel holds", []sheet{lined("A", "a", 1_048_575)}, ""},
		{"one more", []sheet{lined("A", "a", 1_048_576)}, "A: 1,048,576 rows; expected at most 1,048,575, the most that an Excel sheet holds below its header; report fewer months"},
		{"names that differ in case", []sheet{lined("API", "a", 1), lined("api", "b", 1)}, "api: a second sheet of this name"},
		{"the cover's name", []sheet{lined("COVER", "a", 1)}, "COVER: a second sheet of this name"},
		{"tables that differ in case", []sheet{lined("A", "a", 1), lined("B", "A", 1)}, `B: a second table or name called "tbl_A"`},
		{"History", []sheet{lined("history", "a", 1)}, "Excel keeps for itself"},
		{"32 characters", []sheet{lined(strings.Repeat("x", 32), "a", 1)}, "a sheet name of 32 characters"},
		{"31 characters", []sheet{lined(strings.Repeat("é", 31), "a", 1)}, ""},
		{"no name", []sheet{lined("", "a", 1)}, "a sheet name of 0 characters"},
		{"a slash", []sheet{lined("a/b", "a", 1)}, "a sheet name with one of"},
		{"a quote", []sheet{lined("it's", "a", 1)}, "a sheet name with one of"},
	} {
		err := check(c.sheets)
		if (err == nil) != (c.want == "") || (err != nil && !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: error is %v, want %q", c.name, err, c.want)
		}
	}
	if err := check(sheets(book())); err != nil {
		t.Errorf("the real sheets: %v", err)
	}
}
