package workbook

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadline/generator/metric"
)

func TestCoverSaysWhatTheWorkbookIs(t *testing.T) {
	b := book()
	f := opened(t, written(t, b))
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Cover", "Definitions", "Metrics", "Changes", "Accounting", "Rejections", "Links", "Columns"}) {
		t.Errorf("sheets: %q", got)
	}
	rows, _ := f.GetRows(coverName)
	said := map[string][]string{}
	for _, r := range rows {
		if len(r) > 0 {
			said[r[0]] = r[1:]
		}
	}
	if rows[0][0] != b.Title || f.GetActiveSheetIndex() != 0 {
		t.Errorf("title in A1 is %q, active sheet %d", rows[0][0], f.GetActiveSheetIndex())
	}
	for label, want := range map[string]string{"Site": b.Site, "Period": "Mar 2026", "Data as of (UTC)": "2026-04-10 06:30:15", "Note 1": b.Notes[0]} {
		if got := said[label]; len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, want %q", label, got, want)
		}
	}
	for why := metric.NoData; why <= metric.NotApplicable; why++ {
		if len(said[why.Code()]) == 0 {
			t.Errorf("the cover does not explain %q", why.Code())
		}
	}
	for s := metric.NotJudged; s <= metric.UnusualLow; s++ {
		if len(said[s.Code()]) == 0 {
			t.Errorf("the cover does not explain %q", s.Code())
		}
	}
	for i, r := range rows {
		if slices.Contains(f.GetSheetList(), r[0]) {
			ok, target, _ := f.GetCellHyperLink(coverName, "A"+strconv.Itoa(i+1))
			if !ok || target != "'"+r[0]+"'!A1" {
				t.Errorf("%s leads to %q", r[0], target)
			}
		}
	}
	if got := said["Metrics"]; len(got) != 2 || strings.TrimSpace(got[1]) != strconv.Itoa(len(recorded().Rows)) {
		t.Errorf("Metrics: %q", got)
	}
}

func TestNamesAndProperties(t *testing.T) {
	f := opened(t, written(t, book()))
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Name] = n.RefersTo
	}
	for name, want := range map[string]string{"period": "46082", "data_as_of": "46122.2710"} {
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
