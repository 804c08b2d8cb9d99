package workbook

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"leadline/generator/period"
	"leadline/generator/table"
	"leadline/generator/unit"
)

// cell is one value with how it is shown. The zero cell is empty.
type cell struct {
	format format
	text   string
	number float64
	fault  string // what is wrong with the value; stops the workbook

	formula string // ours, that gives the value; "" for all cells but those of Reconcile
}

// format is how a cell is shown; it also says whether the cell holds text or a number.
type format uint8

const (
	empty format = iota
	asText
	asProse // text that wraps
	asHead
	asTitle
	asLink
	asWhole
	asDecimal
	asFine // small decimals, which would read as zero with two places
	asShare
	asMonth
	asDate
	asInstant
	formats
)

// codes are Excel's number formats; "_0_)" leaves the width of "0)" free on the right,
// so that a number does not touch the text of the next column.
var codes = [formats]string{
	asWhole: "#,##0_0_)", asDecimal: "#,##0.00_0_)", asFine: "0.00000_0_)", asShare: "0.0%_0_)",
	asMonth: "mmm yyyy", asDate: "yyyy-mm-dd", asInstant: "yyyy-mm-dd hh:mm:ss",
}

// textFormat is Excel's built-in format "@": editing a cell of it that looks like a formula
// leaves it text.
const textFormat = 49

func (f format) isText() bool { return f >= asText && f <= asLink }

func text(s string) cell  { return cell{format: asText, text: s} }
func prose(s string) cell { return cell{format: asProse, text: s} }

// computed is a cell whose value a formula gives.
func (c cell) computed(formula string) cell { c.formula = formula; return c }

// of is a table's value as a cell. A missing value leaves the cell empty: another column, or
// the sheet of columns, says why.
func of(v *table.Value) cell {
	switch {
	case v.Missing() != table.Present:
		return cell{}
	case v.Fault() != "":
		return cell{fault: v.Fault()}
	}
	switch v.Type() {
	case table.Text, table.Code:
		return text(v.Text())
	case table.Prose:
		return prose(v.Text())
	case table.Flag:
		return yes(v.Whole() != 0)
	case table.Whole:
		return whole(v.Whole())
	case table.Share:
		return number(v.Number(), asShare)
	case table.Number:
		return decimal(v.Number())
	case table.Date:
		return serial(v.Whole()*daySeconds, asDate)
	case table.Month:
		return serial(v.Whole()*daySeconds, asMonth)
	default:
		return serial(v.Whole(), asInstant)
	}
}

// yes is a flag; both of its values are written, so that an empty cell never means "no".
func yes(b bool) cell {
	if b {
		return text("yes")
	}
	return text("no")
}

// number is a finite number.
func number(x float64, f format) cell { return cell{format: f, number: x} }

// exact is the largest whole number of 15 digits: Excel rounds what is longer.
const exact = 999_999_999_999_999

// whole is a count or another whole number; over 15 digits it is text.
func whole(n int64) cell {
	if n > exact || n < -exact {
		return text(strconv.FormatInt(n, 10))
	}
	return number(float64(n), asWhole)
}

func decimal(v float64) cell {
	switch size := math.Abs(v); {
	case size > exact:
		return text(strconv.FormatFloat(v, 'f', -1, 64))
	case v == math.Trunc(v):
		return number(v, asWhole)
	case size < 0.1:
		return number(v, asFine)
	default:
		return number(v, asDecimal)
	}
}

const daySeconds = 86400

// epoch is day 0 of Excel's calendar, which counts a 29 February 1900 that never was:
// serial numbers are right from 1 March 1900, and earlier dates are written as text.
var (
	epoch     = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()
	firstDate = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC).Unix()
	pastDates = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
)

// serial is a real date and time in UTC, to the second.
func serial(second int64, f format) cell {
	if second < firstDate || second >= pastDates {
		return text(time.Unix(second, 0).UTC().Format(time.RFC3339))
	}
	return number(float64(second-epoch)/daySeconds, f)
}

func instant(t time.Time) cell  { return serial(t.Unix(), asInstant) }
func month(m period.Month) cell { return serial(m.Start(time.UTC).Unix(), asMonth) }

// width is about how many characters the cell needs.
func (c cell) width() float64 {
	switch {
	case c.format.isText():
		return float64(utf8.RuneCountInString(c.text))
	case c.format == asInstant:
		return 19
	case c.format == empty:
		return 0
	default:
		return max(10, float64(len(strconv.FormatFloat(math.Trunc(c.number), 'f', 0, 64))*4/3+3))
	}
}

const (
	lineHeight = 15.0 // points, of one line of the default font
	headHeight = 22.0
)

// height is what the row needs for a cell that wraps, in points; 0 leaves it to the reader's
// program. Programs fit a row themselves only once it is edited, so it must be written.
// Letters are on average a tenth narrower than the digits that widths are counted in; over
// several lines that is lost again, since words are not cut.
func (c cell) height(width float64) float64 {
	if c.format != asProse {
		return 0
	}
	lines := 1.0
	if c.width()*0.9 > width {
		lines = math.Ceil(c.width() / width)
	}
	return min(lines*lineHeight, excelize.MaxRowHeight)
}

// value is the cell's string or float64, or nil when there is nothing to write.
func (w *writer) value(c cell, sheet string, column, row int) any {
	if c.format == empty {
		return nil
	}
	if !c.format.isText() {
		return c.number
	}
	if s := w.text(&c, sheet, column, row); s != "" {
		return s
	}
	return nil
}

// text is the text of a cell as it is written, "" where it has none or too much of it.
func (w *writer) text(c *cell, sheet string, column, row int) string {
	s := clean(c.text)
	if len(s) <= excelize.TotalCellChars { // never less than its UTF-16 units
		return s
	}
	if n := utf16Len(s); n > excelize.TotalCellChars {
		w.fault(place(sheet, column, row), unit.Grouped(int64(n))+" characters of text beginning "+strconv.Quote(start(s)),
			"at most "+unit.Grouped(excelize.TotalCellChars)+" UTF-16 units, the most that an Excel cell holds", "shorten the text where it was written")
		return ""
	}
	return s
}

// place is a cell's address, "Metrics!C5".
func place(sheet string, column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return sheet
	}
	return sheet + "!" + name
}
