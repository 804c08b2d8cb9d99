package page

import (
	"html/template"
	"sync"
)

// markup is HTML in the making. The frame of a page is a template; what a page of a month has
// hundreds of, cards with their charts and tables, is appended here, because a template finds
// every single value by reflection. What is not our own text goes through text.
type markup struct{ b []byte }

// spare are markups whose bytes have been copied, so that few grow anew.
var spare = sync.Pool{New: func() any { return new(markup) }}

// composed is compose for what cannot fail.
func composed(write func(m *markup)) template.HTML {
	out, _ := compose(func(m *markup) error { write(m); return nil })
	return out
}

// compose is what write appends, as trusted HTML.
func compose(write func(m *markup) error) (template.HTML, error) {
	m := spare.Get().(*markup)
	defer spare.Put(m)
	m.b = m.b[:0]
	if err := write(m); err != nil {
		return "", err
	}
	return template.HTML(m.b), nil
}

func (m *markup) raw(parts ...string) {
	for _, p := range parts {
		m.b = append(m.b, p...)
	}
}

// text appends a value as html/template writes it between tags and in a quoted attribute.
func (m *markup) text(s string) {
	from := 0
	for i := range len(s) {
		if ref := references[s[i]]; ref != "" {
			m.b = append(append(m.b, s[from:i]...), ref...)
			from = i + 1
		}
	}
	m.b = append(m.b, s[from:]...)
}

// references are what html/template escapes: a plus sign too, because old browsers read
// "+ADw-" as "<" where a page does not say its encoding.
var references = [256]string{0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

// element appends a value within one element.
func (m *markup) element(open, text, end string) {
	m.raw(open)
	m.text(text)
	m.raw(end)
}

// maybe is element, or nothing where there is no text.
func (m *markup) maybe(open, text, end string) {
	if text != "" {
		m.element(open, text, end)
	}
}

// link appends a way to an address of the site's own.
func (m *markup) link(address, text string) {
	m.element(`<a href="`, address, `">`)
	m.element("", text, "</a>")
}

// id appends an attribute, unless it is empty.
func (m *markup) id(anchor string) { m.maybe(` id="`, anchor, `"`) }
