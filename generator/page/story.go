package page

import (
	"html/template"
	"slices"

	"leadline/generator/finding"
	"leadline/generator/narrative"
)

// Told is a sentence on a page, each of its figures a way to the card that shows it.
type Told struct {
	Title   string // of its pattern
	Role    finding.Role
	Pattern Link
	Spans   []Link // Href "" is plain text
	Caveat  string
}

// Sentence is the sentence with its links.
func (t Told) Sentence() template.HTML {
	return composed(func(m *markup) {
		for _, span := range t.Spans {
			if span.Href == "" {
				m.unbroken(span.Text)
				continue
			}
			m.element(`<a href="`, span.Href, `">`)
			m.unbroken(span.Text)
			m.raw("</a>")
		}
	})
}

// tell puts what was found into words: the sentences of the month, what they leave out, and
// where each domain stands.
func (r *Report[L]) tell(found []finding.Finding[L]) {
	r.Story, r.Further = told(narrative.Tell(found), ""), told(narrative.Further(found), "")
	for i := range r.Domains {
		r.Domains[i].Verdicts = told(narrative.Verdicts(found, r.Domains[i].ID), "")
	}
	r.markTold()
}

// mostTold is for how many charts there is room on the third sheet of paper.
const mostTold = 6

// markTold marks the cards whose charts are printed, while there is room: what is unusual,
// then what a sentence says is so, then what it has figures of. What did not change, or is
// unknown, needs no picture. Every figure is in the table at a glance.
func (r *Report[L]) markTold() {
	room := mostTold
	mark := func(c *Card[L]) {
		if room > 0 && !c.Told && c.Chart.Pictured() {
			c.Told, room = true, room-1
		}
	}
	for _, c := range r.Cards() {
		if c.Unusual {
			mark(c)
		}
	}
	for _, role := range []finding.Role{finding.Tells, finding.Figures} {
		for _, c := range r.Cards() {
			if r.leads(role, c.ID) {
				mark(c)
			}
		}
	}
}

// leads reports whether a sentence of this role leads to a metric.
func (r *Report[L]) leads(role finding.Role, id string) bool {
	return slices.ContainsFunc(r.Story, func(t Told) bool {
		return t.Role == role && slices.ContainsFunc(t.Spans, func(s Link) bool { return s.Href == "#"+id })
	})
}

// told are sentences whose figures are on the page at address; "" is the page itself.
func told(sentences []narrative.Sentence, address string) []Told {
	out := make([]Told, len(sentences))
	for i, s := range sentences {
		out[i] = Told{Title: s.Title, Role: s.Role, Caveat: whole(s.Caveat),
			Pattern: Link{Text: s.Title, Href: patternAddress(s.Pattern)}}
		for _, span := range s.Spans {
			link := Link{Text: whole(span.Text)}
			if span.Metric != "" {
				link.Href = address + "#" + span.Metric
			}
			out[i].Spans = append(out[i].Spans, link)
		}
	}
	return out
}
