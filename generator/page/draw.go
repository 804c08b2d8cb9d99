package page

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"leadline/generator/chart"
)

// Chart is one figure with its words. It is drawn when its page is written: most pages of a
// build are kept as they were.
type Chart struct {
	ID       string
	Name     string  // of what it shows, for those who move from chart to chart
	Title    string  // the message
	Subtitle string  // what is drawn
	Unusual  bool    // the message is that the month is beyond the usual range
	Notes    string  // which letters of the page's list of notes it has, "Notes A to D"; "" for none
	Parts    []Parts // further tables of what is drawn

	plate *plate // nil where there is nothing to draw
}

// drawing is what can be drawn.
type drawing interface {
	SVG() ([]byte, error)
	Table() (columns []string, rows [][]string)
}

// plate is a drawing and what came of it.
type plate struct {
	drawing
	picture bool // or a table alone
	newest  bool // with options, if it is of months
	ink     ink
}

// ink is a chart as it stands on a page. It is kept, because the newest month's page is written
// at two addresses; it follows from the rest of the chart, so no digest is made of it.
type ink []byte

// figured is a figure as a drawing.
type figured struct{ chart.Figure }

func (f figured) SVG() ([]byte, error)                       { return chart.SVG(f.Figure) }
func (f figured) Table() (columns []string, rows [][]string) { return chart.Table(f.Figure) }

// draw renders a figure as picture and table, and on the newest pages as options for
// exploring too: older months are an archive that is read, and options are a third of the
// work and the weight of a page. A figure without any value is not drawn: the page says so
// in words. What it becomes is trusted markup; chart escapes the text in its SVG, and the
// options are checked here.
func draw(f chart.Figure, newest bool) Chart {
	if !hasValue(f) {
		return Chart{}
	}
	return pictured(f, newest)
}

// pictured is a figure with its drawing, whatever is in it.
func pictured(f chart.Figure, newest bool) Chart {
	return Chart{ID: f.ID, Title: f.Title, Subtitle: f.Subtitle, plate: &plate{drawing: figured{f}, picture: true, newest: newest}}
}

// tabled is a figure without its picture.
func tabled(f chart.Figure) Chart {
	if !hasValue(f) {
		return Chart{}
	}
	return Chart{ID: f.ID, Title: f.Title, Subtitle: f.Subtitle, plate: &plate{drawing: figured{f}}}
}

// Is reports whether there is anything, a table at least.
func (c Chart) Is() bool { return c.plate != nil }

// Pictured reports whether there is a picture.
func (c Chart) Pictured() bool { return c.plate != nil && c.plate.picture }

// options is the whole script element; "" on the pages of older months, and where there is
// nothing to explore: a chart of parts says its few values itself, or in its table.
func (c *Chart) options() (string, error) {
	f, ok := c.plate.drawing.(figured)
	if !ok || !c.plate.newest {
		return "", nil
	}
	options, err := chart.Options(f.Figure)
	if err != nil || options == nil {
		return "", err
	}
	return dataScript(options)
}

// table is what is drawn, in figures; no columns where Parts have all of it.
func (c *Chart) table() (caption string, columns []string, rows [][]string) {
	caption = cmp.Or(c.Name, c.Title)
	switch d := c.plate.drawing.(type) {
	case chart.Waterfall:
		if len(c.Parts) > 0 {
			return "", nil, nil
		}
	case figured:
		if limits := chart.LimitsText(d.Figure); limits != "" {
			caption += ". " + limits
		}
	}
	columns, rows = c.plate.Table()
	return caption, columns, rows
}

func hasValue(f chart.Figure) bool {
	return slices.ContainsFunc(f.Series, anyShown)
}

// anyShown reports whether a row of points has any value: a further quantile that no month
// has enough for is said once, below, and not month by month.
func anyShown(s chart.Series) bool {
	return slices.ContainsFunc(s.Points, func(p chart.Point) bool { return p.State.Shown() })
}

// dataScript wraps JSON in a data block. A "<" could end the element or open a comment in
// it; the standard encoder writes it as \u003c, so one that is there is a defect.
func dataScript(json []byte) (string, error) {
	if at := bytes.IndexByte(json, '<'); at >= 0 {
		return "", fmt.Errorf("chart options hold %q at byte %d; expected JSON without it, as encoding/json writes", '<', at)
	}
	return `<script type="application/json" class="chart-options">` + string(json) + `</script>`, nil
}
