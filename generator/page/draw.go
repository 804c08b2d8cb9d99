package page

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"slices"

	"leadline/generator/chart"
)

// Chart is one drawn figure, ready to be put into a page as it is.
type Chart struct {
	ID       string
	Name     string // of what it shows, for those who move from chart to chart
	Title    string // the message
	Subtitle string // what is drawn
	Unusual  bool   // the message is that the month is beyond the usual range
	SVG      template.HTML
	Options  template.HTML // the whole script element; "" on the pages of older months
	Table    template.HTML // the whole table element
	Parts    []Parts       // further tables of what is drawn
	Notes    string        // which letters of the page's list of notes it has, "Notes A to D"; "" for none
}

// draw renders a figure as picture and table, and on the newest pages as options for
// exploring too: older months are an archive that is read, and options are a third of the
// work and the weight of a page. A figure without any value is not drawn: the page says so
// in words. What it returns is trusted markup; chart escapes the text in its SVG, and the
// options are checked here.
func draw(f chart.Figure, newest bool) (Chart, error) {
	if !hasValue(f) {
		return Chart{}, nil
	}
	svg, err := chart.SVG(f)
	if err != nil {
		return Chart{}, err
	}
	return pictured(f, svg, newest)
}

// pictured is a figure with its drawing.
func pictured(f chart.Figure, svg []byte, newest bool) (_ Chart, err error) {
	c := Chart{ID: f.ID, Title: f.Title, Subtitle: f.Subtitle, SVG: template.HTML(svg), Table: dataTable(f)}
	if newest {
		c.Options, err = optionsOf(f)
	}
	return c, err
}

// tabled is a figure without its picture.
func tabled(f chart.Figure) Chart {
	if !hasValue(f) {
		return Chart{}
	}
	return Chart{ID: f.ID, Title: f.Title, Subtitle: f.Subtitle, Table: dataTable(f)}
}

func optionsOf(f chart.Figure) (template.HTML, error) {
	options, err := chart.Options(f)
	if err != nil || string(options) == "null" { // nothing to explore
		return "", err
	}
	return dataScript(options)
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

// dataTable writes a figure's table. It is written by hand because these cells are most of
// a page, and a template pays for each of them.
func dataTable(f chart.Figure) template.HTML {
	columns, rows := chart.Table(f)
	return htmlTable(f.Title, columns, rows)
}

func htmlTable(caption string, columns []string, rows [][]string) template.HTML {
	var b bytes.Buffer
	b.WriteString("<table><caption>")
	b.WriteString(html.EscapeString(caption))
	b.WriteString("</caption><thead><tr>")
	for _, c := range columns {
		b.WriteString(`<th scope="col">`)
		b.WriteString(html.EscapeString(c))
		b.WriteString("</th>")
	}
	b.WriteString("</tr></thead><tbody>\n")
	for _, row := range rows {
		b.WriteString("<tr>")
		for i, cell := range row {
			open, end := "<td>", "</td>"
			if i == 0 {
				open, end = `<th scope="row">`, "</th>"
			}
			b.WriteString(open)
			b.WriteString(html.EscapeString(cell))
			b.WriteString(end)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody></table>")
	return template.HTML(b.String())
}
