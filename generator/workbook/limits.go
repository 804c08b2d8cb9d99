package workbook

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"leadline/generator/diag"
	"leadline/generator/unit"
)

// check refuses what Excel cannot hold before anything is written. The library itself
// would share one sheet between two names that differ only in case, and truncate text.
func check(sheets []sheet) error {
	var problems diag.Problems
	add := func(at, found, expected, do string) {
		problems = append(problems, diag.Problem{Position: diag.Position{File: "workbook", At: at}, Found: found, Expected: expected, Do: do})
	}
	names, tables := map[string]bool{"cover": true, "contents": true, "notes": true},
		map[string]bool{"period": true, "first_month": true, "data_as_of": true, "run_id": true, "tbl_contents": true, "tbl_notes": true}
	for _, s := range sheets {
		if why := badSheetName(s.Title); why != "" {
			add(s.Title, why, "another name for the sheet", "rename it in its file")
		}
		if lower := strings.ToLower(s.Title); names[lower] {
			add(s.Title, "a second sheet of this name (case does not count)", "unique sheet names", "rename one of them")
		} else {
			names[lower] = true
		}
		if lower := strings.ToLower(s.named()); tables[lower] {
			add(s.Title, fmt.Sprintf("a second table or name called %q", s.named()), "unique table names", "rename one of them")
		} else {
			tables[lower] = true
		}
		if s.Len > excelize.TotalRows-1 {
			add(s.Title, unit.Grouped(int64(s.Len))+" rows", "at most "+unit.Grouped(excelize.TotalRows-1)+", the most that an Excel sheet holds below its header",
				"report fewer months, teams or services in one workbook, or use the CSV or Parquet download, which has no such limit")
		}
	}
	return problems.Err()
}

// badSheetName says why Excel would refuse a sheet of this name; "" when it would not.
// "History" is reserved by Excel for its change log.
func badSheetName(name string) string {
	switch {
	case name == "" || utf8.RuneCountInString(name) > excelize.MaxSheetNameLength:
		return fmt.Sprintf("a sheet name of %d characters (Excel allows 1 to %d)", utf8.RuneCountInString(name), excelize.MaxSheetNameLength)
	case strings.ContainsAny(name, `:\/?*[]'`) || clean(name) != name:
		return `a sheet name with one of : \ / ? * [ ] ' or a control character`
	case strings.EqualFold(name, "History"):
		return `a sheet called "History", which Excel keeps for itself`
	}
	return ""
}
