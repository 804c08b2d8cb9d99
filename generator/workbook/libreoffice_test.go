package workbook

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
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
	tables := converted(t, office, written(t, b))
	if got, want := len(tables), len(sheets(b))+1; got != want {
		t.Fatalf("%d sheets, want %d", got, want)
	}
	compared := 0
	for _, p := range sheets(b) {
		rows := tables[p.Title]
		if got := len(rows) - 1; got != p.Len {
			t.Errorf("%s: %d rows, want %d", p.Title, got, p.Len)
			continue
		}
		for at, c := range cells(p) {
			column, row, _ := excelize.CellNameToCoordinates(at)
			agree(t, p.Title+"!"+at, rows[row-1][column-1], c)
			compared++
		}
	}
	for i, l := range lines(b, sheets(b)) {
		for j, c := range []cell{l.label, l.said, l.count} {
			agree(t, fmt.Sprintf("Cover, row %d", i+1), tables[coverName][i][j], c)
			compared++
		}
	}
	t.Logf("%d cells compared", compared)
	if compared < 2000 {
		t.Errorf("only %d cells compared", compared)
	}
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

// converted opens a workbook in LibreOffice and returns the rows of each sheet as CSV.
func converted(t *testing.T, office string, data []byte) map[string][][]string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "book.xlsx"), data, 0o600); err != nil {
		t.Fatal(err)
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
