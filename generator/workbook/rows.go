package workbook

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The rows of a data sheet are most of a workbook. They are written here and not by the
// library, as it would write them (ISO/IEC 29500-1, 18.3.1.73 row, 18.3.1.4 c), straight into
// the archive: for a third of the time, and without a copy of the whole sheet on disk.

// pour is how many bytes of rows are gathered before they are handed on.
const pour = 32 << 10

// rows is the rows of one sheet while they are written.
type rows struct {
	*writer
	sheet   string
	columns []column
	number  int    // of the last row
	digits  []byte // of that number
	pending []byte
}

// column is what the cells of a column have in common.
type column struct {
	begins string // <c r="B
	text   string // the last one that was shared: most rows have it too
	shared int    // its number
}

func (w *writer) rows(sheet string, columns int) *rows {
	r := &rows{writer: w, sheet: sheet, columns: make([]column, columns), number: 1}
	for i := range r.columns {
		letters, _ := excelize.ColumnNumberToName(i + 1) // errs only beyond 16,384
		r.columns[i].begins = `<c r="` + letters
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

// add writes a row; high is its height in points, 0 for the default.
func (r *rows) add(out io.Writer, cells []cell, high float64) error {
	r.number++
	r.digits = strconv.AppendInt(r.digits[:0], int64(r.number), 10)
	r.put(`<row r="`, string(r.digits), `"`)
	if high > 0 {
		r.put(` ht="`, strconv.FormatFloat(high, 'f', -1, 64), `" customHeight="1"`)
	}
	r.put(`>`)
	for i := range cells {
		r.cell(&cells[i], i)
	}
	if r.put(`</row>`); len(r.pending) < pour {
		return nil
	}
	_, err := out.Write(r.pending)
	r.pending = r.pending[:0]
	return err
}

func (r *rows) put(parts ...string) {
	for _, s := range parts {
		r.pending = append(r.pending, s...)
	}
}

// cell writes one cell, nothing for an empty one.
func (r *rows) cell(c *cell, column int) {
	switch {
	case c.fault != "":
		r.fault(place(r.sheet, column+1, r.number), c.fault, "", "this is a defect of the metric: report it with this line")
	case c.format == empty || c.format.isText() && c.text == "":
	case c.formula != "":
		r.result(c, column)
	case !c.format.isText():
		r.begin(c.format, column)
		r.put(`"><v>`)
		r.pending = strconv.AppendFloat(r.pending, c.number, 'f', -1, 64)
		r.put(`</v></c>`)
	case c.format == asProse: // sentences rarely repeat
		r.inline(c.format, r.text(c, r.sheet, column+1, r.number), column)
	default:
		r.share(c, column)
	}
}

// begin writes a cell as far as the number of its style.
func (r *rows) begin(f format, column int) {
	r.put(r.columns[column].begins)
	r.pending = append(r.pending, r.digits...)
	r.put(`" s="`)
	r.pending = strconv.AppendInt(r.pending, int64(r.styles[f]), 10)
}

// share writes a cell that points to its text in the list of shared ones.
func (r *rows) share(c *cell, column int) {
	list, last := &r.archive.shared, &r.columns[column]
	if last.text != c.text {
		number, there := list.numbers[c.text]
		if !there {
			s := r.text(c, r.sheet, column+1, r.number)
			if s == "" || len(list.numbers) == mostShared {
				r.inline(c.format, s, column)
				return
			}
			number = list.add(c.text, s)
		}
		last.text, last.shared = c.text, number
	}
	list.cells++
	r.begin(c.format, column)
	r.put(`" t="s"><v>`)
	r.pending = strconv.AppendInt(r.pending, int64(last.shared), 10)
	r.put(`</v></c>`)
}

// inline writes a cell that holds its text itself, clean; nothing where it has none.
func (r *rows) inline(f format, s string, column int) {
	if s != "" {
		r.begin(f, column)
		r.put(`" t="inlineStr"><is>`, content(s), `</is></c>`)
	}
}

// result writes a cell with a formula and what it gives.
func (r *rows) result(c *cell, column int) {
	r.begin(c.format, column)
	s := c.text // ours
	if c.format.isText() {
		r.put(`" t="str`)
	} else {
		s = plain(c.number)
	}
	r.put(`"><f>`, markup(c.formula), `</f><v>`, markup(s), `</v></c>`)
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

// content is the element of a text that is already clean and not empty.
func content(s string) string {
	if s[0] == ' ' || s[len(s)-1] == ' ' {
		return `<t xml:space="preserve">` + markup(s) + `</t>`
	}
	return `<t>` + markup(s) + `</t>`
}

func columnNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i], _ = excelize.ColumnNumberToName(i + 1) // errs only beyond 16,384
	}
	return names
}
