package page

import (
	"slices"
	"strconv"
)

// chart appends a chart with its words: what it says, what is drawn, the drawing, what makes it
// interactive, and everything that is on it as a table. Of what is not drawn there is the table
// alone.
func (m *markup) chart(c *Chart) error {
	if c.plate == nil {
		return nil
	}
	if c.plate.ink == nil {
		from := len(m.b)
		if err := m.drawn(c); err != nil {
			return err
		}
		c.plate.ink = slices.Clone(m.b[from:])
		return nil
	}
	m.b = append(m.b, c.plate.ink...)
	return nil
}

func (m *markup) drawn(c *Chart) error {
	if !c.plate.picture {
		m.chartTables(c)
		return nil
	}
	svg, err := c.plate.SVG()
	if err != nil {
		return err
	}
	options, err := c.options()
	m.raw(`<figure class="chart"`)
	if options != "" {
		m.raw(" data-chart")
	}
	m.raw(">\n<figcaption><b class=\"message")
	if c.Unusual {
		m.raw(" unusual")
	}
	m.raw(`">`)
	m.unbroken(c.Title)
	m.raw(`</b> <span class="subtitle">`)
	m.text(c.Subtitle)
	m.maybe(`. <a href="#notes">`, c.Notes, "</a>")
	m.raw("</span></figcaption>\n")
	m.b = append(append(m.b, svg...), '\n')
	if options != "" {
		m.raw(options, "\n")
	}
	m.chartTables(c)
	m.raw("</figure>\n")
	return err
}

// chartTables appends what a chart shows in figures, folded away.
func (m *markup) chartTables(c *Chart) {
	m.raw(`<details class="table"><summary>Data table`)
	if !c.plate.picture {
		m.element(": ", c.Subtitle, "")
	}
	m.raw("</summary>\n")
	if caption, columns, rows := c.table(); columns != nil {
		m.element(`<div class="scroll" role="group" aria-label="Data table of `, c.Name, `" tabindex="0">`)
		m.table(caption, columns, rows)
		m.raw("</div>\n")
	}
	for i := range c.Parts {
		m.parts(&c.Parts[i])
	}
	m.raw("</details>\n")
}

// parts appends a table of figures of parts.
func (m *markup) parts(p *Parts) {
	m.element(`<div class="scroll" role="group" aria-label="`, p.Caption, "\" tabindex=\"0\">\n")
	m.element(`<table class="parts"><caption>`, p.Caption, "</caption>\n<thead><tr>")
	m.element(`<th scope="col">`, p.Corner, "</th>")
	for _, name := range p.Columns {
		m.element(`<th scope="col">`, name, "</th>")
	}
	m.raw("</tr></thead>\n<tbody>")
	for i := range p.Rows {
		m.part(&p.Rows[i])
	}
	m.raw("</tbody></table>\n</div>\n")
}

func (m *markup) part(r *PartRow) {
	m.raw("<tr")
	if r.Of {
		m.raw(` class="of"`)
	}
	m.raw(`><th scope="row">`)
	for _, anchor := range r.Also {
		m.element(`<span id="`, anchor, `"></span>`)
	}
	m.element("", r.Name, "</th>")
	for i := range r.Cells {
		f := &r.Cells[i]
		m.raw("<td")
		m.id(f.Anchor)
		if f.Absent {
			m.raw(` class="absent"`)
		}
		if r.Span > 0 {
			m.raw(` colspan="`, strconv.Itoa(r.Span), `"`)
		}
		m.raw(">")
		m.unbroken(f.Text)
		m.behind(f.Behind)
		m.raw("</td>")
	}
	m.raw("</tr>\n")
}

// table appends a chart's own table.
func (m *markup) table(caption string, columns []string, rows [][]string) {
	m.element("<table><caption>", caption, "</caption><thead><tr>")
	for _, c := range columns {
		m.element(`<th scope="col">`, c, "</th>")
	}
	m.raw("</tr></thead><tbody>\n")
	for _, row := range rows {
		for i, cell := range row {
			if i == 0 {
				m.element(`<tr><th scope="row">`, cell, "</th>")
			} else {
				m.element("<td>", cell, "</td>")
			}
		}
		m.raw("</tr>\n")
	}
	m.raw("</tbody></table>")
}
