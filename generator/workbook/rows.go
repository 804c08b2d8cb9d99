package workbook

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadline/generator/table"
)

// The rows of a data sheet are most of a workbook. They are written here and not by the
// library, as it would write them (ISO/IEC 29500-1, 18.3.1.73 row, 18.3.1.4 c), straight into
// the archive: for less than a third of the time, and without a copy of the whole sheet on disk.

// pour is how many bytes of rows are gathered before they are handed on.
const pour = 32 << 10

// rows is the rows of one sheet while they are written: begin, its cells, end.
type rows struct {
	*writer
	sheet   string
	columns []column
	number  int    // of the row
	digits  []byte // of that number
	pending []byte
}

// column is what the cells of a column have in common. Most hold what the one above holds.
type column struct {
	begins []byte      // <c r="B
	last   table.Value // that was written
	rest   []byte      // of its cell, after the number of the row
}

func (w *writer) rows(sheet string, columns int) *rows {
	r := &rows{writer: w, sheet: sheet, columns: make([]column, columns), number: 1}
	for i, letters := range columnNames(columns) {
		r.columns[i].begins = []byte(`<c r="` + letters)
	}
	return r
}

// later has the rows of a sheet written into its part when the library has written the rest.
func (w *writer) later(sheet string, write func(io.Writer) error) error {
	i, err := w.file.GetSheetIndex(sheet)
	if err != nil {
		return err
	}
	part := "xl/worksheets/sheet" + strconv.Itoa(i+1) + ".xml" // NewSheet numbers parts in this order
	w.archive.sheets = append(w.archive.sheets, later{part, write})
	return nil
}

// begin begins a row; high is its height in points, 0 for the default.
func (r *rows) begin(high float64) {
	r.number++
	r.digits = strconv.AppendInt(r.digits[:0], int64(r.number), 10)
	r.pending = append(append(append(r.pending, `<row r="`...), r.digits...), '"')
	if high > 0 {
		r.pending = append(append(append(r.pending, ` ht="`...), plain(high)...), `" customHeight="1"`...)
	}
	r.pending = append(r.pending, '>')
}

// end ends a row, and hands on what is gathered once that is enough.
func (r *rows) end(out io.Writer) error {
	if r.pending = append(r.pending, `</row>`...); len(r.pending) < pour {
		return nil
	}
	return r.flush(out)
}

func (r *rows) flush(out io.Writer) error {
	_, err := out.Write(r.pending)
	r.pending = r.pending[:0]
	return err
}

// value writes a table's value, nothing for an empty one.
func (r *rows) value(v *table.Value, at int) {
	c := &r.columns[at]
	if len(c.rest) == 0 || c.last != *v {
		c.last, c.rest = *v, r.rest(c.rest[:0], of(v), at)
	}
	r.put(c.rest, at)
}

// cell writes one cell, nothing for an empty one.
func (r *rows) cell(c cell, at int) { r.put(r.rest(nil, c, at), at) }

func (r *rows) put(rest []byte, at int) {
	if len(rest) > 0 {
		r.pending = append(append(append(r.pending, r.columns[at].begins...), r.digits...), rest...)
	}
}

// rest is a cell after its place; nothing of one that is not written.
func (r *rows) rest(to []byte, c cell, at int) []byte {
	if c.fault != "" {
		r.fault(place(r.sheet, at+1, r.number), c.fault, "", "this is a defect of the metric: report it with this line")
		return to
	}
	s := ""
	if c.format.isText() {
		s = r.text(&c, r.sheet, at+1, r.number)
	}
	if c.format == empty || c.format.isText() && s == "" {
		return to
	}
	to = append(strconv.AppendInt(append(to, `" s="`...), int64(r.styles[c.format]), 10), '"')
	switch {
	case c.formula != "":
		return result(to, &c, s)
	case !c.format.isText():
		to = strconv.AppendFloat(append(to, `><v>`...), c.number, 'f', -1, 64)
		return append(to, `</v></c>`...)
	case c.format == asText:
		if number, ok := r.archive.shared.number(s); ok {
			to = strconv.AppendInt(append(to, ` t="s"><v>`...), int64(number), 10)
			return append(to, `</v></c>`...)
		}
	}
	return append(append(append(to, ` t="inlineStr"><is>`...), content(s)...), `</is></c>`...)
}

// result ends a cell with a formula and what it gives.
func result(to []byte, c *cell, s string) []byte {
	kind := ` t="str"`
	if !c.format.isText() {
		kind, s = "", plain(c.number)
	}
	return append(to, kind+`><f>`+markup(c.formula)+`</f><v>`+markup(s)+`</v></c>`...)
}

// content is the element of a text that is already clean and not empty.
func content(s string) string {
	if s[0] == ' ' || s[len(s)-1] == ' ' {
		return `<t xml:space="preserve">` + markup(s) + `</t>`
	}
	return `<t>` + markup(s) + `</t>`
}

// markup escapes a text that is already clean.
func markup(s string) string {
	if !strings.ContainsAny(s, `"'&<>`) {
		return s
	}
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

func columnNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i], _ = excelize.ColumnNumberToName(i + 1) // errs only beyond 16,384
	}
	return names
}
