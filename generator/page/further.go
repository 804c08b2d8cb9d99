package page

import (
	"leadline/generator/chart"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// further draws what a metric's parts are in the month, for the kinds whose parts are the
// message.
func (c *Card[L]) further(s metric.Series[L], m period.Month, newest bool) {
	r, _ := s.At(m)
	if w, ok := waterfall(s, r, m); ok {
		c.add(w.Words, w, newest)
		return
	}
	if f, ok := matrixOf(s, m); ok {
		c.add(f.Words, f, newest)
		return
	}
	if f, ok := bands(s, m, newest); ok {
		c.add(f.Words, f, newest)
		return
	}
	if f, ok := partition(s, r, m); ok {
		c.add(f.Words, f, newest)
		c.Chart, c.Further[0] = c.Further[0], c.Chart // the month first, then how it came there
	}
}

func (c *Card[L]) add(w chart.Words, d drawing, newest bool) {
	c.Further = append(c.Further, Chart{ID: w.ID, Name: c.Title + ", by part", Title: w.Title, Subtitle: w.Subtitle, plate: &plate{drawing: d, picture: true, newest: newest}})
}
