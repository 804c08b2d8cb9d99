package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

type zipPart struct {
	name string
	at   time.Time
	data []byte
}

func unzipped(t testing.TB, data []byte) []zipPart {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var parts []zipPart
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r) // also checks the sum
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		parts = append(parts, zipPart{f.Name, f.Modified.UTC(), content})
	}
	return parts
}

type tableXML struct {
	ID          int    `xml:"id,attr"`
	Name        string `xml:"name,attr"`
	DisplayName string `xml:"displayName,attr"`
	Ref         string `xml:"ref,attr"`
	Filter      struct {
		Ref string `xml:"ref,attr"`
	} `xml:"autoFilter"`
	Columns []struct {
		Name string `xml:"name,attr"`
	} `xml:"tableColumns>tableColumn"`
}

// Excel repairs a file with any of these faults, and shows a warning to the reader.
func TestPartsAreSound(t *testing.T) {
	for name, b := range map[string]Book{"full": book(), "empty": {Tables: source{}.tables()}} {
		t.Run(name, func(t *testing.T) {
			data := written(t, b)
			f := opened(t, data)
			reconciles := ""
			if i, _ := f.GetSheetIndex(reconcileName); i >= 0 {
				reconciles = fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)
			}
			ids, names, selected := map[int]bool{}, map[string]bool{"period": true, "data_as_of": true}, 0
			for _, p := range unzipped(t, data) {
				wellFormed(t, p)
				if formula := bytes.Contains(p.data, []byte("<f>")) || bytes.Contains(p.data, []byte("<f ")); formula && strings.HasPrefix(p.name, "xl/worksheets/") && p.name != reconciles {
					t.Errorf("%s holds a formula", p.name)
				}
				selected += bytes.Count(p.data, []byte("tabSelected="))
				if strings.HasPrefix(p.name, "xl/tables/") {
					soundTable(t, p, ids, names)
				}
			}
			if selected != 1 {
				t.Errorf("%d sheets are selected", selected)
			}
			for _, s := range sheets(b) {
				used, _ := f.GetSheetDimension(s.Title)
				tables, err := f.GetTables(s.Title)
				if err != nil || len(tables) != 1 || tables[0].Name != s.named() || tables[0].Range != used {
					t.Errorf("%s: tables %+v, used range %s, %v", s.Title, tables, used, err)
					continue
				}
				_, end, _ := strings.Cut(used, ":")
				if _, last, _ := excelize.CellNameToCoordinates(end); last != max(s.Len, 1)+1 {
					t.Errorf("%s: the table ends in row %d, for %d rows", s.Title, last, s.Len)
				}
			}
		})
	}
}

func wellFormed(t *testing.T, p zipPart) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(p.data))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
	}
}

func soundTable(t *testing.T, p zipPart, ids map[int]bool, names map[string]bool) {
	t.Helper()
	var table tableXML
	if err := xml.Unmarshal(p.data, &table); err != nil {
		t.Fatal(err)
	}
	if ids[table.ID] || names[strings.ToLower(table.Name)] || table.Name != table.DisplayName || table.Filter.Ref != "" && table.Ref != table.Filter.Ref {
		t.Errorf("%s: %+v", p.name, table)
	}
	ids[table.ID], names[strings.ToLower(table.Name)] = true, true
	heads := map[string]bool{}
	for _, c := range table.Columns {
		if c.Name == "" || heads[strings.ToLower(c.Name)] {
			t.Errorf("%s: column %q is empty or twice", table.Name, c.Name)
		}
		heads[strings.ToLower(c.Name)] = true
	}
}

// Filter buttons are for sheets that are searched, not for those that are read through.
func TestOnlyDataSheetsHaveFilters(t *testing.T) {
	filtered := map[string]bool{}
	for name, part := range partsOf(t, written(t, book())) {
		var table tableXML
		if strings.HasPrefix(name, "xl/tables/") {
			if err := xml.Unmarshal(part, &table); err != nil {
				t.Fatal(err)
			}
			filtered[table.Name] = table.Filter.Ref != ""
		}
	}
	for name, has := range filtered {
		if want := name == "tbl_metrics" || name == "tbl_changes"; has != want {
			t.Errorf("%s has filter buttons: %v", name, has)
		}
	}
}
