package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadline/generator/event"
	"leadline/generator/metric"
)

// Another program than the one that wrote the workbook must read the same values from it.
func TestLibreOfficeReadsTheSameValues(t *testing.T) {
	office := libreOffice(t)
	b, from := book(), recorded()
	for i, s := range hostile {
		b.Notes = append(b.Notes, s)
		from.Accounts = append(from.Accounts, event.Account{Path: "x" + s, Table: s})
		from.Definitions = append(from.Definitions, &metric.Definition{ID: fmt.Sprint("m", i), Question: s})
	}
	b.Tables = from.tables()
	tables := converted(t, office, written(t, b), false)
	if got, want := len(tables), len(sheets(b))+3; got != want {
		t.Fatalf("%d sheets, want %d", got, want)
	}
	compared := 0
	for _, p := range summed(b) {
		rows := tables[p.Title]
		if got := len(rows) - 1; got != max(p.Len, 1) {
			t.Errorf("%s: %d rows, want %d", p.Title, got, p.Len)
			continue
		}
		for at, c := range cells(p) {
			column, row, _ := excelize.CellNameToCoordinates(at)
			agree(t, p.Title+"!"+at, rows[row-1][column-1], c)
			compared++
		}
	}
	for _, r := range []*reading{cover(b), contents(b, sheets(b)), notes(b)} {
		for i, l := range r.lines {
			for j, c := range l.cells {
				agree(t, fmt.Sprintf("%s, row %d", r.name, i+1), tables[r.name][i][j], c)
				compared++
			}
		}
	}
	t.Logf("%d cells compared", compared)
	if compared < 2000 {
		t.Errorf("only %d cells compared", compared)
	}
}

// Computed again, every formula gives what was stored beside it; and where a cell is changed
// that a total is of, its line no longer agrees: so it was computed, and not only read.
func TestLibreOfficeComputesTheStoredResults(t *testing.T) {
	office := libreOffice(t)
	b := book()
	all := summed(b)
	r := all[slices.IndexFunc(all, func(s sheet) bool { return s.reconcile != nil })].reconcile
	rows := converted(t, office, written(t, b), true)[reconcileName]
	if len(rows) != len(r.checks)+1 || len(r.checks) < 6 {
		t.Fatalf("%d lines of %d", len(rows), len(r.checks)+1)
	}
	for i := range r.checks {
		for k, c := range r.line(i, i+2) {
			agree(t, fmt.Sprintf("Reconcile, row %d, column %d", i+2, k+1), rows[i+1][k], c)
		}
	}
	b.Checks = append(b.Checks, Check{Of: "Metrics", Says: "A wrong total", Sums: []Sum{{Table: "metrics"}}, Stored: 15})
	changed := strings.Replace(string(reconcilePart(t, b)), "<v>1005</v>", "<v>1006</v>", 1) // a cached result
	rows = converted(t, office, replaced(t, written(t, b), changed), true)[reconcileName]
	if got := rows[1][2]; got != "1005" {
		t.Errorf("a wrong cached result is %s after LibreOffice computed it", got)
	}
	if last := rows[len(rows)-1]; last[5] != "differs" || last[4] != "-1" {
		t.Errorf("a wrong total: %q", last)
	}
}

// reconcilePart is the part that holds Reconcile.
func reconcilePart(t *testing.T, b Book) []byte {
	for _, part := range partsOf(t, written(t, b)) {
		if bytes.Contains(part, []byte("<f>SUM(tbl_accounting[Read])</f>")) {
			return part
		}
	}
	t.Fatal("no part has the formula")
	return nil
}

// replaced is a workbook with another Reconcile.
func replaced(t *testing.T, data []byte, with string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range unzipped(t, data) {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(p.data, []byte("<f>SUM(tbl_accounting[Read])</f>")) {
			p.data = []byte(with)
		}
		if _, err := w.Write(p.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// agree compares a value of a CSV file with what was written. CSV keeps 15 digits.
func agree(t *testing.T, at, got string, want cell) {
	t.Helper()
	if want.format == empty || want.format.isText() {
		if got != clean(want.text) {
			t.Errorf("%s: LibreOffice reads %q, want %q", at, got, clean(want.text))
		}
		return
	}
	x, err := parsed(got)
	if err != nil || math.Abs(x-want.number) > 1e-14*math.Abs(want.number) {
		t.Errorf("%s: LibreOffice reads %q (%v), want %v", at, got, x, want.number)
	}
}

// parsed is a CSV value as the number that the cell holds.
func parsed(s string) (float64, error) {
	for _, layout := range []string{"01/02/2006", time.DateOnly, time.DateTime} {
		if at, err := time.Parse(layout, s); err == nil {
			return float64(at.Unix()-epoch) / daySeconds, nil
		}
	}
	if percent, ok := strings.CutSuffix(s, "%"); ok {
		x, err := strconv.ParseFloat(percent, 64)
		return x / 100, err
	}
	return strconv.ParseFloat(s, 64)
}

func libreOffice(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "LibreOffice is not installed, so the workbook is not read by another program; install it, e.g. with: apt-get install libreoffice-calc"
	if strings.Contains(os.Getenv("LEADLINE_REQUIRE"), "sheets") {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// recalculate is LibreOffice's setting to compute every formula when it opens a workbook; by
// default it shows the stored results.
const recalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

// converted opens a workbook in LibreOffice and returns the rows of each sheet as CSV.
func converted(t *testing.T, office string, data []byte, compute bool) map[string][][]string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "book.xlsx"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if compute {
		if err := os.MkdirAll(filepath.Join(dir, "profile", "user"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "profile", "user", "registrymodifications.xcu"), []byte(recalculate), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// comma, quote, UTF-8, from row 1, values as shown, every sheet into its own file
	const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
	c := exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", filter, "--outdir", dir, filepath.Join(dir, "book.xlsx"))
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+dir)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, out)
	}
	tables := map[string][][]string{}
	files, _ := filepath.Glob(filepath.Join(dir, "book-*.csv"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", filepath.Base(file), err)
		}
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "book-"), ".csv")
		tables[name] = rows
	}
	return tables
}
