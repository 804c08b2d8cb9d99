package chart

import (
	"cmp"
	"strconv"
	"strings"

	"leadline/generator/unit"
)

// cell is a point's value as the table prints it.
func (f *Figure) cell(p *Point) string {
	switch {
	case p.Text != "":
		return p.Text
	case p.State.Shown():
		return f.Unit.Text(p.Value)
	}
	return p.State.String()
}

// Table is the data table below the chart: everything that can be seen or hovered on the
// chart is in it, but limits, which LimitsText has. One row a month (Dots: one a column). Absent
// values are words, never empty cells; columns that no point would fill are left out. Text is
// cleaned, not escaped. It is nil, nil for a figure that SVG refuses.
func Table(f Figure) (columns []string, rows [][]string) {
	if check(&f) != nil {
		return nil, nil
	}
	switch f.Kind {
	case Dots:
		return dotTable(&f)
	case Distribution:
		return spreadTable(&f)
	case Survival:
		return curveTable(&f)
	case Tally:
		return tallyTable(&f)
	}
	columns = []string{"Month"}
	for si := range f.Series {
		columns = f.heads(columns, &f.Series[si])
	}
	notes := newMarks(&f)
	remarks := len(notes.list) > 0 || f.anySignal()
	if remarks {
		columns = append(columns, "Remarks")
	}
	for i := range f.Months {
		row := append(make([]string, 0, len(columns)), f.Months[i].Long())
		for si := range f.Series {
			row = f.cells(row, &f.Series[si], i)
		}
		if remarks {
			row = append(row, f.remark(notes, i))
		}
		rows = append(rows, row)
	}
	return columns, rows
}

func (f *Figure) heads(columns []string, s *Series) []string {
	name := clean(s.Name)
	columns = append(columns, name)
	prefix := ""
	if len(f.Series) > 1 {
		prefix = name + ", "
	}
	interval, n := f.extras(s)
	if interval {
		columns = append(columns, prefix+interval95)
	}
	if n {
		columns = append(columns, prefix+"n")
	}
	return columns
}

// extras tells whether any point of s has an interval, and a number of observations that is
// not that of the first series.
func (f *Figure) extras(s *Series) (interval, n bool) {
	first := &f.Series[0]
	for i := range s.Points {
		if p := &s.Points[i]; p.State.Shown() {
			interval = interval || p.hasInterval()
			n = n || p.N > 0 && (s == first || p.N != first.Points[i].N || !first.Points[i].State.Shown())
		}
	}
	return interval, n
}

func (f *Figure) cells(row []string, s *Series, i int) []string {
	p := &s.Points[i]
	value := clean(f.cell(p))
	if p.State == Provisional {
		value += " (provisional)"
	}
	row = append(row, value)
	interval, n := f.extras(s)
	if interval {
		text := "none"
		if p.State.Shown() && p.hasInterval() {
			text = f.Unit.RangeAbout(p.Value, p.Low, p.High)
		}
		row = append(row, text)
	}
	if n {
		text := "not shown"
		if p.State.Shown() {
			text = unit.Grouped(int64(p.N))
		}
		row = append(row, text)
	}
	return row
}

// LimitsText says where centre lines and limits are, which the table has above its rows and not
// in each of them: "Centre line 4.1 days, limits 45 hours and 8.9 days". Where there are several,
// or not for all months, it says from when to when; "" where there are none.
func LimitsText(f Figure) string {
	if len(f.Limits) == 0 || check(&f) != nil {
		return ""
	}
	first, last := f.Months[0], f.Months[len(f.Months)-1]
	var parts []string
	for _, l := range f.Limits {
		from, to := max(l.From, first), min(l.To, last)
		if from > to {
			continue
		}
		text := "centre line " + f.Unit.Text(l.Centre) + f.limitWords(&l)
		if from > first || to < last {
			text += " from " + from.Long() + " to " + to.Long()
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return ""
	}
	return "C" + strings.Join(parts, "; ")[1:]
}

// limitWords are ", limits 45 hours and 8.9 days".
func (f *Figure) limitWords(l *Limits) string {
	trial := ""
	if l.Trial {
		trial = "trial "
	}
	switch low, high := finite(l.Lower), finite(l.Upper); {
	case low && high:
		return ", " + trial + "limits " + f.Unit.Text(l.Lower) + " and " + f.Unit.Text(l.Upper)
	case low:
		return ", " + trial + "lower limit " + f.Unit.Text(l.Lower)
	case high:
		return ", " + trial + "upper limit " + f.Unit.Text(l.Upper)
	default:
		return ""
	}
}

func (f *Figure) anySignal() bool {
	for si := range f.Series {
		for i := range f.Series[si].Points {
			if p := &f.Series[si].Points[i]; p.Signal && p.State.Shown() {
				return true
			}
		}
	}
	return false
}

func (f *Figure) remark(notes marks, i int) string {
	var parts []string
	for si := range f.Series {
		if p := &f.Series[si].Points[i]; p.Signal && p.State.Shown() {
			what := "beyond normal variation"
			if len(f.Series) > 1 {
				what = clean(f.Series[si].Name) + " " + what
			}
			parts = append(parts, what)
		}
	}
	if m := notes.of(f.Months[i]); m != nil {
		parts = append(parts, m.letter+": "+strings.Join(m.texts, "; "))
	}
	return strings.Join(parts, "; ")
}

// dotTable has a row a column with its values in the order of the dots; equal ones that follow
// each other are said once: "630 days, 190 days (3)".
func dotTable(f *Figure) (columns []string, rows [][]string) {
	columns = []string{clean(cmp.Or(f.Column, "State")), "Number", clean(cmp.Or(f.Axis, "Age"))}
	for i, name := range f.Columns {
		var words []string
		n, again := 0, 0
		for _, d := range f.Dots {
			if d.Column != i {
				continue
			}
			text := f.Unit.Text(d.Value)
			if last := len(words) - 1; last >= 0 && (words[last] == text || again > 1 && words[last] == times(text, again)) {
				again++
				words[last] = times(text, again)
			} else {
				words, again = append(words, text), 1
			}
			n++
		}
		rows = append(rows, []string{clean(name), count(n), strings.Join(words, ", ")})
	}
	return columns, rows
}

func times(text string, n int) string { return text + " (" + strconv.Itoa(n) + ")" }
