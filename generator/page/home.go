package page

import (
	"bytes"

	"leadline/generator/narrative"
)

// Home is the first page.
type Home struct {
	Frame
	Workbook string
	Accounts Totals
	Teams    int
	Services int
	Domains  []MetricGroup
	Month    string   // of Story, "October 2026"
	Story    []Told   // the portfolio's month
	Late     []string // sources, in words
	Status   *Status

	Restated     []Restated // that changed a published sentence; at most five
	MoreRestated bool

	guides []*narrative.Guide
}

// Guide is the way to a document of the guide, nil when the site has none of this id.
func (h Home) Guide(id string) *Link {
	for _, g := range h.guides {
		if g.ID == id {
			return &Link{Text: g.Title, Href: guideAddress(id)}
		}
	}
	return nil
}

// home writes the first page.
func (b *book) home(buf *bytes.Buffer) error {
	h := Home{
		Frame:    b.frame("index.html", "index.html", b.site.name(), "Software delivery, quality and security by written definitions, from recorded events."),
		Workbook: b.site.Workbook, Accounts: totals(b.site.Accounts), Teams: len(b.site.Teams), Services: len(b.site.Services), Domains: b.groups(),
		guides: b.guides, Late: lateSources(b.site.Freshness),
	}
	h.Edition, h.Feed = b.edition(0), b.hasFeed()
	if m := b.site.Latest; m != 0 {
		h.Month, h.Status = m.Long(), b.statusOf(m)
		h.Restated, h.MoreRestated = b.material()
		h.Story = told(narrative.Tell(b.site.Portfolio.Findings.At(m)), portfolioFolder+m.String()+"/index.html")
	}
	return b.write(buf, "index.html", "home", h)
}
