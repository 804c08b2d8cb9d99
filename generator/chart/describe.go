package chart

import (
	"strconv"
	"strings"
)

// describe appends what a person would say of the chart in a few sentences: its kind, first,
// last, and of the first series the lowest and highest value, and what is absent. What the data is and
// where notes stand is text beside the drawing, and not said a second time.
func (c *canvas) describe() {
	f := c.f
	switch f.Kind {
	case Distribution:
		c.describeSpread()
		return
	case Survival:
		c.describeCurve()
		return
	case Tally:
		c.describeTally()
		return
	}
	c.raw([...]string{"Line chart. ", "Line chart of shares. ", "Stacked bar chart. ", "Dot chart of ages. "}[f.Kind])
	if f.Kind == Dots {
		c.raw(strconv.Itoa(len(f.Dots)), " items. ")
	}
	for si := range f.Series {
		c.describeSeries(&f.Series[si], si == 0)
	}
	c.raw("The table below has every value.")
}

func (c *canvas) describeSeries(s *Series, extremes bool) {
	first, last, low, high := -1, -1, -1, -1
	for i := range s.Points {
		if !s.Points[i].State.Shown() {
			continue
		}
		if first < 0 {
			first, low, high = i, i, i
		}
		last = i
		if s.Points[i].Value < s.Points[low].Value {
			low = i
		}
		if s.Points[i].Value > s.Points[high].Value {
			high = i
		}
	}
	if first < 0 {
		return
	}
	c.escaped(clean(s.Name))
	c.raw(": ")
	c.at(s, first)
	if last > first {
		c.raw(" to ")
		c.at(s, last)
	}
	if last > first && extremes {
		c.raw(", lowest ")
		c.at(s, low)
		c.raw(", highest ")
		c.at(s, high)
	}
	c.raw(". ")
}

func (c *canvas) at(s *Series, i int) {
	c.escaped(clean(c.f.cell(&s.Points[i])))
	c.raw(" in ", c.f.Months[i].Long())
}

// reasons counts absent points by their reason: "no data 3, too few to say 1"; "" if none.
func reasons(f *Figure) string {
	var counts [NotApplicable + 1]int
	for si := range f.Series {
		for i := range f.Series[si].Points {
			counts[min(f.Series[si].Points[i].State, NotApplicable)]++
		}
	}
	var b strings.Builder
	for _, s := range [...]State{NoData, TooFew, Withheld, NotApplicable} {
		if counts[s] == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(s.String() + " " + strconv.Itoa(counts[s]))
	}
	return b.String()
}
