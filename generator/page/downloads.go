package page

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"leadline/generator/period"
	"leadline/generator/table"
	"leadline/generator/unit"
)

// downloadsPath is the address of the page that lists what there is to download.
const downloadsPath = "downloads/index.html"

// Offered is a file to download.
type Offered struct {
	Path  string // within the site
	Bytes int64
	Table *table.Table // what it holds; nil for other files
}

// Downloads is the page of files to download.
type Downloads struct {
	Frame
	Workbooks []Offered
	Months    string         // that the tables speak of, "October 2025 to October 2026"
	Tables    []OfferedTable // of these months
	History   []OfferedTable // of every month
	All       string         // the months of History
	Reasons   []table.Term   // the codes of missing values
	Package   string         // path of the description for programs
}

// OfferedTable is one table with the files that hold it.
type OfferedTable struct {
	*table.Table
	Files []Offered
}

// Name is the file's name without its folder.
func (o Offered) Name() string { return path.Base(o.Path) }

// Format is how the file is written, as people call it.
func (o Offered) Format() string {
	switch path.Ext(o.Path) {
	case ".csv":
		return "CSV"
	case ".parquet":
		return "Parquet"
	default:
		return "Excel"
	}
}

// Size is the size in the unit that a person would choose.
func (o Offered) Size() string {
	switch n := float64(o.Bytes); {
	case n < 1000:
		return unit.Plural(int(o.Bytes), "byte")
	case n < 1e6:
		return unit.Significant(n/1e3, 2) + "\u00a0kB"
	default:
		return unit.Significant(n/1e6, 2) + "\u00a0MB"
	}
}

// downloads writes the page of downloads.
func (b *book) downloads(buf *bytes.Buffer) error {
	d := Downloads{
		Frame:   b.frame(downloadsPath, downloadsPath, "Downloads", "Workbooks, tables and what describes them: every figure of the site, to check and to compute with."),
		Package: b.site.Package, Months: span(b.pages), All: span(b.site.Months), Reasons: table.ReasonTerms(),
	}
	for _, o := range b.site.Offered {
		switch {
		case o.Table == nil:
			d.Workbooks = append(d.Workbooks, o)
		case strings.HasPrefix(o.Path, "downloads/all/"):
			d.History = offer(d.History, o)
		default:
			d.Tables = offer(d.Tables, o)
		}
	}
	slices.SortFunc(d.Workbooks, func(x, y Offered) int { return strings.Compare(y.Path, x.Path) }) // newest first
	return b.write(buf, downloadsPath, "downloads", d)
}

// span is the first and the last of months.
func span(months []period.Month) string {
	switch len(months) {
	case 0:
		return ""
	case 1:
		return months[0].Long()
	default:
		return months[0].Long() + " to " + months[len(months)-1].Long()
	}
}

// offer adds a file to its table.
func offer(tables []OfferedTable, o Offered) []OfferedTable {
	if n := len(tables); n > 0 && tables[n-1].Name == o.Table.Name {
		tables[n-1].Files = append(tables[n-1].Files, o)
		return tables
	}
	return append(tables, OfferedTable{o.Table, []Offered{o}})
}
