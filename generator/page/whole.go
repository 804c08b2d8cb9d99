package page

import "strings"

// wholeUnits are what stands behind a number and belongs on its line.
var wholeUnits = []string{"%", "day", "hour", "minute", "second", "a week"}

// whole keeps numbers and their units on one line: "25 %" and "3.2 days" get a space that
// does not break. It is done where words reach a page, because tables, workbooks and files
// for programs have the plain space.
func whole(text string) string {
	var b strings.Builder
	from := 0
	for i := 1; i < len(text); i++ {
		if text[i] != ' ' || text[i-1] < '0' || text[i-1] > '9' || !beginsWithUnit(text[i+1:]) {
			continue
		}
		b.WriteString(text[from:i])
		b.WriteString("\u00a0")
		from = i + 1
	}
	if from == 0 {
		return text
	}
	b.WriteString(text[from:])
	return b.String()
}

func beginsWithUnit(text string) bool {
	for _, u := range wholeUnits {
		if strings.HasPrefix(text, u) {
			return true
		}
	}
	return false
}

// whole does the same for all words of a card.
func (c *Card[L]) whole() {
	for _, text := range []*string{&c.Glance, &c.Beside, &c.Range, &c.State, &c.Verdict, &c.Change, &c.Chart.Title, &c.Shape.Title} {
		*text = whole(*text)
	}
	for i := range c.Further {
		c.Further[i].Title = whole(c.Further[i].Title)
	}
	for _, p := range c.Parts {
		for _, row := range p.Rows {
			for i, f := range row.Cells {
				row.Cells[i] = f.whole()
			}
		}
	}
	c.Headline = c.Headline.whole()
	for i := range c.Others {
		c.Others[i] = c.Others[i].whole()
	}
	for i := range c.Counter {
		c.Counter[i].Text = whole(c.Counter[i].Text)
	}
}

func (f Figure) whole() Figure {
	f.Text, f.Behind = whole(f.Text), whole(f.Behind)
	return f
}
