package page

import (
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

// tell puts what was found into words: the sentences of the month, what they leave out, and
// where each domain stands.
func (r *Report[L]) tell(found []finding.Finding[L]) {
	r.Story, r.Further = told(narrative.Tell(found), ""), told(narrative.Further(found), "")
	for i := range r.Domains {
		r.Domains[i].Verdicts = told(narrative.Verdicts(found, r.Domains[i].ID), "")
	}
	r.markTold()
}

// markTold marks the cards that are unusual or that a sentence leads to. What did not change
// and what is unknown needs no picture.
func (r *Report[L]) markTold() {
	for _, c := range r.Cards() {
		c.Told = c.Unusual || slices.ContainsFunc(r.Story, func(t Told) bool {
			return (t.Role == finding.Tells || t.Role == finding.Figures) && slices.ContainsFunc(t.Spans, func(s Link) bool { return s.Href == "#"+c.ID })
		})
	}
}

// told are sentences whose figures are on the page at address; "" is the page itself.
func told(sentences []narrative.Sentence, address string) []Told {
	out := make([]Told, len(sentences))
	for i, s := range sentences {
		out[i] = Told{Title: s.Title, Role: s.Role, Caveat: s.Caveat,
			Pattern: Link{Text: s.Title, Href: patternAddress(s.Pattern)}}
		for _, span := range s.Spans {
			link := Link{Text: span.Text}
			if span.Metric != "" {
				link.Href = address + "#" + span.Metric
			}
			out[i].Spans = append(out[i].Spans, link)
		}
	}
	return out
}
