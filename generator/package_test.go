package generator

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// The descriptor as the standard has it (Data Package 2.0, read strictly), written from the
// standard and not from the program's own types.
type dataPackage struct {
	Schema                                string `json:"$schema"`
	Name, ID, Title, Description, Version string
	Created                               time.Time
	Sources                               []struct{ Title string }
	Resources                             []dataResource
}

type dataResource struct {
	Schema                                                                  string `json:"$schema"`
	Name, Type, Path, Title, Description, Format, MediaType, Encoding, Hash string
	Bytes                                                                   int
	Dialect                                                                 *struct {
		Schema                               string `json:"$schema"`
		Header, DoubleQuote                  bool
		Delimiter, LineTerminator, QuoteChar string
	}
	Table struct {
		Schema      string `json:"$schema"`
		Fields      []dataField
		PrimaryKey  []string
		ForeignKeys []struct {
			Fields    []string
			Reference struct {
				Resource string
				Fields   []string
			}
		}
	} `json:"schema"`
}

type dataField struct {
	Name, Title, Description, Type string
	MissingValues, Categories      []struct{ Value, Label string }
	Constraints                    struct {
		Required bool
		Enum     []string
	}
}

// missing reports whether a text is one of the field's codes.
func (f *dataField) missing(text string) bool {
	return slices.ContainsFunc(f.MissingValues, func(m struct{ Value, Label string }) bool { return m.Value == text })
}

// forms are what a value of a type may look like in a file of ours: stricter than the standard.
var forms = map[string]*regexp.Regexp{
	"integer": regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`), "number": regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`),
	"boolean": regexp.MustCompile(`^(true|false)$`), "date": regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`),
	"datetime": regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$`), "string": regexp.MustCompile(`(?s)^.*$`),
}

// problem says why a bare or quoted text is no value of the field; "" where it is one.
func (f *dataField) problem(text string, quoted bool) string {
	switch {
	case !quoted && f.missing(text):
		return ""
	case quoted != (f.Type == "string"):
		return "quoted, or not, against its type"
	case !forms[f.Type].MatchString(text):
		return "not of its type"
	case f.Constraints.Enum != nil && !slices.Contains(f.Constraints.Enum, text):
		return "not among its categories"
	}
	return ""
}

// Every file is what the descriptor says, to the byte and to the cell, and the CSV, the
// Parquet and the workbook hold the same.
func TestDataPackage(t *testing.T) {
	t.Parallel()
	files := sampleSite(t)
	var p dataPackage
	d := json.NewDecoder(bytes.NewReader(files["downloads/datapackage.json"]))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		t.Fatal(err)
	}
	p.check(t)
	keys := map[string]map[string]bool{} // of resources: the values of single-column keys
	for _, r := range p.Resources {
		data := files["downloads/"+r.Path]
		if len(data) != r.Bytes || fmt.Sprintf("sha256:%x", sha256.Sum256(data)) != r.Hash {
			t.Errorf("%s has %d bytes; the descriptor says %d, or another sum", r.Path, len(data), r.Bytes)
		}
		r.check(t)
		if r.Format == "csv" {
			keys[r.Name] = r.read(t, data)
		}
	}
	workbook, err := excelize.OpenReader(bytes.NewReader(monthsWorkbook(t, files, "2026-10")))
	if err != nil {
		t.Fatal(err)
	}
	defer workbook.Close()
	for _, r := range p.Resources {
		if r.Format != "csv" {
			continue
		}
		rows := r.rows(t, files["downloads/"+r.Path])
		r.likeParquet(t, rows, files["downloads/"+strings.TrimSuffix(r.Path, "csv")+"parquet"])
		r.likeSheet(t, r.ofMonth(rows, "2026-10-01"), workbook)
		for _, k := range r.Table.ForeignKeys {
			at := r.at(k.Fields[0])
			for _, row := range rows {
				if !keys[k.Reference.Resource][row[at]] {
					t.Fatalf("%s: %s %q is not in %s", r.Name, k.Fields[0], row[at], k.Reference.Resource)
				}
			}
		}
	}
}

