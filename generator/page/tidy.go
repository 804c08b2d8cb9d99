package page

import (
	"slices"
	"strings"
)

// fewestNone is from how many parts that have none they share a line.
const fewestNone = 2

// tidy says once what the cells of a table would say again and again: an n that is the same
// everywhere, a reason that a column has had, and parts of which there is none. Parts of a
// scale stay as they are.
func (p Parts) tidy(scale bool) Parts {
	if n := p.commonN(); n != "" {
		p.Caption += " (" + n + ")"
	}
	p.reasonsOnce()
	if !scale {
		p.Rows = noneTogether(p.Rows)
	}
	return p
}

// commonN takes "n = 55" out of the cells where all have the same.
func (p Parts) commonN() string {
	n, cells := "", 0
	for _, r := range p.Rows {
		for _, c := range r.Cells {
			if !strings.HasPrefix(c.Behind, "n = ") || strings.Contains(c.Behind, "interval") || n != "" && c.Behind != n {
				return ""
			}
			n, cells = c.Behind, cells+1
		}
	}
	if cells < 2 {
		return ""
	}
	for _, r := range p.Rows {
		for i := range r.Cells {
			r.Cells[i].Behind = ""
		}
	}
	return n
}

// reasonsOnce leaves a reason to the first cell of a column that has it.
func (p Parts) reasonsOnce() {
	for column := range p.Columns {
		said := map[string]bool{}
		for _, r := range p.Rows {
			if r.Span > 0 || column >= len(r.Cells) || !r.Cells[column].Absent {
				continue
			}
			if c := &r.Cells[column]; said[c.Behind] {
				c.Behind = sameReason
			} else {
				said[c.Behind] = true
			}
		}
	}
}

// sameReason stands for a reason that the cells above have.
const sameReason = "for the same reason"

// repeats reports whether all that a table says is that, and why, the headline is absent.
func (p Parts) repeats(headline Figure) bool {
	if !headline.Absent || p.Drawn {
		return false
	}
	for _, r := range p.Rows {
		for _, c := range r.Cells {
			if c.Text != headline.Text || c.Behind != headline.Behind && c.Behind != sameReason {
				return false
			}
		}
	}
	return true
}

// noneTogether puts the parts of which there is none into one row after the others.
func noneTogether(rows []PartRow) []PartRow {
	var some, none []PartRow
	var names []string
	for _, r := range rows {
		if slices.ContainsFunc(r.Cells, func(c Figure) bool { return !c.none }) || len(none) > 0 && !sameTexts(none[0], r) {
			some = append(some, r)
		} else {
			none, names = append(none, r), append(names, r.Name)
		}
	}
	if len(none) < fewestNone {
		return rows
	}
	one := none[0]
	one.Name = strings.Join(names, ", ")
	for _, r := range none[1:] {
		one.merged = append(one.merged, r.Cells...)
	}
	return append(some, one)
}

func sameTexts(a, b PartRow) bool {
	return slices.EqualFunc(a.Cells, b.Cells, func(x, y Figure) bool { return x.Text == y.Text })
}
