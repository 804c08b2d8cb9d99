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
// library, as it would write them (ISO/IEC 29500-1, 18.3.1.73 row, 18.3.1.4 c, with inline
// strings), straight into the archive: for a third of the time, and without a copy of the
// whole sheet on disk.

// pour is how many bytes of rows are gathered before they are handed on.
const pour = 32 << 10

// rows is the rows of one sheet while they are written.
type rows struct {
	*writer
	sheet   string
	columns []string // letters
	number  int      // of the last row
	pending []byte
}

// later has the rows of a sheet written into its part when the archive comes to it.
func (w *writer) later(sheet string, write func(io.Writer) error) error {
	i, err := w.file.GetSheetIndex(sheet)
	if err != nil {
		return err
	}
	w.archive.rows["xl/worksheets/sheet"+strconv.Itoa(i+1)+".xml"] = write // NewSheet numbers parts in this order
	return nil
}

// add writes a row; high is its height in points, 0 for the default.
func (r *rows) add(out io.Writer, cells []cell, high float64) error {
	r.number++
	r.put(`<row r="`, strconv.Itoa(r.number), `"`)
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
	if c.fault != "" {
		r.fault(place(r.sheet, column+1, r.number), c.fault, "", "this is a defect of the metric: report it with this line")
		return
	}
	s := ""
	if c.format.isText() {
		s = r.text(c, r.sheet, column+1, r.number)
	}
	if c.format == empty || c.format.isText() && s == "" {
		return
	}
	r.put(`<c r="`, r.columns[column])
	r.pending = strconv.AppendInt(r.pending, int64(r.number), 10)
	r.put(`" s="`)
	r.pending = strconv.AppendInt(r.pending, int64(r.styles[c.format]), 10)
	if c.formula != "" {
		r.result(c, s)
		return
	}
	if !c.format.isText() {
		r.put(`"><v>`)
		r.pending = strconv.AppendFloat(r.pending, c.number, 'f', -1, 64)
		r.put(`</v></c>`)
		return
	}
	r.put(`" t="inlineStr"><is><t`)
	if s[0] == ' ' || s[len(s)-1] == ' ' {
		r.put(` xml:space="preserve"`)
	}
	r.put(`>`, markup(s), `</t></is></c>`)
}

// result ends a cell with a formula and what it gives.
func (r *rows) result(c *cell, s string) {
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

func columnNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i], _ = excelize.ColumnNumberToName(i + 1) // errs only beyond 16,384
	}
	return names
}