func (p *dataPackage) check(t *testing.T) {
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	name := regexp.MustCompile(`^[a-z0-9._-]+$`)
	if p.Schema != "https://datapackage.org/profiles/2.0/datapackage.json" || !name.MatchString(p.Name) || strings.Contains(p.Name, "2026") || !uuid.MatchString(p.ID) ||
		p.Title == "" || p.Description == "" || p.Version != "2026.10.0" || !p.Created.Equal(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)) || len(p.Sources) < 10 || len(p.Resources) < 10 {
		t.Errorf("%+v", p)
	}
	seen := map[string]bool{}
	for _, r := range p.Resources {
		if seen[r.Name] || seen[r.Path] {
			t.Errorf("a second resource %s or path %s", r.Name, r.Path)
		}
		seen[r.Name], seen[r.Path] = true, true
		for _, k := range r.Table.ForeignKeys {
			if !slices.ContainsFunc(p.Resources, func(other dataResource) bool {
				return other.Name == k.Reference.Resource && slices.Equal(other.Table.PrimaryKey, k.Reference.Fields)
			}) {
				t.Errorf("%s refers to %v", r.Name, k)
			}
		}
	}
}

func (r *dataResource) check(t *testing.T) {
	relative := regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*(/[a-z0-9_-]+)*\.(csv|parquet)$`)
	if r.Type != "table" || !relative.MatchString(r.Path) || "."+r.Format != path.Ext(r.Path) || !strings.Contains(r.MediaType, "/") || r.Title == "" || len(r.Table.Fields) == 0 ||
		r.Schema != "https://datapackage.org/profiles/2.0/dataresource.json" || r.Table.Schema != "https://datapackage.org/profiles/2.0/tableschema.json" {
		t.Errorf("%+v", r)
	}
	if (r.Format == "csv") != (r.Dialect != nil && r.Dialect.Header && r.Dialect.DoubleQuote && r.Dialect.Delimiter == "," && r.Dialect.LineTerminator == "\r\n" && r.Dialect.QuoteChar == `"` && r.Encoding == "utf-8") {
		t.Errorf("%s: dialect %+v, encoding %q", r.Name, r.Dialect, r.Encoding)
	}
	seen := map[string]bool{}
	for _, f := range r.Table.Fields {
		var codes, categories []string
		for _, m := range f.MissingValues {
			codes = append(codes, m.Value)
			if m.Value == "" || m.Label == "" {
				t.Errorf("%s.%s: a reason without a code or without words", r.Name, f.Name)
			}
		}
		for _, c := range f.Categories {
			categories = append(categories, c.Value)
		}
		if seen[f.Name] || f.Title == "" || f.Description == "" || forms[f.Type] == nil || f.MissingValues == nil || !slices.Equal(categories, f.Constraints.Enum) ||
			f.Constraints.Required && len(codes) > 0 || len(slices.Compact(slices.Sorted(slices.Values(codes)))) != len(codes) {
			t.Errorf("%s: %+v", r.Name, f)
		}
		seen[f.Name] = true
	}
	for _, k := range r.Table.PrimaryKey {
		if !seen[k] {
			t.Errorf("%s has a key %s and no such field", r.Name, k)
		}
	}
}

func (r *dataResource) at(field string) int {
	return slices.IndexFunc(r.Table.Fields, func(f dataField) bool { return f.Name == field })
}

// read holds every cell of a CSV file to the schema and gives the values of its key.
func (r *dataResource) read(t *testing.T, data []byte) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	for n, record := range records(t, r.Path, data) {
		if len(record) != len(r.Table.Fields) {
			t.Fatalf("%s: line %d has %d cells", r.Path, n+1, len(record))
		}
		for i, c := range record {
			f := &r.Table.Fields[i]
			if n == 0 && (c.text != f.Name || !c.quoted) {
				t.Fatalf("%s: column %d is %q, not %q", r.Path, i, c.text, f.Name)
			}
			if why := f.problem(c.text, c.quoted); n > 0 && why != "" {
				t.Fatalf("%s: line %d, %s: %q is %s", r.Path, n+1, f.Name, c.text, why)
			}
		}
		var key []string
		for _, name := range r.Table.PrimaryKey {
			key = append(key, record[r.at(name)].text)
		}
		if joined := strings.Join(key, "\x00"); n > 0 && keys[joined] {
			t.Fatalf("%s: line %d has the key %q of another", r.Path, n+1, key)
		} else if n > 0 {
			keys[joined] = true
		}
	}
	return keys
}

// rows are the values of a CSV file; a missing one is "".
func (r *dataResource) rows(t *testing.T, data []byte) (rows [][]string) {
	t.Helper()
	for _, record := range records(t, r.Path, data)[1:] {
		row := make([]string, len(record))
		for i, c := range record {
			if c.quoted || !r.Table.Fields[i].missing(c.text) {
				row[i] = c.text
			}
		}
		rows = append(rows, row)
	}
	return rows
}

