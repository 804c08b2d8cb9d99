package page

import (
	"html/template"

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
		return c.add(w.Words, w, newest)
	}
	if f, ok := bands(s, m, newest); ok {
		return c.add(f.Words, f, newest)
	}
	if f, ok := partition(s, r, m); ok {
		if err := c.add(f.Words, f, newest); err != nil {
			return err
		}
		c.Chart, c.Further[0] = c.Further[0], c.Chart // the month first, then how it came there
	}
	return nil
}

func (c *Card[L]) add(w chart.Words, d drawing, newest bool) error {
	svg, err := d.SVG()
	if err != nil {
		return err
	}
	one := Chart{ID: w.ID, Name: c.Title + ", by part", Title: w.Title, Subtitle: w.Subtitle, SVG: template.HTML(svg)}
	columns, rows := d.Table()
	one.Table = htmlTable(w.Title, columns, rows)
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
