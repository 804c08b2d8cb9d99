package page

import (
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
