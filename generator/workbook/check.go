package workbook

import (
	"strconv"
	"strings"

	"leadline/generator/table"
)

// Check is one line of Reconcile: a total that is computed again from the other sheets and
// must be the one that is stored.
type Check struct {
	Of     string // the sheets that it is about
	Says   string
	Sums   []Sum
	Stored float64
}

// Sum is a total over a table's rows; without a Column it counts them.
type Sum struct {
	Table  string // name
	Column string // name; "" to count rows
	Where  []Is
	Minus  bool
}

// Is selects rows in which a column has a text; with Period set, that are of the workbook's
// period. Texts are codes and ids: a sheet's formula compares them without regard to case.
type Is struct {
	Column string
	Text   string
	Period bool
}

// tolerance is how far a total of stored binary fractions may be off.
const tolerance = 0.000001

// formula is the check as a sheet computes it; ok is false where a table or column that it
// names is not in the workbook.
func (c *Check) formula(in map[string]*table.Table) (f string, ok bool) {
	for i := range c.Sums {
		s, ok := c.Sums[i].formula(in[c.Sums[i].Table])
		if !ok {
			return "", false
		}
		switch {
		case c.Sums[i].Minus:
			f += "-"
		case i > 0:
			f += "+"
		}
		f += s
	}
	return f, len(c.Sums) > 0
}

func (s *Sum) formula(t *table.Table) (string, bool) {
	if t == nil || s.Column != "" && t.Column(s.Column) < 0 {
		return "", false
	}
	ref := func(column string) string { return "tbl_" + t.Name + "[" + t.Columns[t.Column(column)].Title + "]" }
	var where []string
	for _, is := range s.Where {
		if t.Column(is.Column) < 0 {
			return "", false
		}
		want := `"` + strings.ReplaceAll(is.Text, `"`, `""`) + `"`
		if is.Period {
			want = "period"
		}
		where = append(where, ref(is.Column)+","+want)
	}
	switch all := strings.Join(where, ","); {
	case s.Column == "" && all == "":
		return "COUNTA(" + ref(t.Key[0]) + ")", true
	case s.Column == "":
		return "COUNTIFS(" + all + ")", true
	case all == "":
		return "SUM(" + ref(s.Column) + ")", true
	default:
		return "SUMIFS(" + ref(s.Column) + "," + all + ")", true
	}
}

// total is a Sum while rows go by.
type total struct {
	*Sum
	column int // of what is added, -1 to count
	where  []int
	period int64 // of the workbook, as a value of a Month has it
	of     *float64
}

// total is a Sum over a table's rows that adds to what it is a part of.
func (s *Sum) total(t *table.Table, period int64, of *float64) total {
	sum := total{Sum: s, column: t.Column(s.Column), period: period, of: of}
	for _, is := range s.Where {
		sum.where = append(sum.where, t.Column(is.Column))
	}
	return sum
}

func (t *total) add(row []table.Value) {
	for i, is := range t.Where {
		v := &row[t.where[i]]
		if is.Period && (v.Missing() != table.Present || v.Whole() != t.period) || !is.Period && (v.Missing() != table.Present || v.Text() != is.Text) {
			return
		}
	}
	x := 1.0
	if t.column >= 0 {
		c := of(&row[t.column]) // as a sheet adds it: what is written as text, a number of over 15 digits, counts for nothing
		if c.format == empty || c.format.isText() {
			return
		}
		x = c.number
	}
	if t.Minus {
		x = -x
	}
	*t.of += x
}

// plain is a number as a formula or a cell has it.
func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
