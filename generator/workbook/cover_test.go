package workbook

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadline/generator/metric"
	"leadline/generator/table"
)

func TestCoverSaysWhatTheWorkbookIs(t *testing.T) {
	b := book()
	f := opened(t, written(t, b))
	want := []string{"Cover", "Contents", "Notes", "Definitions", "Metrics", "Changes", "Accounting", "Rejections", "Links", "Debt by age", "Reconcile", "Columns"}
	if got := f.GetSheetList(); !slices.Equal(got, want) {
		t.Errorf("sheets: %q", got)
	}
	rows, _ := f.GetRows(coverName)
	said := labels(rows)
	if rows[0][0] != b.Title || f.GetActiveSheetIndex() != 0 {
		t.Errorf("title in A1 is %q, active sheet %d", rows[0][0], f.GetActiveSheetIndex())
	}
	for label, want := range map[string]string{"Site": b.Site, "Period": "Mar 2026", "Data as of (UTC)": "2026-04-10 06:30:15", "Run": b.Run, "Revision": "2",
		"Status": b.Status, "Visibility": b.Visibility, "Generator": b.Generator, "Definition set": b.DefinitionSet} {
		if got := said[label]; len(got) != 1 || strings.TrimSpace(got[0]) != want {
			t.Errorf("%s: %q, want %q", label, got, want)
		}
	}
}

// labels are the rows by their first cell.
func labels(rows [][]string) map[string][]string {
	said := map[string][]string{}
	for _, r := range rows {
		if len(r) > 0 {
			said[r[0]] = r[1:]
		}
	}
	return said
}

func TestNotesExplainEveryCode(t *testing.T) {
	b := book()
	f := opened(t, written(t, b))
	rows, _ := f.GetRows(notesName)
	said := labels(rows)
	if got := said["[note 1]"]; len(got) != 2 || got[1] != b.Notes[0] {
		t.Errorf("note 1: %q", got)
	}
	for _, code := range table.Codes()[1:] {
		if len(said[code]) == 0 {
			t.Errorf("the notes do not explain %q", code)
		}
	}
	for s := metric.NotJudged; s <= metric.UnusualLow; s++ {
		if len(said[s.Code()]) == 0 {
			t.Errorf("the notes do not explain %q", s.Code())
		}
	}
}

func TestContentsLeadToEverySheet(t *testing.T) {
	f := opened(t, written(t, book()))
	rows, _ := f.GetRows(contentsName)
	for i, name := range f.GetSheetList()[2:] {
		ok, target, _ := f.GetCellHyperLink(contentsName, "A"+strconv.Itoa(i+2))
		if rows[i+1][0] != name || !ok || target != "'"+name+"'!A1" {
			t.Errorf("row %d of the contents is %q, which leads to %q; want %q", i+2, rows[i+1], target, name)
		}
	}
	if got := labels(rows)["Metrics"]; len(got) != 2 || strings.TrimSpace(got[1]) != strconv.Itoa(len(recorded().Rows)) {
		t.Errorf("Metrics: %q", got)
	}
}

func TestNamesAndProperties(t *testing.T) {
	f := opened(t, written(t, book()))
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Name] = n.RefersTo
	}
	for name, want := range map[string]string{"period": "46082", "run_id": "0f0f", "data_as_of": "46122.2710"} {
		at := strings.NewReplacer("Cover!", "", "$", "").Replace(names[name])
		if got, _ := f.GetCellValue(coverName, at, excelize.Options{RawCellValue: true}); !strings.HasPrefix(got, want) {
			t.Errorf("%s is %s, which holds %q, want %q", name, names[name], got, want)
		}
	}
	tables, err := f.GetTables("Metrics")
	if err != nil || len(tables) != 1 || tables[0].Name != "tbl_metrics" || tables[0].Range != "A1:U15" {
		t.Errorf("tables of Metrics: %+v, %v", tables, err)
	}
	panes, _ := f.GetPanes("Metrics")
	if !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes: %+v", panes)
	}
	props, err := f.GetDocProps()
	if err != nil || props.Title != "Delivery figures, March 2026" || props.Creator != "Leadline" ||
		props.Created != "2026-04-10T06:30:15Z" || props.Modified != props.Created {
		t.Errorf("properties: %+v, %v", props, err)
	}
}
