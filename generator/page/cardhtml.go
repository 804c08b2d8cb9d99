package page

import (
	"errors"
	"html/template"

	"leadline/generator/unit"
)

// Rows are the rows of the domain's cards in the table at a glance.
func (d Domain[L]) Rows() (template.HTML, error) {
	return compose(func(m *markup) error {
		for _, c := range d.Cards {
			c.row(m)
		}
		return nil
	})
}

// HTML is the domain's cards, but those that have nothing to show.
func (d Domain[L]) HTML() (template.HTML, error) {
	return compose(func(m *markup) error {
		for _, c := range d.Cards {
			if c.Bare {
				continue
			}
			if err := c.write(m); err != nil {
				return err
			}
		}
		return nil
	})
}

// row is the card's row in the table at a glance.
func (c *Card[L]) row(m *markup) {
	m.raw("<tr")
	if c.Unusual {
		m.raw(` class="unusual"`)
	}
	m.raw(`><th scope="row">`)
	m.link("#"+c.ID, c.Title)
	m.raw("</th>")
	if c.Counted {
		m.element(`<td colspan="2">`, c.Glance, "</td>")
	} else {
		m.raw(`<td class="figure`)
		if c.Headline.Absent {
			m.raw(" none")
		}
		m.raw(`">`)
		m.unbroken(c.Glance)
		m.raw(`</td><td class="behind">`)
		m.unbroken(c.Beside)
		m.raw("</td>")
	}
	m.raw("<td>", orDash(string(c.Spark)), "</td>")
	m.element(`<td class="range">`, orDash(c.Range), "</td>")
	m.element("<td>", c.State, "</td></tr>\n")
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// write appends the card: its figure and what it means, its charts, further figures, and how
// they were made.
func (c *Card[L]) write(m *markup) error {
	c.heading(m)
	for _, text := range []string{c.Verdict, c.Change} {
		if text != "" {
			m.raw(`<p class="verdict">`)
			m.unbroken(text)
			m.raw("</p>\n")
		}
	}
	err := c.charts(m)
	m.maybe(`<p class="undrawn">`, c.Undrawn, "</p>\n")
	if !c.Counted && len(c.Others) > 0 {
		c.figures(m, "figures")
		m.raw("\n")
	}
	for i := range c.Parts {
		m.partsOnCard(&c.Parts[i])
	}
	for _, text := range c.Decided {
		m.element(`<p class="decided">Decided the month before: <bdi>`, text, "</bdi></p>\n")
	}
	m.raw("<footer>\n")
	c.counters(m)
	m.element(`<p class="definition"><a href="`, c.Root+c.Address, `">Definition of `)
	m.element("", c.Title, "</a></p>\n")
	c.traced(m)
	m.raw("</footer>\n</article>\n")
	return err
}

// partsOnCard appends a table of parts that stands below no chart, a long one folded away.
func (m *markup) partsOnCard(p *Parts) {
	switch {
	case p.Drawn:
	case p.Long():
		m.element(`<details class="table"><summary>`, p.Caption, ": "+unit.Grouped(int64(len(p.Rows)))+" rows</summary>\n")
		m.parts(p)
		m.raw("</details>\n")
	default:
		m.parts(p)
	}
}

// heading is the card's title, its question and its figure.
func (c *Card[L]) heading(m *markup) {
	m.raw(`<article class="card`, c.Side)
	if c.Told {
		m.raw(" told")
	}
	m.element(`" id="`, c.ID, `" aria-labelledby="`)
	m.element("", c.ID, "-title\">\n<header>\n")
	m.element(`<h3 id="`, c.ID, `-title"><a class="anchor" href="#`)
	m.element("", c.ID, `">`)
	m.element("", c.Title, "</a></h3>\n")
	m.element(`<p class="question">`, c.Question, "</p>\n</header>\n")
	if c.Counted && !c.Headline.Absent {
		c.figures(m, "figures counts")
	} else {
		m.raw(`<p class="headline`)
		if c.Headline.Absent {
			m.raw(" absent")
		}
		m.raw(`"`)
		m.id(c.Headline.Anchor)
		m.raw("><b>")
		m.unbroken(c.Headline.Text)
		m.raw("</b>")
		m.behind(c.Headline.Behind)
		m.raw("</p>")
	}
	m.raw("\n")
}

// figures are the figures after the headline; those of a counted metric are plain numbers.
func (c *Card[L]) figures(m *markup, class string) {
	m.raw(`<dl class="`, class, `">`)
	for i := range c.Others {
		f := &c.Others[i]
		m.raw("<div")
		m.id(f.Anchor)
		m.element("><dt>", f.Name, "</dt><dd")
		if f.Absent {
			m.raw(` class="absent"`)
		}
		m.element(">", f.Text, "")
		if !c.Counted {
			m.behind(f.Behind)
		}
		m.raw("</dd></div>")
	}
	m.raw("</dl>")
}

// counters are the metrics that this one must be read with.
func (c *Card[L]) counters(m *markup) {
	if len(c.Counter) == 0 {
		return
	}
	m.raw("<div class=\"counter\">\n<p>Read together with</p>\n<ul>")
	for i := range c.Counter {
		m.raw("<li>")
		switch o := &c.Counter[i]; {
		case o.Here:
			m.link("#"+o.Anchor, o.Metric.Text)
		case o.Metric.Href != "":
			m.link(c.Root+o.Metric.Href, o.Metric.Text)
		default:
			m.text(o.Metric.Text)
		}
		m.element(": ", c.Counter[i].Text, "</li>")
	}
	m.raw("</ul>\n</div>\n")
}

// traced is how the card's figures were made.
func (c *Card[L]) traced(m *markup) {
	t := &c.Trace
	m.raw("<details class=\"trace\"><summary>How this figure was made</summary>\n<dl>")
	for _, s := range t.Steps {
		m.element("<div><dt>", s.Term, "</dt><dd>")
		m.element("", s.Text, "</dd></div>\n")
	}
	if t.Tables != "" {
		m.raw("<div><dt>Tables</dt><dd>")
		if t.Filed {
			m.link(c.Root+c.Address+"#inputs", unit.Grouped(int64(t.TableCount()))+", with their files")
		} else {
			m.text(t.Tables)
		}
		m.raw("</dd></div>\n")
	}
	m.element("<div><dt>Terminal</dt><dd><code><bdi>", t.Command, "</bdi></code></dd></div></dl></details>\n")
}

// charts are the card's drawings: of months, of parts, and of how the month's values lie.
func (c *Card[L]) charts(m *markup) error {
	if !c.Chart.Is() && len(c.Further) == 0 && !c.Shape.Is() {
		return nil
	}
	m.raw("<div class=\"charts\">\n")
	errs := []error{c.shapeFirst(m), m.chart(&c.Chart)}
	for i := range c.Further {
		errs = append(errs, m.chart(&c.Further[i]))
	}
	if c.Shape.Is() && !c.Shape.Alone {
		m.element(`<details class="shape"><summary>`, c.Shape.Summary, "</summary>\n")
		errs = append(errs, m.chart(&c.Shape.Chart))
		m.raw("</details>\n")
	}
	m.raw("</div>\n")
	return errors.Join(errs...)
}

// shapeFirst draws how the month's values lie where that is the card's only picture.
func (c *Card[L]) shapeFirst(m *markup) error {
	if !c.Shape.Alone {
		return nil
	}
	return m.chart(&c.Shape.Chart)
}
