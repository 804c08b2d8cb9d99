package page

import (
	"bytes"
	"strings"

	"leadline/generator/event"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
)

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

// groups are the definitions by domain.
func (b *book) groups() []MetricGroup {
	var groups []MetricGroup
	for _, d := range b.sorted {
		if n := len(groups); n == 0 || groups[n-1].ID != d.Domain {
			groups = append(groups, MetricGroup{ID: d.Domain, Title: domainTitle(d.Domain)})
		}
		g := &groups[len(groups)-1]
		g.Metrics = append(g.Metrics, MetricLink{b.metricLink(d.ID), d.Question, d.Status, levelsText(d)})
	}
	return groups
}

// levelsText says in a few words where a metric is shown.
func levelsText(d *metric.Definition) string {
	var parts []string
	for _, name := range []level.Name{level.TeamName, level.ServiceName, level.PortfolioName} {
		switch d.Policies[name] {
		case metric.Pooled:
			parts = append(parts, string(name))
		case metric.Counted:
			parts = append(parts, string(name)+" as counts")
		}
	}
	if len(parts) == 0 {
		return "not shown at any level"
	}
	return strings.Join(parts, ", ")
}

func totals(accounts []event.Account) Totals {
	var t Totals
	for _, a := range accounts {
		t.Files++
		t.Read += a.Read
		t.Accepted += a.Accepted
		t.Rejected += a.Rejected
		t.Duplicate += a.Duplicate
		t.OutOfScope += a.OutOfScope
	}
	return t
}
