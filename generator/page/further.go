package page

import (
	"html/template"
	"slices"

	"leadline/generator/chart"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// drawing is a chart without months.
type drawing interface {
	SVG() ([]byte, error)
	Options() ([]byte, error)
	Table() (columns []string, rows [][]string)
}

// further draws what a metric's parts are in the month, for the kinds whose parts are the
// message.
func (c *Card[L]) further(s metric.Series[L], m period.Month, newest bool) error {
	r, _ := s.At(m)
	if w, ok := waterfall(s, r, m); ok {
		return c.add(w.Words, w, newest, "open_start")
	}
	if f, ok := matrixOf(s, m); ok {
		return c.add(f.Words, f, newest, "pairs", "share")
	}
	if f, ok := bands(s, m, newest); ok {
		return c.add(f.Words, f, newest, "aged")
	}
	if f, ok := partition(s, r, m); ok {
		if err := c.add(f.Words, f, newest, "exclusive"); err != nil {
			return err
		}
		c.Chart, c.Further[0] = c.Further[0], c.Chart // the month first, then how it came there
	}
	return nil
}

// add draws one of them. stats are those whose tables say what it shows: they stand below it.
func (c *Card[L]) add(w chart.Words, d drawing, newest bool, stats ...string) error {
	svg, err := d.SVG()
	if err != nil {
		return err
	}
	one := Chart{ID: w.ID, Name: c.Title + ", by part", Title: w.Title, Subtitle: w.Subtitle, SVG: template.HTML(svg)}
	for i := range c.Parts {
		if c.Parts[i].Drawn = slices.Contains(stats, c.Parts[i].stat()); c.Parts[i].Drawn {
			one.Parts = append(one.Parts, c.Parts[i])
		}
	}
	if columns, rows := d.Table(); !sameAsParts(d) {
		one.Table = htmlTable(w.Title, columns, rows)
	}
	if newest {
		options, err := d.Options()
		if err != nil {
			return err
		}
		if string(options) != "null" {
			if one.Options, err = dataScript(options); err != nil {
				return err
			}
		}
	}
	c.Further = append(c.Further, one)
	return nil
}

// sameAsParts reports whether the metric's own table of the parts has all that is drawn.
func sameAsParts(d drawing) bool {
	_, sum := d.(chart.Waterfall)
	return sum
}
