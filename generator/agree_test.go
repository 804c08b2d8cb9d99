package generator

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

var (
	glanceRow  = regexp.MustCompile(`<tr><th scope="row"><a href="#([a-z0-9-]+)">[^<]*</a></th><td>(.*?)(?:<small>|</td>)`)
	glanceHead = regexp.MustCompile(`<caption>All metrics of this page`)
)

// Every headline on the newest page of every team and service is the figure that the
// workbook has for the same unit, metric and month.
func TestWorkbookAgreesWithPages(t *testing.T) {
	files := buildSite(t, "../site.toml", runtime.GOMAXPROCS(0))
	figures := workbookFigures(t, files["downloads/2026-10/leadline-2026-10.xlsx"])
	compared := 0
	for name, data := range files {
		parts := strings.Split(name, "/")
		if len(parts) != 4 || parts[2] != "2026-10" || parts[0] != "teams" && parts[0] != "services" {
			continue
		}
		if bytes.Contains(data, []byte(`id="arrivals"`)) {
			continue // a team at a stage before the first metrics
		}
		table := glanceTable(t, name, string(data))
		for _, m := range glanceRow.FindAllStringSubmatch(table, -1) {
			compared++
			key := fmt.Sprintf("%s %s %s", strings.TrimSuffix(parts[0], "s"), parts[1], m[1])
			if got := strings.TrimSpace(html.UnescapeString(m[2])); !figures[key][got] {
				t.Errorf("%s: %s is %q on the page, %v in the workbook", name, m[1], got, figures[key])
			}
		}
	}
	if compared < 300 {
		t.Errorf("only %d headlines compared", compared)
	}
}

func glanceTable(t *testing.T, name, page string) string {
	t.Helper()
	at := glanceHead.FindStringIndex(page)
	if at == nil {
		t.Fatalf("%s has no table at a glance", name)
	}
	table, _, _ := strings.Cut(page[at[0]:], "</table>")
	return table
}

// workbookFigures are the printed figures of October 2026 by level, unit and metric; a
// metric has several stats.
func workbookFigures(t *testing.T, data []byte) map[string]map[string]bool {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Metrics")
	if err != nil || len(rows) < 1000 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	out := map[string]map[string]bool{}
	for _, row := range rows[1:] {
		if row[column["Month"]] != "Oct 2026" {
			continue
		}
		key := fmt.Sprintf("%s %s %s", row[column["Level"]], row[column["Unit id"]], row[column["Metric"]])
		if out[key] == nil {
			out[key] = map[string]bool{}
		}
		out[key][row[column["As on the site"]]] = true
	}
	return out
}