type csvCell struct {
	text   string
	quoted bool
}

// records reads CSV as the dialect says and no other way: encoding/csv forgives more, and
// forgets what was quoted.
func records(t *testing.T, name string, data []byte) (out [][]csvCell) {
	t.Helper()
	quoted := regexp.MustCompile(`^"((?:[^"]|"")*)"`)
	bare := regexp.MustCompile(`^[^",\r\n]+`)
	var record []csvCell
	for rest := data; len(rest) > 0; {
		if m := quoted.FindSubmatch(rest); m != nil {
			record, rest = append(record, csvCell{strings.ReplaceAll(string(m[1]), `""`, `"`), true}), rest[len(m[0]):]
		} else if m := bare.Find(rest); m != nil {
			record, rest = append(record, csvCell{string(m), false}), rest[len(m):]
		}
		switch {
		case bytes.HasPrefix(rest, []byte(",")):
			rest = rest[1:]
		case bytes.HasPrefix(rest, []byte("\r\n")):
			out, record, rest = append(out, record), nil, rest[2:]
		default:
			t.Fatalf("%s: line %d cannot be read from %.40q on", name, len(out)+1, rest)
		}
	}
	return out
}

// sameText compares texts without apostrophes: those that stand before what could start a
// formula are held by the tests of download.
func sameText(x, y string) bool {
	return x == y || strings.ReplaceAll(x, "'", "") == strings.ReplaceAll(y, "'", "")
}

func (r *dataResource) likeParquet(t *testing.T, rows [][]string, data []byte) {
	t.Helper()
	n := 0
	eachParquetRow(t, r.Name, data, func(cell func(string) string) {
		if n < len(rows) {
			for i, f := range r.Table.Fields {
				if got := cell(f.Name); !sameText(got, rows[n][i]) {
					t.Fatalf("%s, row %d, %s: %q in CSV, %q in Parquet", r.Name, n, f.Name, rows[n][i], got)
				}
			}
		}
		n++
	})
	if n != len(rows) {
		t.Errorf("%s has %d rows in CSV, %d in Parquet", r.Name, len(rows), n)
	}
}

// ofMonth are the rows that a month's workbook has: all but those of other months. A
// restatement's month is what it speaks of.
func (r *dataResource) ofMonth(rows [][]string, month string) (some [][]string) {
	at := slices.IndexFunc(r.Table.Fields, func(f dataField) bool { return f.Name == "month" })
	if at < 0 || r.Name == "restatements" {
		return rows
	}
	for _, row := range rows {
		if row[at] == month {
			some = append(some, row)
		}
	}
	return some
}

func (r *dataResource) likeSheet(t *testing.T, rows [][]string, workbook *excelize.File) {
	t.Helper()
	cells, err := workbook.GetRows(r.Title, excelize.Options{RawCellValue: true})
	if len(rows) == 0 && len(cells) == 2 && cells[1][0] == "none" { // an Excel table has at least one row
		return
	}
	if err != nil || len(cells) != len(rows)+1 {
		t.Fatalf("%s has %d rows, its sheet %d lines, %v", r.Name, len(rows), len(cells), err)
	}
	for n, row := range rows {
		for i, f := range r.Table.Fields {
			got := ""
			if i < len(cells[n+1]) {
				got = cells[n+1][i]
			}
			if !sameValue(f.Type, row[i], got) {
				t.Fatalf("%s, row %d, %s: %q in CSV, %q in the workbook", r.Name, n, f.Name, row[i], got)
			}
		}
	}
}

// sameValue compares a text of a CSV file with a raw cell of a sheet.
func sameValue(as, file, cell string) bool {
	switch {
	case file == "" || cell == "":
		return file == cell
	case as == "boolean":
		return file == map[string]string{"yes": "true", "no": "false"}[cell]
	case as == "date":
		days, err := strconv.Atoi(cell)
		return err == nil && file == time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case as == "datetime":
		days, err := strconv.ParseFloat(cell, 64)
		return err == nil && file == time.Date(1899, 12, 30, 0, 0, int(math.Round(days*86400)), 0, time.UTC).Format(time.RFC3339)
	case as == "string":
		return sameText(file, cell)
	}
	x, bad := strconv.ParseFloat(file, 64)
	y, worse := strconv.ParseFloat(cell, 64)
	return bad == nil && worse == nil && x == y
}
