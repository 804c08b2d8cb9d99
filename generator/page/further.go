package page

import (
	"slices"

	"leadline/generator/chart"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// further draws what a metric's parts are in the month, for the kinds whose parts are the
// message.
func (c *Card[L]) further(s metric.Series[L], m period.Month, newest bool) {
	r, _ := s.At(m)
	if w, ok := waterfall(s, r, m); ok {
		c.add(w.Words, w, "open_start")
		return
	}
	if f, ok := matrixOf(s, m); ok {
		c.add(f.Words, f, "pairs", "share")
		return
	}
	if f, ok := bands(s, m, newest); ok {
		c.add(f.Words, f, "aged")
		return
	}
	if f, ok := partition(s, r, m); ok {
		c.add(f.Words, f, "exclusive")
		c.Chart, c.Further[0] = c.Further[0], c.Chart // the month first, then how it came there
	}
}

// add draws one of them. stats are those whose tables say what it shows: they stand below it.
func (c *Card[L]) add(w chart.Words, d drawing, stats ...string) {
	one := Chart{ID: w.ID, Name: c.Title + ", by part", Title: w.Title, Subtitle: w.Subtitle, plate: &plate{drawing: d, picture: true}}
	for i := range c.Parts {
		if c.Parts[i].Drawn = slices.Contains(stats, c.Parts[i].stat()); c.Parts[i].Drawn {
			one.Parts = append(one.Parts, c.Parts[i])
		}
	}
	c.Further = append(c.Further, one)
}
