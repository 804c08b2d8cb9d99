package page

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"leadline/generator/chart"
)

// Chart is one figure, ready to be put into a page as it is. It is drawn when a template asks
// for it: most pages of a build are kept as they were, and nobody asks.
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

// ink follows from the rest of a plate, so no digest is made of it.
type ink struct{ svg, options, table template.HTML }

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

// SVG is the picture, "" where there is none.
func (c Chart) SVG() (template.HTML, error) {
	if !c.Pictured() || c.plate.ink.svg != "" {
		return c.ink().svg, nil
	}
	svg, err := c.plate.SVG()
	c.plate.ink.svg = template.HTML(svg)
	return c.plate.ink.svg, err
}

// Options is the whole script element; "" on the pages of older months, and where there is
// nothing to explore: a chart of parts says its few values itself, or in its table.
func (c Chart) Options() (template.HTML, error) {
	if !c.Pictured() || !c.plate.newest || c.plate.ink.options != "" {
		return c.ink().options, nil
	}
	f, ok := c.plate.drawing.(figured)
	if !ok {
		return "", nil
	}
	options, err := chart.Options(f.Figure)
	if err != nil || options == nil {
		return "", err
	}
	c.plate.ink.options, err = dataScript(options)
	return c.plate.ink.options, err
}

// Table is the whole table element, "" where there is none, or Parts have all of it.
func (c Chart) Table() template.HTML {
	if !c.Is() || c.plate.ink.table != "" {
		return c.ink().table
	}
	if _, sum := c.plate.drawing.(chart.Waterfall); sum && len(c.Parts) > 0 {
		return ""
	}
	columns, rows := c.plate.Table()
	caption := cmp.Or(c.Name, c.Title)
	if m, ok := c.plate.drawing.(figured); ok {
		if limits := chart.LimitsText(m.Figure); limits != "" {
			caption += ". " + limits
		}
	}
	m := markup{make([]byte, 0, 4096)}
	m.table(caption, columns, rows)
	c.plate.ink.table = m.html()
	return c.plate.ink.table
}

func (c Chart) ink() ink {
	if c.plate == nil {
		return ink{}
	}
	return c.plate.ink
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
func dataScript(json []byte) (template.HTML, error) {
	if at := bytes.IndexByte(json, '<'); at >= 0 {
		return "", fmt.Errorf("chart options hold %q at byte %d; expected JSON without it, as encoding/json writes", '<', at)
	}
	return template.HTML(`<script type="application/json" class="chart-options">` + string(json) + `</script>`), nil
}
